/// Reads a POSIX `TZ` string. Anything unexpected makes the whole string nil.
struct PosixRuleParser {
  private let bytes: [UInt8]
  private var index = 0

  static func parse(_ bytes: some Sequence<UInt8>) -> PosixRule? {
    var parser = PosixRuleParser(bytes: Array(bytes))
    guard let rule = parser.rule(), parser.index == parser.bytes.count else { return nil }
    return rule
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private mutating func rule() -> PosixRule? {
    guard let name = name(), let west = time(hours: 24) else { return nil }
    let standard = ZoneType(offset: -west, isDaylightSaving: false, abbreviation: name)
    guard next != nil else { return PosixRule(standard: standard, daylight: nil) }
    guard let summerName = self.name() else { return nil }
    var offset = 3600 - west
    if next != UInt8(ascii: ",") {
      guard let west = time(hours: 24) else { return nil }
      offset = -west
    }
    guard take(","), let start = date(), take(","), let end = date() else { return nil }
    let type = ZoneType(offset: offset, isDaylightSaving: true, abbreviation: summerName)
    return PosixRule(standard: standard, daylight: .init(type: type, start: start, end: end))
  }

  /// Letters, or letters, digits and signs in angle brackets.
  private mutating func name() -> String? {
    let isQuoted = take("<")
    let start = index
    while let byte = next, Self.isLetter(byte) || isQuoted && Self.isDigitOrSign(byte) { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    guard name.utf8.count >= 3, !isQuoted || take(">") else { return nil }
    return name
  }
  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
  private static func isDigitOrSign(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }

  /// Digits up to a limit.
  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    guard let value = Decimal.parse(bytes[start..<index]), range.contains(value) else { return nil }
    return value
  }

  /// `[+-]h[:m[:s]]` in seconds.
  private mutating func time(hours limit: Int) -> Int? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard let hours = number(0...limit) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(0...59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number(0...59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func date() -> PosixDate? {
    guard let day = day() else { return nil }
    // POSIX: 02:00 when no time is given.
    guard take("/") else { return PosixDate(day: day, time: 7200) }
    guard let time = time(hours: 167) else { return nil }
    return PosixDate(day: day, time: time)
  }

  private mutating func day() -> PosixDate.Day? {
    if take("M") {
      guard let month = number(1...12), take("."), let week = number(1...5), take("."), let weekday = number(0...6)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    if take("J") { return number(1...365).map { .julian($0) } }
    return number(0...365).map { .ordinal($0) }
  }
}
