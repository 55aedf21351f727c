import Core

/// When the public may book a service: not too soon, not too far ahead.
struct BookingWindow: Sendable {
  let earliest: Instant
  let lastDate: LocalDate
  private let now: Instant
  private let zone: Zone

  init(_ service: Service, zone: Zone, now: Instant) {
    self.zone = zone
    self.now = now
    earliest = now.adding(minutes: service.noticeMinutes)
    lastDate = zone.local(now).date.adding(days: service.horizonDays)
  }
  /// The first instant that is too far ahead.
  var end: Instant { zone.startOfDay(lastDate.adding(days: 1)) }

  func obstacles(at start: Instant) -> [SlotObstacle] {
    if start < now { return [.past] }
    if start < earliest { return [.tooSoon(earliest: earliest)] }
    return start < end ? [] : [.tooFarAhead(last: lastDate)]
  }
}
