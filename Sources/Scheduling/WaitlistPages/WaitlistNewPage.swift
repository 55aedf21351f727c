import Core
import Database
import Routing
import Templates

/// `GET /calendar/waitlist/new`, and what its form answers.
struct WaitlistNewPage: PatientDataPage {
  static let template = "waitlist/waitlist-new"
  let title: String
  let errors: [FormProblem]
  let search: FormField
  let wasSearched: Bool
  let matches: [PatientChoice]
  let controls: [FormControl]

  var accessEvents: [AuditEvent] {
    wasSearched || !matches.isEmpty
      ? [AuditEvent("patients.search", "patients_patient", nil, fields: ["rows=\(matches.count)"])] : []
  }

  static let fields: [Field<WaitlistNewPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("search") { $0.search },
    .flag("wasSearched") { $0.wasSearched },
    .list("matches") { $0.matches },
    .list("controls") { $0.controls },
  ]
  static let examples = [true, false].map { isFull in
    WaitlistNewPage(
      title: "New wish", errors: isFull ? [FormProblem(field: "search", message: "Choose")] : [],
      search: FormField(id: "search", value: "<x>", error: isFull ? "Choose" : nil), wasSearched: isFull,
      matches: isFull ? [PatientChoice(id: "1", name: "Ola", birthDate: "1988-06-04", isChosen: true)] : [],
      controls: [])
  }
}
