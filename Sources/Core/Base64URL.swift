/// Base64 with the URL alphabet and without padding (RFC 4648, section 5).
public enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var index = 0
    while index < bytes.count {
      let left = min(3, bytes.count - index)
      var block = UInt32(bytes[index]) << 16
      if left > 1 { block |= UInt32(bytes[index + 1]) << 8 }
      if left > 2 { block |= UInt32(bytes[index + 2]) }
      for position in 0...left { text.append(alphabet[Int(block >> UInt32(18 - 6 * position) & 63)]) }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for a character outside the alphabet, an impossible length, or set bits past the last byte.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var block: UInt32 = 0
    var bits: UInt32 = 0
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      block = block << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: block >> bits))
        block &= (1 << bits) - 1
      }
    }
    guard bits < 6, block == 0 else { return nil }
    return bytes
  }
}
