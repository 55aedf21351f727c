#if canImport(Glibc)
import Glibc
#endif
public import SQL

/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Instant: Hashable, Sendable, Comparable, SQLBindable {
  public let microseconds: Int64

  public init(microseconds: Int64) { self.microseconds = microseconds }
  public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

  public static var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  /// Whole seconds, rounded towards the past.
  public var seconds: Int64 { microseconds.floorDivided(by: 1_000_000) }

  public func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }
  public func adding(minutes: Int) -> Instant { adding(seconds: Int64(minutes) * 60) }
  public func adding(hours: Int) -> Instant { adding(seconds: Int64(hours) * 3600) }
  public func adding(days: Int) -> Instant { adding(seconds: Int64(days) * 86_400) }

  /// Whole minutes from `other` to here, rounded towards the past; negative when here is earlier.
  public func minutes(since other: Instant) -> Int {
    Int((microseconds - other.microseconds).floorDivided(by: 60_000_000))
  }

  public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
  public var sqlValue: SQLValue { .instant(microseconds) }
}

extension BinaryInteger {
  /// Division that rounds towards minus infinity.
  func floorDivided(by divisor: Self) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
  }
}
