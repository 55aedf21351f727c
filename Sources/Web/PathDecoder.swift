/// Percent-decoding of a raw request path, byte by byte.
enum PathDecoder {
  /// Nil for a path that does not start with `/`, holds a bad escape, a control character, a backslash, invalid UTF-8,
  /// an empty inner segment, `.` or `..`. A trailing slash is refused as well: every page has one address.
  static func segments(_ raw: [UInt8]) -> [String]? {
    guard raw.first == UInt8(ascii: "/") else { return nil }
    if raw.count == 1 { return [] }
    var segments: [String] = []
    for part in raw.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let bytes = PercentDecoder.decode(Array(part), plusIsSpace: false), !bytes.isEmpty,
        let text = String(validating: bytes, as: UTF8.self), text != ".", text != "..",
        !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
      else { return nil }
      segments.append(text)
    }
    return segments
  }
}

enum PercentDecoder {
  /// Nil for a `%` not followed by two hexadecimal digits.
  static func decode(_ raw: [UInt8], plusIsSpace: Bool) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < raw.count, let first = digit(raw[index + 1]), let second = digit(raw[index + 2]) else {
          return nil
        }
        bytes.append(first << 4 | second)
        index += 3
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
        index += 1
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
