public import SQL

/// A day of the proleptic Gregorian calendar, without a zone. Years 0001 to 9999.
public struct LocalDate: Hashable, Sendable, Comparable, SQLBindable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public let days: Int32

  public init(days: Int32) { self.days = days }

  /// Nil for a day that does not exist, such as 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    days = Int32(LocalDate.dayNumber(year: year, month: month, day: day))
    guard self.month == month, self.day == day else { return nil }
  }

  /// Days from 1970-01-01 to a civil date, after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.floorDivided(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// `YYYY-MM-DD` exactly; nil otherwise.
  public init?(text: some StringProtocol) {
    let utf8 = Array(text.utf8)
    guard utf8.count == 10, utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-"),
      let year = Decimal.parse(utf8[0..<4]), let month = Decimal.parse(utf8[5..<7]),
      let day = Decimal.parse(utf8[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
  public var year: Int { civil.year }
  public var month: Int { civil.month }
  public var day: Int { civil.day }

  /// ISO 8601: Monday is 1, Sunday is 7.
  public var weekday: Int { Int(((days + 3) % 7 + 7) % 7) + 1 }

  public func adding(days count: Int) -> LocalDate { LocalDate(days: days + Int32(count)) }
  /// The same day of a later or earlier month, or that month's last day when it is shorter.
  public func adding(months count: Int) -> LocalDate {
    let (year, month, day) = civil
    let index = year * 12 + month - 1 + count
    let (newYear, newMonth) = (index.floorDivided(by: 12), index - index.floorDivided(by: 12) * 12 + 1)
    var candidate = day
    while true {
      if let date = LocalDate(year: newYear, month: newMonth, day: candidate) { return date }
      candidate -= 1
      if candidate < 28 { return self }
    }
  }
  public func days(since other: LocalDate) -> Int { Int(days) - Int(other.days) }

  public static func < (a: LocalDate, b: LocalDate) -> Bool { a.days < b.days }
  /// `YYYY-MM-DD`.
  public var description: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }
  func append(to text: inout [UInt8]) {
    let (year, month, day) = civil
    if (0...9999).contains(year) { Decimal.append(year, 4, to: &text) } else { text += Decimal.padded(year, 4).utf8 }
    text.append(UInt8(ascii: "-"))
    Decimal.append(month, 2, to: &text)
    text.append(UInt8(ascii: "-"))
    Decimal.append(day, 2, to: &text)
  }
  public var sqlValue: SQLValue { .date(days) }
}
