import Calendars
import Core

/// What staff want of the rest of a series: other days, another time, length or place.
struct SeriesChange: Sendable {
  let scope: SeriesScope
  /// By how many days each date moves.
  let days: Int
  let time: LocalTime
  let minutes: Int
  let practitioner: ResourceID
  let room: ResourceChoice
  let device: ResourceChoice
  /// Whether appointments that stand elsewhere than the series puts them are moved as well.
  let takesOthersAlong: Bool

  /// Dates of months are left alone: which day would be meant in a shorter month, nobody can know.
  static let mostDays = 6

  enum Refusal: Error, Sendable { case monthly, acrossWeeks }

  /// The pattern of the changed part.
  /// - Parameters:
  ///   - first: the earliest date of the changed part, as it was.
  ///   - dates: how many dates the part has, those among them that were cancelled or left out.
  func pattern(of before: SeriesPattern, from first: LocalDate, dates: Int) throws(Refusal) -> SeriesPattern {
    let end: RecurrenceRule.End =
      switch before.rule.end {
      case .count: .count(max(dates, 1))
      case .until(let date): .until(date.adding(days: days))
      }
    guard let rule = RecurrenceRule(try moved(before.rule), every: before.rule.every, end: end) else {
      throw .monthly
    }
    return SeriesPattern(
      rule: rule, first: first.adding(days: days), time: time, minutes: minutes, service: before.service,
      practitioner: practitioner, room: room, device: device, clock: before.clock)
  }

  private func moved(_ rule: RecurrenceRule) throws(Refusal) -> RecurrenceRule.Pattern {
    guard days != 0 else { return rule.pattern }
    switch rule.pattern {
    case .daily: return .daily
    case .weekly(let weekdays):
      let moved = weekdays.map { $0 + days }
      // Every second week with two days, of which one would come to lie in the week between.
      if rule.every > 1, weekdays.count > 1, !moved.allSatisfy({ (1...7).contains($0) }) { throw .acrossWeeks }
      return .weekly(Set(moved.map { (($0 - 1) % 7 + 7) % 7 + 1 }))
    case .monthly, .monthlyOn: throw .monthly
    }
  }
}
