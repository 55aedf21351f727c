public import SQL

/// A 128-bit row id, UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits.
/// Ids sort by creation time, so inserts stay local in the index, and cannot be guessed.
public struct EntityID: Hashable, Sendable, Comparable, SQLBindable, CustomStringConvertible {
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A fresh version 7 id from the current time and the system's random source.
  public static func make(at instant: Instant = .now) -> EntityID {
    var random = SystemRandomNumberGenerator()
    let milliseconds = UInt64(bitPattern: instant.microseconds / 1000)
    let high = (milliseconds << 16) | 0x7000 | (random.next() & 0x0fff)
    let low = (random.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000
    return EntityID(high: high, low: low)
  }

  /// When it was made, to the millisecond.
  public var madeAt: Instant { Instant(microseconds: Int64(high >> 16) * 1000) }

  /// Sixteen bytes as stored in `BINARY(16)`; nil for any other length.
  public init?(bytes: some Sequence<UInt8>) {
    var halves: (UInt64, UInt64) = (0, 0)
    var count = 0
    for byte in bytes {
      guard count < 16 else { return nil }
      if count < 8 { halves.0 = halves.0 << 8 | UInt64(byte) } else { halves.1 = halves.1 << 8 | UInt64(byte) }
      count += 1
    }
    guard count == 16 else { return nil }
    self.init(high: halves.0, low: halves.1)
  }

  /// The canonical lower-case text form, 8-4-4-4-12 hexadecimal digits; anything else is nil.
  public init?(text: some StringProtocol) {
    let utf8 = Array(text.utf8)
    guard utf8.count == 36 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    var index = 0
    while index < 36 {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard utf8[index] == UInt8(ascii: "-") else { return nil }
        index += 1
        continue
      }
      // One spelling only: every page has one address.
      guard let first = Hex.lowerDigit(utf8[index]), let second = Hex.lowerDigit(utf8[index + 1]) else { return nil }
      bytes.append(first << 4 | second)
      index += 2
    }
    self.init(bytes: bytes)
  }

  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for half in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: half >> shift)) }
    }
    return bytes
  }

  public var description: String {
    let alphabet = Hex.alphabet
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 { text.append(UInt8(ascii: "-")) }
      let half = digit < 16 ? high : low
      text.append(alphabet[Int(half >> UInt64(60 - digit % 16 * 4) & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  public static func < (a: EntityID, b: EntityID) -> Bool { (a.high, a.low) < (b.high, b.low) }
  public var sqlValue: SQLValue { .id(high, low) }
}

/// An id that says what it identifies, so a patient's id cannot be passed where an appointment's is wanted.
public protocol TypedID: Hashable, Sendable, Comparable, SQLBindable, CustomStringConvertible {
  var id: EntityID { get }
  init(_ id: EntityID)
}

extension TypedID {
  public static func make() -> Self { Self(.make()) }
  /// From a URL or form; nil unless it is a canonical UUID.
  public init?(text: some StringProtocol) {
    guard let id = EntityID(text: text) else { return nil }
    self.init(id)
  }
  public var sqlValue: SQLValue { id.sqlValue }
  public var description: String { id.description }
  public static func < (a: Self, b: Self) -> Bool { a.id < b.id }
}
