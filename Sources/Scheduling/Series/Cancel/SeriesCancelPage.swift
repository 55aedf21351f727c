import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/series/cancel`: everything that would be cancelled.
struct SeriesCancelPage: PatientDataPage {
  static let template = "calendar/series-cancel"
  /// What the trail says of showing it.
  let read: AuditEvent
  let title: String
  /// Why nothing was cancelled, when it was tried.
  let problem: String?
  let facts: [AppointmentFact]
  let summary: String
  let rows: [SeriesPreviewRow]
  /// What falls due now; nil when cancelling is free.
  let fees: String?
  let waives: Bool
  let reason: FormField
  let notify: NotifyChoice
  let action: String
  let backHref: String
  let hidden: [HiddenField]

  var accessEvents: [AuditEvent] { [read] }

  static let fields: [Field<SeriesCancelPage>] = [
    .text("title") { $0.title },
    .optionalText("problem") { $0.problem },
    .list("facts") { $0.facts },
    .text("summary") { $0.summary },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .optionalText("fees") { $0.fees },
    .flag("waives") { $0.waives },
    .object("reason") { $0.reason },
    .object("notify") { $0.notify },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .list("hidden") { $0.hidden },
  ]

  static var examples: [SeriesCancelPage] {
    [true, false].map { isFull in
      SeriesCancelPage(
        read: CalendarExamples.panel.read, title: "Cancel", problem: isFull ? "Changed meanwhile" : nil,
        facts: [AppointmentFact(label: "Patient", value: "<b>Ola</b>")], summary: "2 appointments",
        rows: isFull ? [SeriesPreviewRow(number: "1", when: "Tuesday", problems: [], notes: ["Late"])] : [],
        fees: isFull ? "1 is late" : nil, waives: isFull,
        reason: FormField(id: "reason", value: "<x>", error: isFull ? "Say why" : nil),
        notify: NotifyChoice(isOn: isFull, whyNot: isFull ? nil : "No address."),
        action: "/appointments/1/series/cancellation", backHref: "/appointments/1/series",
        hidden: [HiddenField(name: "scope", value: "all")])
    }
  }
}
