import Core

/// Dates of birth as people type them.
enum BirthDateInput {
  /// The days that a text can mean: 1990-04-12; 12.4.1990; with slashes the day first, in English the month first,
  /// and there, where both can be meant, both. Empty when it is no date.
  static func days(_ text: some StringProtocol, _ language: Language) -> [LocalDate] {
    let bytes = Array(text.utf8)
    if let parts = numbers(bytes, UInt8(ascii: "-")), parts[0].digits == 4 {
      return [LocalDate(year: parts[0].value, month: parts[1].value, day: parts[2].value)].compactMap(\.self)
    }
    for separator in [UInt8(ascii: "."), UInt8(ascii: "/")] {
      guard let parts = numbers(bytes, separator), parts[2].digits == 4 else { continue }
      let dayFirst = LocalDate(year: parts[2].value, month: parts[1].value, day: parts[0].value)
      let monthFirst = LocalDate(year: parts[2].value, month: parts[0].value, day: parts[1].value)
      let isEnglishSlash = separator == UInt8(ascii: "/") && language == .en
      let meant = isEnglishSlash ? [monthFirst, dayFirst] : [dayFirst]
      let days = meant.compactMap(\.self)
      return days.count == 2 && days[0] == days[1] ? [days[0]] : days
    }
    return []
  }

  /// Three numbers of at most four digits.
  private static func numbers(_ bytes: [UInt8], _ separator: UInt8) -> [(value: Int, digits: Int)]? {
    let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var numbers: [(value: Int, digits: Int)] = []
    for part in parts {
      guard (1...4).contains(part.count), let value = Decimal.parse(part) else { return nil }
      numbers.append((value, part.count))
    }
    return numbers
  }
}
