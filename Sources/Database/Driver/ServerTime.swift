internal import CMariaDB
internal import Core

/// Conversion between our instants and the client library's broken-down time.
enum ServerTime {
  private static let dayMicroseconds: Int64 = 86_400_000_000

  static func from(microseconds: Int64) -> MYSQL_TIME {
    let days = Int32((microseconds >= 0 ? microseconds : microseconds - dayMicroseconds + 1) / dayMicroseconds)
    let rest = microseconds - Int64(days) * dayMicroseconds
    var time = from(days: days)
    time.time_type = MYSQL_TIMESTAMP_DATETIME
    time.hour = UInt32(rest / 3_600_000_000)
    time.minute = UInt32(rest / 60_000_000 % 60)
    time.second = UInt32(rest / 1_000_000 % 60)
    time.second_part = UInt(rest % 1_000_000)
    return time
  }

  static func from(days: Int32) -> MYSQL_TIME {
    let date = LocalDate(days: days)
    var time = MYSQL_TIME()
    time.year = UInt32(date.year)
    time.month = UInt32(date.month)
    time.day = UInt32(date.day)
    time.time_type = MYSQL_TIMESTAMP_DATE
    return time
  }

  /// Nil for the server's zero date, which strict mode never stores.
  static func days(_ time: MYSQL_TIME) -> Int32? {
    LocalDate(year: Int(time.year), month: Int(time.month), day: Int(time.day))?.days
  }

  static func microseconds(_ time: MYSQL_TIME) -> Int64? {
    guard let days = days(time) else { return nil }
    let seconds = Int64(time.hour) * 3600 + Int64(time.minute) * 60 + Int64(time.second)
    return Int64(days) * dayMicroseconds + seconds * 1_000_000 + Int64(time.second_part)
  }
}
