import Core
import Database
import Routing
import Templates

/// `GET /calendar/sheet`: one day on paper, a list for each person or room.
struct CalendarSheetPage: PatientDataPage {
  static let template = "calendar/calendar-sheet"
  let title: String
  /// The day alone, for the line that paper has and the screen has not.
  let day: String
  let date: String
  /// When it was printed: a sheet is right at that moment and no later.
  let asOf: String
  let calendarHref: String
  /// How many appointments of the day are not on the paper.
  let filterNote: String?
  let lists: [SheetList]
  /// Appointments whose patients are named.
  let named: Int

  var accessEvents: [AuditEvent] {
    let part = ["view=sheet", "date=\(date)", "rows=\(named)"]
    return [AuditEvent("schedule.read", "scheduling_appointment", nil, fields: part)]
  }

  static let fields: [Field<CalendarSheetPage>] = [
    .text("title") { $0.title },
    .text("day") { $0.day },
    .text("asOf") { $0.asOf },
    .text("calendarHref") { $0.calendarHref },
    .optionalText("filterNote") { $0.filterNote },
    .list("lists") { $0.lists },
  ]
  static let examples = [
    CalendarSheetPage(
      title: "Day sheet, Tuesday 9 March 2027", day: "Tuesday 9 March 2027", date: "2027-03-09", asOf: "As of 10:00",
      calendarHref: "/calendar", filterNote: nil, lists: [], named: 0),
    CalendarSheetPage(
      title: "Day sheet, Tuesday 9 March 2027", day: "Tuesday 9 March 2027", date: "2027-03-09", asOf: "As of 10:00",
      calendarHref: "/calendar", filterNote: "2 hidden",
      lists: [
        SheetList(
          id: "s-1", name: "Dr <Mira>", note: "09:00–17:00, 1 appointment",
          rows: [
            SheetRow(
              time: "10:00–10:50", who: "<b>Ola</b>", what: "Talk", place: "Room 1", state: "Booked", isOff: false),
            SheetRow(time: "11:00–12:00", who: "Busy elsewhere", what: "", place: "", state: "", isOff: true),
          ]), SheetList(id: "s-2", name: "Jonas", note: "Not at work", rows: []),
      ], named: 1),
  ]
}

/// The day of one person or room.
struct SheetList: TemplateModel {
  let id: String
  let name: String
  let note: String
  let rows: [SheetRow]
  static let fields: [Field<SheetList>] = [
    .text("id") { $0.id },
    .text("name") { $0.name },
    .text("note") { $0.note },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
}

struct SheetRow: TemplateModel {
  let time: String
  let who: String
  let what: String
  let place: String
  /// Status, payment and marks, in words: paper has no colours.
  let state: String
  /// No appointment: time that is taken without one.
  let isOff: Bool
  static let fields: [Field<SheetRow>] = [
    .text("time") { $0.time },
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("place") { $0.place },
    .text("state") { $0.state },
    .flag("isOff") { $0.isOff },
  ]
}
