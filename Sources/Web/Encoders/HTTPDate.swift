public import Core

/// A date as HTTP writes it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
public enum HTTPDate {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Whole seconds; fractions are cut off.
  public static func text(_ instant: Instant) -> String {
    let local = Zone.utc.local(instant)
    let (date, time) = (local.date, local.time)
    let second = Int((instant.seconds % 60 + 60) % 60)
    let day = days[date.weekday - 1] + ", " + Decimal.padded(date.day, 2) + " " + months[date.month - 1]
    let clock = [time.hour, time.minute, second].map { Decimal.padded($0, 2) }.joined(separator: ":")
    return day + " " + Decimal.padded(date.year, 4) + " " + clock + " GMT"
  }
}
