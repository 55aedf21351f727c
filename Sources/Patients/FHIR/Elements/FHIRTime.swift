public import Core

/// A FHIR `dateTime` or `instant`: a partial date, or a point in time with the offset it was written with.
public struct FHIRTime: Hashable, Sendable, CustomStringConvertible {
  /// The date as written, in the writer's own offset.
  public let date: PartialDate
  /// The point in time, µs; nil when only a date is given.
  public let instant: Instant?
  /// Minutes east of UTC as written; nil when only a date is given.
  public let offset: Int?

  /// The earliest moment it can mean, a date without offset being taken as UTC.
  public var earliest: Instant { instant ?? Instant(seconds: Int64(date.earliest.days) * 86_400) }
  /// The latest moment it can mean, a date without offset being taken as UTC.
  public var latest: Instant { instant ?? Instant(seconds: Int64(date.latest.days) * 86_400 + 86_399) }
  /// The date alone, at the precision it has.
  public var description: String { date.description }
}

extension FHIRTime {
  static func read(_ node: JSONNode) throws(MappingStop) -> FHIRTime? {
    guard let text = try node.text() else { return nil }
    let utf8 = Array(text.utf8)
    guard utf8.count > 10 else {
      guard let date = try PartialDate.read(node) else { return nil }
      return FHIRTime(date: date, instant: nil, offset: nil)
    }
    guard utf8[10] == UInt8(ascii: "T") else { throw node.refusal(.malformedDate(text)) }
    let head = String(decoding: utf8[0..<10], as: UTF8.self)
    guard case .success(let date) = PartialDate.parse(head), date.precision == .day else {
      guard case .failure(.impossible) = PartialDate.parse(head) else { throw node.refusal(.malformedDate(text)) }
      throw node.refusal(.impossibleDate(text))
    }
    guard let clock = Clock(utf8[11...]) else { throw node.refusal(.malformedDate(text)) }
    guard clock.isPossible else { throw node.refusal(.impossibleDate(text)) }
    guard !clock.zone.isEmpty else { throw node.refusal(.missingOffset(text)) }
    guard let offset = Self.offset(clock.zone) else { throw node.refusal(.badOffset(text)) }
    let seconds = Int64(date.earliest.days) * 86_400 + Int64(clock.seconds) - Int64(offset) * 60
    let instant = Instant(microseconds: seconds * 1_000_000 + Int64(clock.microseconds))
    return FHIRTime(date: date, instant: instant, offset: offset)
  }

  /// `Z`, or `±hh:mm` up to fourteen hours, as the FHIR datatype has it.
  private static func offset(_ zone: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(zone)
    if bytes == [UInt8(ascii: "Z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = Decimal.parse(bytes[1..<3]),
      let minutes = Decimal.parse(bytes[4..<6]), minutes < 60, hours * 60 + minutes <= 14 * 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -(hours * 60 + minutes)
    default: return nil
    }
  }

  /// `hh:mm:ss`, an optional fraction, and what follows it.
  private struct Clock {
    let hour: Int
    let minute: Int
    let second: Int
    let microseconds: Int
    let zone: ArraySlice<UInt8>

    var seconds: Int { hour * 3600 + minute * 60 + second }
    /// FHIR allows second 60 for a leap second; it means the start of the next minute here.
    var isPossible: Bool { hour < 24 && minute < 60 && second <= 60 }

    init?(_ bytes: ArraySlice<UInt8>) {
      let start = bytes.startIndex
      let colon = UInt8(ascii: ":")
      guard bytes.count >= 8, bytes[start + 2] == colon, bytes[start + 5] == colon,
        let hour = Decimal.parse(bytes[start..<start + 2]), let minute = Decimal.parse(bytes[start + 3..<start + 5]),
        let second = Decimal.parse(bytes[start + 6..<start + 8])
      else { return nil }
      (self.hour, self.minute, self.second) = (hour, minute, second)
      var rest = bytes[(start + 8)...]
      guard rest.first == UInt8(ascii: ".") else {
        microseconds = 0
        zone = rest
        return
      }
      rest = rest.dropFirst()
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      // Digits beyond the microsecond are cut, not rounded: a time must not move into the next second.
      let kept = Array(digits.prefix(6))
      guard let fraction = Decimal.parse(kept + Array(repeating: 0x30, count: 6 - kept.count)), !kept.isEmpty
      else { return nil }
      microseconds = fraction
      zone = rest[digits.endIndex...]
    }
  }
}
