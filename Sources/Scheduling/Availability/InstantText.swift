import Core

/// An instant as forms and addresses carry it: `2027-10-31T00:30Z`, whole minutes.
enum InstantText {
  static func encode(_ instant: Instant) -> String { Zone.utc.local(instant).description + "Z" }

  /// With seconds, for the countdown on the page.
  static func seconds(_ instant: Instant) -> String {
    let rest = Int(instant.seconds % 60)
    return Zone.utc.local(instant).description + ":" + Decimal.padded(rest, 2) + "Z"
  }

  /// Nil for anything but the one form above.
  static func decode(_ text: String) -> Instant? {
    guard text.utf8.last == UInt8(ascii: "Z"), let local = LocalDateTime(text: text.dropLast()) else { return nil }
    return Zone.utc.instants(of: local).first
  }
}
