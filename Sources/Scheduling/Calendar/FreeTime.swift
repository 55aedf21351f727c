import Core

/// Stretches of a day in which somebody works and nothing is planned.
enum FreeTime {
  /// Shorter ones are not worth a link.
  static let shortest = 30

  /// - Parameter notBefore: minutes of the day that have passed already.
  static func all(
    open: [(opens: LocalTime, closes: LocalTime)], taken: [DrawnSpan], notBefore: Int
  ) -> [DrawnSpan] {
    open.flatMap { opens, closes in
      var free: [DrawnSpan] = []
      var from = max(opens.minutes, (notBefore + 4) / 5 * 5)
      let inside = taken.filter { $0.from < closes.minutes && $0.to > opens.minutes }.sorted { $0.from < $1.from }
      for span in inside {
        if span.from - from >= shortest { free.append(DrawnSpan(from: from, to: span.from)) }
        from = max(from, span.to)
      }
      if closes.minutes - from >= shortest { free.append(DrawnSpan(from: from, to: closes.minutes)) }
      return free
    }
  }
}
