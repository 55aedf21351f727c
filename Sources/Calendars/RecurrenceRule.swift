internal import CIcal
public import Core

/// By which dates something repeats, as far as practices make appointments like that: RFC 5545 RRULE, counted by libical.
public struct RecurrenceRule: Sendable, Equatable {
  public enum Pattern: Sendable, Equatable {
    case daily
    /// ISO weekdays, Monday is 1; never empty.
    case weekly(Set<Int>)
    /// Months that have no such day are left out.
    case monthly(day: Int)
    /// - Parameter position: 1 to 4, or -1 for the last.
    case monthlyOn(weekday: Int, position: Int)
  }
  public enum End: Sendable, Equatable {
    case count(Int)
    /// This date still belongs to it.
    case until(LocalDate)
  }
  public let pattern: Pattern
  /// 1: each day, week or month.
  public let every: Int
  public let end: End

  /// Nil for what no calendar has.
  public init?(_ pattern: Pattern, every: Int, end: End) {
    switch pattern {
    case .daily: break
    case .weekly(let days): guard !days.isEmpty, days.allSatisfy({ (1...7).contains($0) }) else { return nil }
    case .monthly(let day): guard (1...31).contains(day) else { return nil }
    case .monthlyOn(let weekday, let position):
      guard (1...7).contains(weekday), (1...4).contains(position) || position == -1 else { return nil }
    }
    if case .count(let count) = end, !(1...9999).contains(count) { return nil }
    guard (1...999).contains(every) else { return nil }
    (self.pattern, self.every, self.end) = (pattern, every, end)
  }

  /// The dates from the first that fits on, at most `limit` of them.
  public func dates(from date: LocalDate, limit: Int) -> [LocalDate] {
    let start = first(from: date)
    let rule = icalrecurrencetype_from_string(text)
    var time = icaltime_null_time()
    (time.year, time.month, time.day) = (Int32(start.year), Int32(start.month), Int32(start.day))
    time.is_date = 1
    guard let iterator = icalrecur_iterator_new(rule, time) else { return [] }
    defer { icalrecur_iterator_free(iterator) }
    var found: [LocalDate] = []
    while found.count < limit {
      let next = icalrecur_iterator_next(iterator)
      guard icaltime_is_null_time(next) == 0,
        let date = LocalDate(year: Int(next.year), month: Int(next.month), day: Int(next.day))
      else { break }
      found.append(date)
    }
    return found
  }

  /// Every second week begins with the first weekday that fits: without this a week before it would count.
  private func first(from date: LocalDate) -> LocalDate {
    guard case .weekly(let days) = pattern else { return date }
    return (0..<7).map { date.adding(days: $0) }.first { days.contains($0.weekday) } ?? date
  }
}
