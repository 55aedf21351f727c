import Core
import Routing
import Templates

/// One visit in a list: when, who, what, how it stands. It opens beside the calendar.
struct TodayRow: TemplateModel {
  let href: String
  let when: String
  let iso: String
  let who: String
  let what: String
  let status: StatusBadge
  let payment: StatusBadge?

  static let fields: [Field<TodayRow>] = [
    .text("href") { $0.href },
    .text("when") { $0.when },
    .text("iso") { $0.iso },
    .text("who") { $0.who },
    .text("what") { $0.what },
    .object("status") { $0.status },
    .object("payment") { $0.payment },
  ]
  static let example = TodayRow(
    href: "/calendar?view=day&date=2026-03-10&a=1#pan", when: "09:00", iso: "2026-03-10T09:00", who: "<b>Ola</b> עולה",
    what: "Follow-up, Dr Mira Specimen",
    status: StatusBadge(look: StatusLook(style: "st-booked", icon: "circle", word: "Booked")),
    payment: StatusBadge(look: StatusLook(style: "pay-due", icon: "pay-due", word: "payment due")))
}

struct TodayDrawing {
  let call: Call
  let zone: Zone
  /// Names beside the service; nil names nobody, where all visits are one person's.
  let practitioners: [ResourceID: String]?

  func row(_ entry: CalendarAppointment, saysDate: Bool) -> TodayRow {
    let start = zone.local(entry.span.start)
    let time = call.formats.time(start.time)
    let query = CalendarQuery(view: .day, date: start.date)
    let what = [
      entry.patient == nil ? nil : entry.serviceName, practitioners?[entry.assignment.practitioner],
      entry.isVideo ? call.text.text("calendar.mark.video") : nil,
    ]
    return TodayRow(
      href: query.with(appointment: entry.id).href + "#pan",
      when: saysDate ? call.formats.date(start.date, .short) + ", " + time : time, iso: start.description,
      who: entry.patient?.full ?? call.text.text("calendar.outOfReach"),
      what: what.compactMap { $0 }.joined(separator: ", "),
      status: StatusBadge(look: StatusLook(entry.status, isLate: entry.isLateCancellation, text: call.text)),
      payment: StatusLook(entry.payment, text: call.text).map { StatusBadge(look: $0) })
  }
}
