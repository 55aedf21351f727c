import Core

/// Whether hours of a week meet: nobody works in two places at once. By one clock it is the time on the wall that counts;
/// by two it is what both show, which changes with the seasons.
struct HoursClocks: Sendable {
  private static let weeks = 53

  let places: [Site]
  /// Of hours that name no place.
  let usual: Zone

  private func clock(_ span: WeekHours.Span) -> Zone {
    span.location.flatMap { location in places.first { $0.location == location }?.zone } ?? usual
  }

  /// The weekdays of which hours meet others, the later of each two.
  func overlaps(in days: [Int: [WeekHours.Span]], from today: LocalDate) -> Set<Int> {
    let onTheWall = days.filter { _, spans in
      spans.indices.contains { later in
        spans[..<later].contains { clock($0) == clock(spans[later]) && $0.closes > spans[later].opens }
      }
    }
    return Set(onTheWall.keys).union(byClocks(days, from: today))
  }

  private func byClocks(_ days: [Int: [WeekHours.Span]], from today: LocalDate) -> Set<Int> {
    guard Set(days.values.flatMap { $0.map(clock) }).count > 1 else { return [] }
    var found: Set<Int> = []
    var open: [(span: TimeSpan, weekday: Int, clock: Zone)] = []
    for date in (0..<Self.weeks * 7).map({ today.adding(days: $0) }) {
      for hours in days[date.weekday] ?? [] {
        let clock = clock(hours)
        guard let span = Self.span(hours, on: date, clock) else { continue }
        open.append((span, date.weekday, clock))
      }
    }
    open.sort { $0.span.start < $1.span.start }
    for (index, later) in open.enumerated() {
      // Within a day and a half before it: none is longer, and clocks are at most 26 hours apart.
      let near = open[..<index].reversed().prefix { $0.span.start > later.span.start.adding(days: -2) }
      if near.contains(where: { $0.clock != later.clock && $0.span.overlaps(later.span) }) {
        found.insert(later.weekday)
      }
    }
    return found
  }

  /// Nil in the hour that a clock leaps over.
  private static func span(_ hours: WeekHours.Span, on date: LocalDate, _ clock: Zone) -> TimeSpan? {
    let instant = { (minutes: Int) -> Instant? in
      minutes == 1440
        ? clock.startOfDay(date.adding(days: 1))
        : LocalTime(minutes: minutes).flatMap { clock.instants(of: LocalDateTime(date, $0)).first }
    }
    guard let start = instant(hours.opens), let end = instant(hours.closes), start < end else { return nil }
    return TimeSpan(start: start, end: end)
  }
}
