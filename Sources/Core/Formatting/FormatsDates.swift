extension Formats {
  public enum DateStyle: Sendable {
    /// "Thursday 12 March 2026"
    case long
    /// "12 March 2026"
    case medium
    /// "Thu 12 March"
    case short
    /// "Thu 12", where the month stands above
    case dayOnly
  }

  public func date(_ date: LocalDate, _ style: DateStyle) -> String {
    let day = dayAndMonth(date)
    return switch style {
    case .long: weekday(date.weekday, .long) + weekdaySeparator + "\(day) \(date.year)"
    case .medium: "\(day) \(date.year)"
    case .short: weekday(date.weekday, .short) + weekdaySeparator + day
    case .dayOnly: weekday(date.weekday, .short) + weekdaySeparator + dayNumber(date)
    }
  }

  /// "March 2026", for the head of a month.
  public func monthAndYear(_ date: LocalDate) -> String { "\(month(date.month)) \(date.year)" }

  /// Both ends included, without repeating what they share: "9–15 March 2026", "30 March – 5 April 2026".
  public func dateRange(_ first: LocalDate, _ last: LocalDate) -> String {
    if first == last { return date(first, .medium) }
    if first.year != last.year { return date(first, .medium) + " – " + date(last, .medium) }
    if first.month != last.month { return dayAndMonth(first) + " – " + date(last, .medium) }
    return dayNumber(first) + "–" + date(last, .medium)
  }

  /// "yesterday", "today" or "tomorrow"; nil for other days. To stand next to the date, never instead of it.
  public func relativeDay(_ date: LocalDate, today: LocalDate) -> String? {
    let words =
      switch language {
      case .en: ["yesterday", "today", "tomorrow"]
      case .de: ["gestern", "heute", "morgen"]
      case .he: ["אתמול", "היום", "מחר"]
      }
    let distance = date.days(since: today)
    return (-1...1).contains(distance) ? words[distance + 1] : nil
  }

  private var weekdaySeparator: String {
    switch language {
    case .en: " "
    case .de, .he: ", "
    }
  }
  private func dayNumber(_ date: LocalDate) -> String {
    switch language {
    case .en, .he: String(date.day)
    case .de: "\(date.day)."
    }
  }
  private func dayAndMonth(_ date: LocalDate) -> String {
    switch language {
    case .en, .de: dayNumber(date) + " " + month(date.month)
    case .he: dayNumber(date) + " ב" + month(date.month)
    }
  }
}
