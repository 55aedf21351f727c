public import Core

/// From what a chart keeps of a time (a date as exactly as it is known, a span, an age, words) to FHIR's choice types.
public struct FHIRDates: Sendable {
  let text: String
  public init(_ text: String) { self.text = text }

  /// A partial date alone.
  public var date: String? { FHIRDates.date(text) }

  private static func date(_ text: String) -> String? {
    guard case .success(let date) = PartialDate.parse(text) else { return nil }
    return date.description
  }

  /// "2019-03-01 – 2019-03-04", "from 2019", "until 2020": as an imported period reads.
  private var span: (start: String?, end: String?)? {
    if let end = FHIRDates.rest(of: text, after: "until ").flatMap(FHIRDates.date) { return (nil, end) }
    if let start = FHIRDates.rest(of: text, after: "from ").flatMap(FHIRDates.date) { return (start, nil) }
    guard let parts = FHIRDates.split(text, at: " – "), let start = FHIRDates.date(parts.0),
      let end = FHIRDates.date(parts.1)
    else { return nil }
    return (start, end)
  }

  /// `name + DateTime`, `name + Period`, and for anything else `name + String`, or a `Timing` in words where the element
  /// knows no string.
  /// - Parameter exact: the moment, where it is known as well; it is written so that its date stays the one the source wrote.
  public func member(
    _ name: String, exact: Instant? = nil, zone: Zone = .utc, hasString: Bool = true
  ) -> (name: String, value: FHIRValue?) {
    if text.isEmpty { return (name + "DateTime", exact.map { .moment($0) }) }
    if let date {
      return (name + "DateTime", .text(exact.flatMap { FHIRDates.moment($0, on: date, zone) } ?? date))
    }
    if let span { return (name + "Period", .of(["start": .text(span.start), "end": .text(span.end)])) }
    if hasString { return (name + "String", .text(text)) }
    return (name + "Timing", .of(["code": .of(["text": .text(text)])]))
  }

  /// The moment on a clock that shows this date: the practice's, UTC, or else the nearest one that does. Nil when the date
  /// is not exact, or no clock on earth showed it then.
  static func moment(_ instant: Instant, on date: String, _ zone: Zone) -> String? {
    guard date.utf8.count == 10 else { return nil }
    let offsets = [zone.offset(at: instant) / 60, 0] + (1...14).flatMap { [-60 * $0, 60 * $0] }
    for offset in offsets where abs(offset) <= 14 * 60 {
      let local = UTCText.seconds(instant.adding(minutes: offset))
      if local.hasPrefix(date) { return local.dropLast() + suffix(offset) }
    }
    return nil
  }
  private static func suffix(_ offset: Int) -> String {
    guard offset != 0 else { return "Z" }
    let (hours, minutes) = abs(offset).quotientAndRemainder(dividingBy: 60)
    return (offset < 0 ? "-" : "+") + Decimal.padded(hours, 2) + ":" + Decimal.padded(minutes, 2)
  }

  static func rest(of text: String, after start: String) -> String? {
    text.utf8.starts(with: start.utf8) ? String(decoding: text.utf8.dropFirst(start.utf8.count), as: UTF8.self) : nil
  }

  /// At the first occurrence, by bytes.
  public static func split(_ text: String, at mark: String) -> (String, String)? {
    let (bytes, mark) = (Array(text.utf8), Array(mark.utf8))
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count) where bytes[start...].starts(with: mark) {
      return (
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[(start + mark.count)...], as: UTF8.self)
      )
    }
    return nil
  }
}
