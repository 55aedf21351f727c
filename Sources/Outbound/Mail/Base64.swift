/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var iterator = bytes.makeIterator()
    while let first = iterator.next() {
      let (second, third) = (iterator.next(), iterator.next())
      let block = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
      text.append(alphabet[Int(block >> 18)])
      text.append(alphabet[Int(block >> 12 & 63)])
      text.append(second == nil ? UInt8(ascii: "=") : alphabet[Int(block >> 6 & 63)])
      text.append(third == nil ? UInt8(ascii: "=") : alphabet[Int(block & 63)])
    }
    return text
  }

  /// Lines of 76 letters, each ended by CRLF.
  static func encodeLines(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 57) {
      text.append(contentsOf: encode(bytes[start..<min(start + 57, bytes.count)]))
      text.append(contentsOf: [0x0d, 0x0a])
    }
    return text
  }

  /// As mail readers do it (RFC 2045, 6.8): what is not in the alphabet is skipped, padding ends the data.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var block: UInt32 = 0
    var bits = 0
    for letter in text {
      if letter == UInt8(ascii: "=") { break }
      guard let value = value(of: letter) else { continue }
      block = (block << 6 | value) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: block >> UInt32(bits)))
      }
    }
    return bytes
  }

  private static func value(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
