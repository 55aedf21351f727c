internal import Core

extension RecurrenceRule {
  private static let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

  /// As RFC 5545 writes it, always in the same order of parts.
  public var text: String {
    let pattern =
      switch pattern {
      case .daily: "FREQ=DAILY;INTERVAL=\(every)"
      case .weekly(let days):
        "FREQ=WEEKLY;INTERVAL=\(every);BYDAY="
          + days.sorted().map { RecurrenceRule.names[$0 - 1] }.joined(separator: ",")
      case .monthly(let day): "FREQ=MONTHLY;INTERVAL=\(every);BYMONTHDAY=\(day)"
      case .monthlyOn(let weekday, let position):
        "FREQ=MONTHLY;INTERVAL=\(every);BYDAY=\(position)\(RecurrenceRule.names[weekday - 1])"
      }
    return switch end {
    case .count(let count): pattern + ";COUNT=\(count)"
    case .until(let date): pattern + ";UNTIL=" + date.description.filter { $0 != "-" }
    }
  }

  /// Of a text that ``text`` has made; nil for every other one.
  public init?(text: String) {
    var parts: [Substring: Substring] = [:]
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false)
      guard pair.count == 2, parts.updateValue(pair[1], forKey: pair[0]) == nil else { return nil }
    }
    guard let every = parts["INTERVAL"].flatMap({ Decimal.parse($0) }), let end = RecurrenceRule.end(parts),
      let pattern = RecurrenceRule.pattern(parts)
    else { return nil }
    self.init(pattern, every: every, end: end)
    guard self.text == text else { return nil }
  }

  private static func end(_ parts: [Substring: Substring]) -> End? {
    if let count = parts["COUNT"] { return Decimal.parse(count).map { .count($0) } }
    guard let until = parts["UNTIL"], until.utf8.count == 8 else { return nil }
    let text = until.prefix(4) + "-" + until.dropFirst(4).prefix(2) + "-" + until.suffix(2)
    return LocalDate(text: text).map { .until($0) }
  }

  private static func pattern(_ parts: [Substring: Substring]) -> Pattern? {
    switch parts["FREQ"] {
    case "DAILY": return .daily
    case "WEEKLY":
      let days = (parts["BYDAY"] ?? "").split(separator: ",").map { names.firstIndex(of: String($0)).map { $0 + 1 } }
      return days.contains(nil) ? nil : .weekly(Set(days.compactMap { $0 }))
    case "MONTHLY":
      if let day = parts["BYMONTHDAY"] { return Decimal.parse(day).map { .monthly(day: $0) } }
      guard let day = parts["BYDAY"], let weekday = names.firstIndex(of: String(day.suffix(2))) else { return nil }
      let position = day.dropLast(2) == "-1" ? -1 : Decimal.parse(day.dropLast(2))
      return position.map { .monthlyOn(weekday: weekday + 1, position: $0) }
    default: return nil
    }
  }
}
