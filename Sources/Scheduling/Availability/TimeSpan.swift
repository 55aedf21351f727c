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

  /// What lies in both; nil where nothing does.
  func common(with other: TimeSpan) -> TimeSpan? {
    overlaps(other) ? TimeSpan(start: max(start, other.start), end: min(end, other.end)) : nil
  }

  /// What is left without these, earliest first.
  func without(_ others: [TimeSpan]) -> [TimeSpan] {
    var (left, from) = ([TimeSpan](), start)
    for other in others.filter({ $0.overlaps(self) }).sorted(by: { $0.start < $1.start }) {
      if other.start > from { left.append(TimeSpan(start: from, end: other.start)) }
      from = max(from, other.end)
    }
    if from < end { left.append(TimeSpan(start: from, end: end)) }
    return left
  }
}
