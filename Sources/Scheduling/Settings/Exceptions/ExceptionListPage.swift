import Database
import Routing
import Templates

/// Closed days and other hours ahead, and a form for the next.
struct ExceptionListPage: PatientDataPage {
  static let template = "schedule-settings/exception-list"
  let title: String
  let rows: [ExceptionRow]
  let action: String
  let controls: [FormControl]
  let canChange: Bool
  let isSaved: Bool
  /// Appointments that already stand in the time; the exception waits for a second press.
  let warning: BookedWarning?

  var accessEvents: [AuditEvent] { [warning?.read].compactMap { $0 } }

  static let fields: [Field<ExceptionListPage>] = [
    .text("title") { $0.title },
    .list("exceptions") { $0.rows },
    .text("action") { $0.action },
    .list("controls") { $0.controls },
    .flag("canChange") { $0.canChange },
    .flag("isSaved") { $0.isSaved },
    .object("warning") { $0.warning },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples = [
    ExceptionListPage(
      title: "Closed days", rows: [.example], action: "/settings/exceptions", controls: EditForm.example.controls,
      canChange: true, isSaved: true, warning: .example),
    ExceptionListPage(
      title: "Closed days", rows: [], action: "/settings/exceptions", controls: [], canChange: false, isSaved: false,
      warning: nil),
  ]
}

struct ExceptionRow: TemplateModel {
  let id: String
  let dates: String
  /// Nil: the whole practice.
  let owner: String?
  /// Nil: closed.
  let hours: String?
  let reason: String

  static let example = ExceptionRow(
    id: "0", dates: "9–15 March 2026", owner: "Dr Mira Specimen", hours: "09:00–12:00", reason: "Vacation")
  static let fields: [Field<ExceptionRow>] = [
    .text("exceptionID") { $0.id },
    .text("dates") { $0.dates },
    .optionalText("owner") { $0.owner },
    .optionalText("hours") { $0.hours },
    .text("reason") { $0.reason },
  ]
}
