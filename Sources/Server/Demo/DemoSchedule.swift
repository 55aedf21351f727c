import Core

/// When the demo practitioners work, around one day: the plan's weeks, with what is different on some dates.
struct DemoSchedule: Sendable {
  struct Exception: Sendable {
    /// Nil: the whole practice.
    let practitioner: Int?
    let first: LocalDate
    let last: LocalDate
    /// Minutes from midnight; nil: closed.
    let hours: (opens: Int, closes: Int)?
    let reason: String
  }

  let plan: DemoPlan
  let exceptions: [Exception]
  /// About six months to each side of today.
  let first: LocalDate
  let last: LocalDate

  init(_ plan: DemoPlan, today: LocalDate) {
    self.plan = plan
    first = today.adding(months: -6)
    last = today.adding(months: 6)
    exceptions = Self.holidays(plan, from: first, through: last) + Self.special(plan, today: today)
  }

  private static func holidays(_ plan: DemoPlan, from first: LocalDate, through last: LocalDate) -> [Exception] {
    (first.year...last.year).flatMap { year in
      plan.holidays.compactMap { holiday in
        LocalDate(year: year, month: holiday.month, day: holiday.day).map {
          Exception(practitioner: nil, first: $0, last: $0, hours: nil, reason: holiday.reason)
        }
      }
    }
    .filter { first <= $0.first && $0.first <= last }
  }

  private static func special(_ plan: DemoPlan, today: LocalDate) -> [Exception] {
    let training = [next(2, from: today.adding(days: 20)), next(2, from: today.adding(days: -60))]
    let vacation = next(1, from: today.adding(days: 34))
    let extra = next(plan.extraWeekday, from: today.adding(days: 10))
    return training.map { Exception(practitioner: nil, first: $0, last: $0, hours: nil, reason: plan.reasons.training) }
      + [
        Exception(
          practitioner: 1, first: vacation, last: vacation.adding(days: 11), hours: nil, reason: plan.reasons.vacation),
        Exception(
          practitioner: 0, first: extra, last: extra, hours: (9 * 60, 13 * 60), reason: plan.reasons.extraHours),
      ]
  }

  /// The first date with this ISO weekday, from `date` on.
  private static func next(_ weekday: Int, from date: LocalDate) -> LocalDate {
    date.adding(days: (weekday - date.weekday + 7) % 7)
  }

  /// The same rule as when somebody books: an exception of the practitioner counts before one of the practice.
  func spans(of practitioner: Int, on date: LocalDate) -> [(opens: Int, closes: Int)] {
    let today = exceptions.filter { $0.first <= date && date <= $0.last }
    for owner in [practitioner, nil] {
      let applying = today.filter { $0.practitioner == owner }
      if !applying.isEmpty { return applying.compactMap(\.hours) }
    }
    return plan.practitioners[practitioner].week.filter { $0.weekdays.contains(date.weekday) }.flatMap(\.spans)
  }
}
