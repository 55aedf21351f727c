import Core

/// An instant for machines: ISO 8601 in UTC.
enum UTCText {
  static func seconds(_ instant: Instant) -> String { minutes(instant) + ":" + rest(instant) + "Z" }

  /// With six digits of the second, as the trail keeps it.
  static func microseconds(_ instant: Instant) -> String {
    let part = instant.microseconds - instant.seconds * 1_000_000
    return minutes(instant) + ":" + rest(instant) + "." + Decimal.padded(Int(part), 6) + "Z"
  }

  private static func minutes(_ instant: Instant) -> String { Zone.utc.local(instant).description }
  private static func rest(_ instant: Instant) -> String {
    Decimal.padded(Int((instant.seconds % 60 + 60) % 60), 2)
  }
}
