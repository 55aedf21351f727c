import Core

/// The time of an appointment in words, by the clock of the place.
struct VisitTimes: Sendable {
  private let formats: Formats
  private let zone: Zone
  private let start: Instant
  private let end: Instant

  init(_ visit: Visit, uses12HourClock: Bool) throws(ZoneError) {
    try self.init(
      start: visit.start, end: visit.end, zoneName: visit.zoneName, language: visit.language,
      uses12HourClock: uses12HourClock)
  }
  init(start: Instant, end: Instant, zoneName: String, language: Language, uses12HourClock: Bool) throws(ZoneError) {
    formats = Formats(language: language, uses12HourClock: uses12HourClock)
    zone = try Zone(name: zoneName)
    self.start = start
    self.end = end
  }

  var date: String { formats.date(zone.local(start).date, .long) }

  /// "10:30–11:20"; with offsets when the clocks change in between.
  var range: String {
    let (from, to) = (zone.local(start).time, zone.local(end).time)
    guard zone.offset(at: start) != zone.offset(at: end) else { return formats.timeRange(from, to) }
    return "\(formats.time(from)) (\(offset(start))) – \(formats.time(to)) (\(offset(end)))"
  }
  /// "Berlin time (GMT+1)".
  var zoneLabel: String { formats.zoneLabel(zone, at: start) }

  /// For a subject: the start alone, with its offset in an hour that comes twice.
  var shortTime: String { clock(start) }

  /// A day and a time in one.
  func moment(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .long) + ", " + clock(instant) }

  func money(_ amount: Money) -> String { formats.money(amount) }

  private func clock(_ instant: Instant) -> String {
    let local = zone.local(instant)
    let time = formats.time(local.time)
    return zone.instants(of: local).count > 1 ? time + " (\(offset(instant)))" : time
  }
  private func offset(_ instant: Instant) -> String { zone.offsetText(at: instant, .short) }
}
