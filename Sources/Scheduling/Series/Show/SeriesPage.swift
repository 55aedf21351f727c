import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/series`
struct SeriesPage: PatientDataPage {
  static let template = "calendar/series"
  /// What the trail says of showing it.
  let read: AuditEvent
  let title: String
  let appointmentHref: String
  let who: String
  /// What was just done.
  let news: String?
  let facts: [AppointmentFact]
  let rows: [SeriesRow]
  /// The series it was split off from, and those that were split off from it.
  let earlierHref: String?
  let laterHrefs: [String]
  let moveFollowingHref: String?
  let moveAllHref: String?
  let cancelFollowingHref: String?
  let cancelAllHref: String?

  var accessEvents: [AuditEvent] { [read] }

  static let fields: [Field<SeriesPage>] = [
    .text("title") { $0.title },
    .text("appointmentHref") { $0.appointmentHref },
    .text("who") { $0.who },
    .optionalText("news") { $0.news },
    .list("facts") { $0.facts },
    .list("rows") { $0.rows },
    .optionalText("earlierHref") { $0.earlierHref },
    .strings("laterHrefs") { $0.laterHrefs },
    .optionalText("moveFollowingHref") { $0.moveFollowingHref },
    .optionalText("moveAllHref") { $0.moveAllHref },
    .optionalText("cancelFollowingHref") { $0.cancelFollowingHref },
    .optionalText("cancelAllHref") { $0.cancelAllHref },
  ]

  static var examples: [SeriesPage] {
    [true, false].map { isFull in
      SeriesPage(
        read: CalendarExamples.panel.read, title: "Series of Ola", appointmentHref: "/appointments/1",
        who: "<b>Ola</b>",
        news: isFull ? "Booked" : nil, facts: [AppointmentFact(label: "What", value: "Follow-up")],
        rows: [
          SeriesRow(
            number: "1", when: "Tuesday", href: "/appointments/1",
            status: StatusBadge(look: CalendarExamples.look("st-booked", "circle", "Booked")), isCurrent: true,
            note: "Moved"),
          SeriesRow(number: "", when: "Wednesday", href: nil, status: nil, isCurrent: false, note: "Left out"),
        ], earlierHref: isFull ? "/appointments/2/series" : nil, laterHrefs: isFull ? ["/appointments/3/series"] : [],
        moveFollowingHref: isFull ? "/appointments/1/series/move?scope=following" : nil,
        moveAllHref: isFull ? "/appointments/1/series/move?scope=all" : nil,
        cancelFollowingHref: isFull ? "/appointments/1/series/cancel?scope=following" : nil,
        cancelAllHref: isFull ? "/appointments/1/series/cancel?scope=all" : nil)
    }
  }
}

/// One date of a series.
struct SeriesRow: TemplateModel {
  /// Empty for a date that was left out.
  let number: String
  let when: String
  let href: String?
  let status: StatusBadge?
  /// The one that the page was opened from.
  let isCurrent: Bool
  let note: String?

  static let fields: [Field<SeriesRow>] = [
    .text("number") { $0.number },
    .text("when") { $0.when },
    .optionalText("href") { $0.href },
    .object("status") { $0.status },
    .flag("isCurrent") { $0.isCurrent },
    .optionalText("note") { $0.note },
  ]
}
