import Core

/// When the public may book a service: not too soon, not too far ahead.
struct BookingWindow: Sendable {
  let earliest: Instant
  let lastDate: LocalDate
  /// The first instant that is too far ahead.
  let end: Instant
  private let now: Instant

  init(_ service: Service, zone: Zone, now: Instant) {
    self.now = now
    earliest = now.adding(minutes: service.noticeMinutes)
    lastDate = zone.local(now).date.adding(days: service.horizonDays)
    end = zone.startOfDay(lastDate.adding(days: 1))
  }

  func obstacles(at start: Instant) -> [SlotObstacle] {
    if start < now { return [.past] }
    if start < earliest { return [.tooSoon(earliest: earliest)] }
    return start < end ? [] : [.tooFarAhead(last: lastDate)]
  }
}
