/// An instant for machines: ISO 8601 in UTC.
public enum UTCText {
  /// `2026-03-12T09:30:05Z`
  public static func seconds(_ instant: Instant) -> String { minutes(instant) + ":" + rest(instant) + "Z" }

  /// `2026-03-12T09:30:05.000123Z`, as the database keeps it.
  public static func microseconds(_ instant: Instant) -> String {
    let part = instant.microseconds - instant.seconds * 1_000_000
    return minutes(instant) + ":" + rest(instant) + "." + Decimal.padded(Int(part), 6) + "Z"
  }

  /// What ``microseconds(_:)`` wrote; nil for anything else.
  public static func parse(_ text: some StringProtocol) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 27, bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "."),
      bytes[26] == UInt8(ascii: "Z"), let local = LocalDateTime(text: String(decoding: bytes[..<16], as: UTF8.self)),
      let seconds = Decimal.parse(bytes[17..<19]), seconds < 60, let part = Decimal.parse(bytes[20..<26])
    else { return nil }
    let minutes = Int64(local.date.days) * 1440 + Int64(local.time.minutes)
    return Instant(microseconds: (minutes * 60 + Int64(seconds)) * 1_000_000 + Int64(part))
  }

  private static func minutes(_ instant: Instant) -> String { Zone.utc.local(instant).description }
  private static func rest(_ instant: Instant) -> String {
    Decimal.padded(Int((instant.seconds % 60 + 60) % 60), 2)
  }
}
