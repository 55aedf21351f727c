import Core
import Database
import Routing
import Templates

/// What was just done, and the form that takes it back.
struct CalendarToast: TemplateModel {
  struct Undo: TemplateModel {
    let action: String
    let hidden: [HiddenField]
    static let fields: [Field<Undo>] = [.text("action") { $0.action }, .list("hidden") { $0.hidden }]
  }
  let message: String
  let undo: Undo?
  /// Keeps the patient from being told of it, while that still waits.
  let silence: Undo?
  static let fields: [Field<CalendarToast>] = [
    .text("message") { $0.message },
    .object("undo") { $0.undo },
    .object("silence") { $0.silence },
  ]
}

/// Addresses of the calendar's head.
struct CalendarLinks: Sendable {
  /// Of what is shown, without an open appointment: to show one, its id is added.
  let here: String
  let day: String
  let week: String
  let agenda: String
  let earlier: String
  let later: String
  let today: String
  let cancelled: String
  /// Without the filters by service, status and place.
  let unfiltered: String
  /// The day on paper.
  let sheet: String
}

/// The calendar: a day, a week or a list.
struct CalendarPage: PatientDataPage {
  static let template = "calendar/calendar"
  let title: String
  let view: CalendarQuery.View
  let zone: String
  let clockNote: String?
  let links: CalendarLinks
  let earlierLabel: String
  let laterLabel: String
  let isToday: Bool
  let date: String
  let people: [FormOption]
  let groupings: [FormOption]
  let services: [FormOption]
  let statuses: [FormOption]
  /// None where there is only one.
  let places: [FormOption]
  /// How many appointments a filter leaves out; nil without one.
  let filterNote: String?
  let hidesCancelled: Bool
  /// Something but the usual is asked for: what was chosen stands open.
  let isNarrowed: Bool
  let poll: String
  let version: String
  let newHref: String?
  /// Requests that wait for an answer.
  let requests: Int
  let grid: CalendarGrid?
  let agenda: [AgendaDay]
  let panel: AppointmentPanel?
  /// Appointments whose patients are named.
  let shownAppointments: Int
  let toast: CalendarToast?
  /// How many messages did not go out, for those who deal with them.
  let failures: String?

  /// Which part of the calendar, and how many names stood on it.
  var accessEvents: [AuditEvent] {
    let part = ["view=\(view.rawValue)", "date=\(date)", "rows=\(shownAppointments)"]
    return [AuditEvent("schedule.read", "scheduling_appointment", nil, fields: part)] + [panel?.read].compactMap { $0 }
  }

  static let fields: [Field<CalendarPage>] = [
    .text("title") { $0.title },
    .text("zone") { $0.zone },
    .optionalText("clockNote") { $0.clockNote },
    .text("view") { $0.view.rawValue },
    .flag("isDay") { $0.view == .day },
    .flag("isWeek") { $0.view == .week },
    .flag("isAgenda") { $0.view == .agenda },
    .text("hereHref") { $0.links.here },
    .text("dayHref") { $0.links.day },
    .text("weekHref") { $0.links.week },
    .text("agendaHref") { $0.links.agenda },
    .text("earlierHref") { $0.links.earlier },
    .text("laterHref") { $0.links.later },
    .text("todayHref") { $0.links.today },
    .text("cancelledHref") { $0.links.cancelled },
    .text("earlierLabel") { $0.earlierLabel },
    .text("laterLabel") { $0.laterLabel },
    .flag("isToday") { $0.isToday },
    .text("date") { $0.date },
    .list("people") { $0.people },
    .list("groupings") { $0.groupings },
    .list("services") { $0.services },
    .list("statuses") { $0.statuses },
    .list("places") { $0.places },
    .flag("hasPlaces") { !$0.places.isEmpty },
    .optionalText("filterNote") { $0.filterNote },
    .text("unfilteredHref") { $0.links.unfiltered },
    .text("sheetHref") { $0.links.sheet },
    .flag("hidesCancelled") { $0.hidesCancelled },
    .flag("isNarrowed") { $0.isNarrowed },
    .text("poll") { $0.poll },
    .text("version") { $0.version },
    .optionalText("newHref") { $0.newHref },
    .number("requests") { $0.requests },
    .flag("hasRequests") { $0.requests > 0 },
    .text("whyHref") { "/calendar/why?start=\($0.date)" },
    .object("grid") { $0.grid },
    .list("agenda") { $0.agenda },
    .object("panel") { $0.panel },
    .object("toast") { $0.toast },
    .optionalText("failures") { $0.failures },
  ]
}
