import Core

/// The date format of mail headers, always in UTC.
enum MailDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Such as `Tue, 10 Mar 2026 08:00:00 +0000` (RFC 5322, 3.3).
  static func header(_ instant: Instant) -> String {
    let (date, second) = split(instant)
    return days[date.weekday - 1] + ", \(date.day) " + months[date.month - 1] + " " + Decimal.padded(date.year, 4) + " "
      + clock(second, separator: ":") + " +0000"
  }

  /// Such as `20260310T080000.000000Z`: sorts by time.
  static func fileName(_ instant: Instant) -> String {
    let (date, second) = split(instant)
    let fraction = Int(instant.microseconds - instant.seconds * 1_000_000)
    return Decimal.padded(date.year, 4) + Decimal.padded(date.month, 2) + Decimal.padded(date.day, 2) + "T"
      + clock(second, separator: "") + "." + Decimal.padded(fraction, 6) + "Z"
  }

  private static func split(_ instant: Instant) -> (LocalDate, second: Int) {
    let second = Int(instant.seconds)
    let ofDay = ((second % 86_400) + 86_400) % 86_400
    return (LocalDate(days: Int32((second - ofDay) / 86_400)), ofDay)
  }

  private static func clock(_ second: Int, separator: String) -> String {
    [second / 3600, second / 60 % 60, second % 60].map { Decimal.padded($0, 2) }.joined(separator: separator)
  }
}
