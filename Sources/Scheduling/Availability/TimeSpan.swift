import Core

/// From `start` until, not including, `end`.
struct TimeSpan: Sendable, Hashable {
  let start: Instant
  let end: Instant

  func overlaps(_ other: TimeSpan) -> Bool { start < other.end && other.start < end }
  func contains(_ other: TimeSpan) -> Bool { start <= other.start && other.end <= end }
  func widened(before: Int, after: Int) -> TimeSpan {
    TimeSpan(start: start.adding(minutes: -before), end: end.adding(minutes: after))
  }
}
