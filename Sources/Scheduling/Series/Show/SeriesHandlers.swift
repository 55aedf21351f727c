import Core
import Database
import Routing
import Templates
import Web

enum SeriesHandlers {
  /// `GET /appointments/{appointment}/series`: the series, seen from one of its appointments.
  static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let view = try SeriesView.read(call, db)
    let neighbours = try SeriesRecords.neighbours(of: view.series, in: db)
    return .page(view.page(neighbours, canChange: CalendarHandlers.canChange(db.scope), call))
  }
}

/// A series with everything that its pages say.
struct SeriesView {
  let record: AppointmentRecord
  let series: Series
  let occurrences: [SeriesRecords.Occurrence]
  let gaps: [SeriesRecords.Gap]
  let practitioner: String
  /// Whose wall clock it keeps.
  let zone: Zone

  var anchor: AppointmentID { record.appointment.id }
  /// The date that the rule gave to the one it is seen from.
  var date: LocalDate { occurrences.first { $0.appointment.id == anchor }?.date ?? series.pattern.first }

  static func read(_ call: Call, _ db: borrowing TenantReader) throws -> SeriesView {
    let id: AppointmentID = try call.id("appointment")
    guard let record = try AppointmentRecord.find(id, in: db), let series = try SeriesRecords.find(of: id, in: db)
    else { throw Refusal.notFound }
    return SeriesView(
      record: record, series: series, occurrences: try SeriesRecords.occurrences(series.id, in: db),
      gaps: try SeriesRecords.gaps(series.id, in: db),
      practitioner: try Resources.all(in: db).first { $0.id == series.pattern.practitioner }?.name ?? "",
      zone: try series.pattern.clock ?? Zone(name: db.practice.zoneName))
  }

  func facts(_ call: Call) -> [AppointmentFact] {
    let text = call.text
    return [
      AppointmentFact(label: text.text("calendar.fact.patient"), value: record.patient.full, isTyped: true),
      AppointmentFact(label: text.text("calendar.fact.what"), value: record.serviceName),
      AppointmentFact(label: text.text("calendar.fact.with"), value: practitioner),
      AppointmentFact(
        label: text.text("calendar.series.rule"), value: SeriesWords(call: call).whole(series.pattern.rule)),
    ]
  }

  /// Every date of the rule: what stands, what was cancelled or moved by hand, and what was left out.
  func rows(_ call: Call) -> [SeriesRow] {
    let words = SeriesWords(call: call)
    let booked = occurrences.enumerated().map { index, occurrence in
      (date: occurrence.date, row: row(index, occurrence, words))
    }
    let missing = gaps.map { gap in
      (
        date: gap.date,
        row: SeriesRow(
          number: "", when: call.formats.date(gap.date, .long) + ", " + call.formats.time(series.pattern.time),
          href: nil, status: nil, isCurrent: false,
          note: gap.reason == .clock
            ? call.text.text("calendar.series.gap.clock") : call.text.text("calendar.series.gap.clash"))
      )
    }
    return (booked + missing).sorted { $0.date < $1.date }.map(\.row)
  }

  private func row(_ index: Int, _ occurrence: SeriesRecords.Occurrence, _ words: SeriesWords) -> SeriesRow {
    let (appointment, call) = (occurrence.appointment, words.call)
    let isApart = appointment.status.isLive && !series.pattern.places(appointment, on: occurrence.date, zone: zone)
    let local = zone.local(appointment.span.start)
    let look = StatusLook(appointment.status, isLate: occurrence.isLateFeeDue, text: call.text)
    return SeriesRow(
      number: "\(index + 1)",
      when: call.formats.date(local.date, .long) + ", " + words.time(appointment.span, zone: zone),
      href: "/appointments/\(appointment.id)", status: StatusBadge(look: look),
      isCurrent: appointment.id == anchor,
      note: isApart
        ? call.text.text("calendar.series.byHand", ["date": call.formats.date(occurrence.date, .medium)]) : nil)
  }

  func page(
    _ neighbours: [(isEarlier: Bool, appointment: AppointmentID)], canChange: Bool, _ call: Call
  ) -> SeriesPage {
    let path = "/appointments/\(anchor)"
    let link = { (id: AppointmentID) in "/appointments/\(id)/series" }
    let isOpen = occurrences.contains { SeriesScope.all.includes($0, from: date, now: call.now) }
    let isOpenHere = occurrences.contains { SeriesScope.following.includes($0, from: date, now: call.now) }
    return SeriesPage(
      read: record.read, title: call.text.text("calendar.series.title", ["who": record.patient.full]),
      appointmentHref: path, who: record.patient.full, news: news(call), facts: facts(call), rows: rows(call),
      earlierHref: neighbours.first(where: \.isEarlier).map { link($0.appointment) },
      laterHrefs: neighbours.filter { !$0.isEarlier }.map { link($0.appointment) },
      moveFollowingHref: canChange && isOpenHere ? path + "/series/move?scope=following" : nil,
      moveAllHref: canChange && isOpen ? path + "/series/move?scope=all" : nil,
      cancelFollowingHref: canChange && isOpenHere ? path + "/series/cancel?scope=following" : nil,
      cancelAllHref: canChange && isOpen ? path + "/series/cancel?scope=all" : nil)
  }

  private func news(_ call: Call) -> String? {
    let text = call.text
    if call.query["booked"] != nil {
      let done = text.text("calendar.series.done.booked", count: occurrences.count)
      return gaps.isEmpty ? done : done + " " + text.text("calendar.series.done.gaps", count: gaps.count)
    }
    if let count = call.query["cancelled"].flatMap({ Decimal.parse($0) }) {
      return text.text("calendar.series.done.cancelled", count: count)
    }
    if let count = call.query["moved"].flatMap({ Decimal.parse($0) }) {
      return text.text("calendar.series.done.moved", count: count)
    }
    return nil
  }
}
