import Calendars
import Core
import Routing

extension AppointmentDraft {
  /// Whether it is to be more than one appointment.
  var repeats: Bool { !["", "once"].contains(self["repeat"]) }

  /// The rule that the fields say, from a date on.
  func rule(from date: LocalDate, _ errors: inout FormErrors) -> RecurrenceRule? {
    let every = Decimal.parse(self["every"]).flatMap { (1...52).contains($0) ? $0 : nil }
    if every == nil { errors.refuse("every", "calendar.series.every.invalid") }
    let pattern = pattern(from: date, &errors)
    let end = end(from: date, &errors)
    guard let every, let pattern, let end else { return nil }
    return RecurrenceRule(pattern, every: every, end: end)
  }

  private func pattern(from date: LocalDate, _ errors: inout FormErrors) -> RecurrenceRule.Pattern? {
    switch self["repeat"] {
    case "daily": return .daily
    case "weekly":
      let days = (1...7).filter { self["on\($0)"] == "1" }
      return .weekly(days.isEmpty ? [date.weekday] : Set(days))
    case "monthlyDay": return .monthly(day: date.day)
    case "monthlyWeekday":
      let position = (date.day - 1) / 7 + 1
      return .monthlyOn(weekday: date.weekday, position: position > 4 ? -1 : position)
    case "monthlyLast":
      if date.adding(days: 7).month == date.month { errors.refuse("repeat", "calendar.series.notLast") }
      return .monthlyOn(weekday: date.weekday, position: -1)
    default:
      errors.refuse("repeat", "calendar.series.repeat.invalid")
      return nil
    }
  }

  private func end(from date: LocalDate, _ errors: inout FormErrors) -> RecurrenceRule.End? {
    if self["ends"] == "until" {
      let until = LocalDate(text: self["until"]).flatMap { $0 > date && $0.year < 2200 ? $0 : nil }
      if until == nil { errors.refuse("until", "calendar.series.until.invalid") }
      return until.map { .until($0) }
    }
    let count = Decimal.parse(self["count"]).flatMap { $0 > 1 && $0 < 10_000 ? $0 : nil }
    if count == nil { errors.refuse("count", "calendar.series.count.invalid") }
    return count.map { .count($0) }
  }

  /// The field that says how long it goes on.
  func refuse(_ refusal: SeriesPattern.Refusal, _ errors: inout FormErrors) {
    let field = self["ends"] == "until" ? "until" : "count"
    let most = ["count": "\(SeriesPattern.mostDates)"]
    switch refusal {
    case .tooMany: errors.refuse(field, "calendar.series.tooMany", most)
    case .tooLong: errors.refuse(field, "calendar.series.tooLong")
    case .tooFew: errors.refuse(field, "calendar.series.tooFew")
    }
  }
}
