import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/move` and what its form answers.
struct AppointmentMovePage: PatientDataPage {
  static let template = "calendar/appointment-move"
  /// What the trail says of showing it.
  let read: AuditEvent
  let title: String
  let who: String
  let what: String
  let now: String
  let action: String
  let backHref: String
  let errors: [FormProblem]
  let conflict: ConflictView?
  /// Nothing is in the way of the time that was checked.
  let isFree: Bool
  let time: TimeFields
  let minutes: FormField
  let practitioner: SelectField
  let room: SelectField
  let device: SelectField
  /// Nil in a practice that has one place.
  let place: SelectField?
  let notify: NotifyChoice
  let hidden: [HiddenField]

  var accessEvents: [AuditEvent] { [read, conflict?.read].compactMap { $0 } }

  static let fields: [Field<AppointmentMovePage>] = [
    .text("title") { $0.title },
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("now") { $0.now },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("conflict") { $0.conflict },
    .flag("isFree") { $0.isFree },
    .object("time") { $0.time },
    .object("minutes") { $0.minutes },
    .object("practitioner") { $0.practitioner },
    .object("room") { $0.room },
    .object("device") { $0.device },
    .object("place") { $0.place },
    .object("notify") { $0.notify },
    .list("hidden") { $0.hidden },
  ]

  static var examples: [AppointmentMovePage] {
    let select = { (id: String) in
      SelectField(id: id, error: "Choose", options: [FormOption(value: "1", label: "Room <1>", isChosen: true)])
    }
    return [true, false].map { isFull in
      AppointmentMovePage(
        read: CalendarExamples.panel.read, title: "Move Ola", who: "Ola", what: "Follow-up",
        now: "Tuesday 10 March 2026", action: "/appointments/1/time",
        backHref: "/calendar", errors: isFull ? [FormProblem(field: "time", message: "Twice")] : [],
        conflict: isFull ? .example : nil, isFree: !isFull, time: .example,
        minutes: FormField(id: "minutes", value: "50", error: nil),
        practitioner: select("practitioner"), room: select("room"), device: select("device"),
        place: isFull ? select("at") : nil,
        notify: NotifyChoice(isOn: isFull, whyNot: isFull ? nil : "No address."),
        hidden: [HiddenField(name: "version", value: "1")])
    }
  }
}
