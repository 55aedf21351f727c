import Core
import Web

/// Moments as Google writes them: RFC 3339 with an offset, or a whole day in the zone of the calendar.
enum GoogleMoment {
  /// To the second, as questions want it.
  static func text(_ instant: Instant) -> String { InstantText.seconds(instant) }

  /// - Parameter when: `start` or `end` of an event.
  static func instant(_ when: JSONValue?, zone: Zone) -> Instant? {
    guard let when = when?.object else { return nil }
    if let day = when["date"]?.string { return LocalDate(text: day).map { zone.startOfDay($0) } }
    return when["dateTime"]?.string.flatMap { parse($0) }
  }

  /// `2027-03-10T10:00:00+01:00`, fractions of a second left out.
  static func parse(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[16] == UInt8(ascii: ":"),
      let local = LocalDateTime(text: String(decoding: bytes[..<16], as: UTF8.self)),
      let minute = Zone.utc.instants(of: local).first, let seconds = number(bytes[17..<19]), seconds < 60
    else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
    guard let offset = offset(Array(rest)) else { return nil }
    return minute.adding(seconds: Int64(seconds) - Int64(offset))
  }

  /// Seconds east of Greenwich.
  private static func offset(_ bytes: [UInt8]) -> Int? {
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]), hours < 24,
      let minutes = number(bytes[4..<6]), minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return (hours * 60 + minutes) * 60
    case UInt8(ascii: "-"): return -(hours * 60 + minutes) * 60
    default: return nil
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }
}
