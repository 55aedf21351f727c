import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/next`: times for the visit after this one, each a link into the form.
struct AppointmentNextPage: PatientDataPage {
  static let template = "calendar/appointment-next"
  let read: AuditEvent
  let title: String
  let who: String
  let facts: [AppointmentFact]
  /// Visits ahead, so that nobody books a second by mistake.
  let booked: [PageLink]
  let weeks: [NextVisitWeek]
  /// Nil when neither the service nor the practitioner is there any more.
  let otherHref: String?
  let backHref: String

  var accessEvents: [AuditEvent] { [read] }

  static let fields: [Field<AppointmentNextPage>] = [
    .text("title") { $0.title },
    .text("who") { $0.who },
    .list("facts") { $0.facts },
    .flag("hasBooked") { !$0.booked.isEmpty },
    .list("booked") { $0.booked },
    .flag("isOffered") { $0.otherHref != nil },
    .list("weeks") { $0.weeks },
    .optionalText("otherHref") { $0.otherHref },
    .text("backHref") { $0.backHref },
  ]
  static let examples = [true, false].map { isFull in
    let link = PageLink(href: "/appointments/1", label: "Tue 9 March, <10:00>")
    let week = NextVisitWeek(number: 1, heading: "Around Tuesday", weeks: "2 weeks on", isUsual: isFull, times: [link])
    return AppointmentNextPage(
      read: AuditEvent("appointment.read", "scheduling_appointment", nil), title: "Next visit", who: "Ola <b>",
      facts: [AppointmentFact(label: "What", value: "Talk")], booked: isFull ? [link] : [],
      weeks: isFull ? [week, NextVisitWeek(number: 2, heading: "Around", weeks: "", isUsual: false, times: [])] : [],
      otherHref: isFull ? "/appointments/new" : nil, backHref: "/appointments/1")
  }
}

struct PageLink: TemplateModel {
  let href: String
  let label: String
  static let fields: [Field<PageLink>] = [
    .text("href") { $0.href },
    .text("label") { $0.label },
  ]
}

struct NextVisitWeek: TemplateModel {
  /// For the id of its heading.
  let number: Int
  let heading: String
  let weeks: String
  let isUsual: Bool
  let times: [PageLink]
  static let fields: [Field<NextVisitWeek>] = [
    .text("number") { "\($0.number)" },
    .text("heading") { $0.heading },
    .text("weeks") { $0.weeks },
    .flag("isUsual") { $0.isUsual },
    .flag("hasTimes") { !$0.times.isEmpty },
    .list("times") { $0.times },
  ]
}
