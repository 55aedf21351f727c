/// Quoted-printable (RFC 2045, 6.7).
enum QuotedPrintable {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// - Parameter lines: text whose lines end in CRLF. Every encoded line has at most 76 bytes; `=` never stands before
  ///   anything but two digits or a line end, so no boundary with `=_` can occur in the result.
  static func encode(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var column = 0
    for (index, byte) in text.enumerated() {
      if byte == 0x0d || byte == 0x0a {
        result.append(byte)
        column = 0
        continue
      }
      let isLast = index + 1 == text.count || text[index + 1] == 0x0d
      let isPlain = (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "=") || (byte == 0x20 || byte == 9) && !isLast
      let length = isPlain ? 1 : 3
      // 75 columns and the soft line end's "=".
      if column + length > (isLast ? 76 : 75) {
        result.append(contentsOf: [UInt8(ascii: "="), 0x0d, 0x0a])
        column = 0
      }
      result.append(contentsOf: isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      column += length
    }
    return result
  }

  /// Lenient: a `=` that starts no escape stays as it is.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
    let raw = Array(text)
    var bytes: [UInt8] = []
    var index = 0
    while index < raw.count {
      if raw[index] == UInt8(ascii: "="), let (byte, length) = escape(raw[(index + 1)...]) {
        if let byte { bytes.append(byte) }
        index += length
      } else {
        bytes.append(raw[index])
        index += 1
      }
    }
    return bytes
  }

  /// The byte an escape stands for (nil for a soft line end) and the escape's whole length; nil when it is none.
  private static func escape(_ rest: ArraySlice<UInt8>) -> (UInt8?, Int)? {
    let next = Array(rest.prefix(2))
    if next.first == 0x0a { return (nil, 2) }
    if next == [0x0d, 0x0a] { return (nil, 3) }
    guard next.count == 2, let byte = UInt8(String(decoding: next, as: UTF8.self), radix: 16),
      next[0] != UInt8(ascii: "+")
    else { return nil }
    return (byte, 3)
  }
}
