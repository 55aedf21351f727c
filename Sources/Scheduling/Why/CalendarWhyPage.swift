import Core
import Database
import Routing
import Templates

/// `GET /calendar/why`: a time, a service, perhaps a practitioner, and everything that is in the way.
struct CalendarWhyPage: PatientDataPage {
  static let template = "calendar/calendar-why"
  let title: String
  let errors: [FormProblem]
  let why: WhyView?
  let service: SelectField
  let practitioner: SelectField
  /// Nil in a practice that has one place.
  let place: SelectField?
  let time: TimeFields
  let backHref: String

  var accessEvents: [AuditEvent] { [why?.read].compactMap { $0 } }

  static let fields: [Field<CalendarWhyPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("why") { $0.why },
    .object("service") { $0.service },
    .object("practitioner") { $0.practitioner },
    .object("place") { $0.place },
    .object("time") { $0.time },
    .text("backHref") { $0.backHref },
  ]
  static var examples: [CalendarWhyPage] {
    let select = { (id: String) in
      SelectField(
        id: id, error: id == "service" ? "Choose" : nil,
        options: [FormOption(value: "1", label: "Talk <1>", isChosen: true)])
    }
    return [WhyView.example, nil].map { why in
      CalendarWhyPage(
        title: "Why not free?", errors: why == nil ? [FormProblem(field: "service", message: "Choose")] : [], why: why,
        service: select("service"), practitioner: select("practitioner"),
        place: why == nil ? nil : select("at"), time: .example, backHref: "/calendar")
    }
  }
}
