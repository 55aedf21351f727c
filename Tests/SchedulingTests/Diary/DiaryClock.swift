import Core

/// Berlin's wall clock in the spring of 2027, worked out by hand: an hour before UTC, two from 28 March, one o'clock UTC.
enum DiaryClock {
  private static let leap = Instant(seconds: 1_806_195_600)
  private static let leapDay = 20_905

  /// Since 1970, by the wall clock.
  static func day(_ instant: Instant) -> Int { Int(local(instant) / 86_400) }
  /// Since midnight.
  static func minute(_ instant: Instant) -> Int { Int(local(instant) % 86_400 / 60) }
  /// ISO, Monday is 1.
  static func weekday(_ day: Int) -> Int { (day + 3) % 7 + 1 }
  /// - Parameter minute: any but those that the clocks leap over.
  static func instant(_ day: Int, _ minute: Int) -> Instant {
    let isSummer = day > leapDay || (day == leapDay && minute >= 180)
    return Instant(seconds: Int64(day) * 86_400 + Int64(minute) * 60 - (isSummer ? 7200 : 3600))
  }
  static func midnight(_ day: Int) -> Instant { instant(day, 0) }

  private static func local(_ instant: Instant) -> Int64 { instant.seconds + (instant < leap ? 3600 : 7200) }
}
