import Core

/// Which hours a grid draws: as many as are needed. It starts by 12 and ends after 13, as calendar.css has it.
struct DayHours: Sendable, Equatable {
  let from: Int
  let to: Int

  /// - Parameter spans: open hours and everything that is to be seen.
  init(_ spans: [DrawnSpan]) {
    guard let first = spans.map(\.from).min(), let last = spans.map(\.to).max() else {
      (from, to) = (8, 18)
      return
    }
    from = min(first / 60, 12)
    to = max((last + 59) / 60, 13)
  }
  var classes: String { "from-\(from) to-\(to)" }
  var span: DrawnSpan { DrawnSpan(from: from * 60, to: to * 60) }
}
