import Core

/// What an appointment or a session is called over there: its id in base32hex (RFC 4648, section 7), in small letters and without
/// padding, as Google wants names that others give. Whoever writes the same appointment twice writes one event.
enum GoogleEventID {
  private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)
  /// Of 128 bits.
  private static let length = 26

  static func text(_ id: EntityID) -> String {
    var text: [UInt8] = []
    var block: UInt32 = 0
    var bits: UInt32 = 0
    for byte in id.bytes {
      block = block << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(block >> bits & 31)])
      }
      block &= (1 << bits) - 1
    }
    text.append(alphabet[Int(block << (5 - bits) & 31)])
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for a name that is none of ours.
  static func entry(_ text: String) -> EntityID? {
    guard text.utf8.count == length else { return nil }
    var bytes: [UInt8] = []
    var block: UInt32 = 0
    var bits: UInt32 = 0
    for character in text.utf8 {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      block = block << 5 | UInt32(value)
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: block >> bits))
        block &= (1 << bits) - 1
      }
    }
    guard block == 0 else { return nil }
    return EntityID(bytes: bytes)
  }
}
