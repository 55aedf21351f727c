import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/series/move`
struct SeriesMovePage: PatientDataPage {
  static let template = "calendar/series-move"
  /// What the trail says of showing it.
  let read: AuditEvent
  let title: String
  let facts: [AppointmentFact]
  let summary: String
  let errors: [FormProblem]
  let time: TimeFields
  let minutes: FormField
  let practitioner: SelectField
  let room: SelectField
  let device: SelectField
  /// How many stand elsewhere than the series puts them; nil when none does.
  let others: String?
  let takesOthersAlong: Bool
  let notify: NotifyChoice
  let action: String
  let backHref: String
  let hidden: [HiddenField]

  var accessEvents: [AuditEvent] { [read] }

  static let fields: [Field<SeriesMovePage>] = [
    .text("title") { $0.title },
    .list("facts") { $0.facts },
    .text("summary") { $0.summary },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("time") { $0.time },
    .object("minutes") { $0.minutes },
    .object("practitioner") { $0.practitioner },
    .object("room") { $0.room },
    .object("device") { $0.device },
    .optionalText("others") { $0.others },
    .flag("takesOthersAlong") { $0.takesOthersAlong },
    .object("notify") { $0.notify },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .list("hidden") { $0.hidden },
  ]

  static var examples: [SeriesMovePage] {
    let select = { (id: String) in
      SelectField(id: id, error: "Choose", options: [FormOption(value: "1", label: "Room <1>", isChosen: true)])
    }
    return [true, false].map { isFull in
      SeriesMovePage(
        read: CalendarExamples.panel.read, title: "Move this and following",
        facts: [AppointmentFact(label: "Patient", value: "<b>Ola</b>")], summary: "3 appointments",
        errors: isFull ? [FormProblem(field: "time", message: "No")] : [], time: .example,
        minutes: FormField(id: "minutes", value: "50", error: nil), practitioner: select("practitioner"),
        room: select("room"), device: select("device"), others: isFull ? "1 was moved" : nil,
        takesOthersAlong: isFull, notify: NotifyChoice(isOn: isFull, whyNot: isFull ? nil : "No address."),
        action: "/appointments/1/series/time", backHref: "/appointments/1/series",
        hidden: [HiddenField(name: "scope", value: "all")])
    }
  }
}
