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
  let places: PlaceNames

  /// Nil where there is only one. Where its clock shows something else, what it shows.
  private func place(_ entry: CalendarAppointment) -> String? {
    guard places.areSeveral else { return nil }
    let (name, clock) = (places.name(entry.assignment.location), places.clock(entry.assignment.location))
    guard clock.offset(at: entry.span.start) != zone.offset(at: entry.span.start) else { return name }
    let there = call.text.text("booking.there", ["time": call.formats.time(clock.local(entry.span.start).time)])
    return name + " (" + there + ")"
  }

  func row(_ entry: CalendarAppointment, saysDate: Bool) -> TodayRow {
    let start = zone.local(entry.span.start)
    let time = call.formats.time(start.time)
    let query = CalendarQuery(view: .day, date: start.date)
    let what = [
      entry.patient == nil ? nil : entry.serviceName, practitioners?[entry.assignment.practitioner],
      entry.isVideo ? call.text.text("calendar.mark.video") : place(entry),
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
