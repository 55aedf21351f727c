// Strings and numbers: the two parts of the grammar that look at every byte.
extension JSONReader {
  /// Reads a string; the reader stands on its opening quote.
  mutating func string() throws(JSONError) -> String {
    index += 1
    var start = index
    var text = ""
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let last = try run(from: start)
        index += 1
        return text.isEmpty ? last : text + last
      }
      if byte == UInt8(ascii: "\\") {
        text += try run(from: start)
        text.unicodeScalars.append(try escape())
        start = index
      } else {
        guard byte >= 0x20 else { throw failure(.controlCharacter) }
        index += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  /// The bytes from `start` to here, which hold no escape, as text.
  private func run(from start: Int) throws(JSONError) -> String {
    if start == index { return "" }
    if let text = String(validating: bytes[start..<index], as: UTF8.self) { return text }
    throw failure(.invalidUTF8, at: invalidOffset(from: start))
  }

  private func invalidOffset(from start: Int) -> Int {
    var decoder = UTF8()
    var iterator = bytes[start..<index].makeIterator()
    var offset = start
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }

  /// Reads one escape; the reader stands on the backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = index
    guard index + 1 < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
    let letter = bytes[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode(from: start)
    default: throw failure(.malformedEscape, at: start)
    }
  }

  private mutating func unicode(from start: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try unit(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate, at: start) }
    let next = index
    index += 2
    let second = try unit(from: next)
    guard (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw failure(.loneSurrogate, at: start) }
    return scalar
  }

  /// Four hexadecimal digits.
  private mutating func unit(from start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard index < bytes.count else { throw failure(.unexpectedEnd) }
      switch bytes[index] {
      case let digit where (0x30...0x39).contains(digit): value = value << 4 | UInt32(digit - 0x30)
      case let digit where (0x41...0x46).contains(digit): value = value << 4 | UInt32(digit - 0x37)
      case let digit where (0x61...0x66).contains(digit): value = value << 4 | UInt32(digit - 0x57)
      default: throw failure(.malformedEscape, at: start)
      }
      index += 1
    }
    return value
  }

  /// Reads a number as its text; the reader stands on its first character.
  mutating func number() throws(JSONError) -> String {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "0") { index += 1 } else { try digits(from: start) }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try digits(from: start)
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      try digits(from: start)
    }
    // "01" and "1x" would otherwise be reported as a missing comma.
    if index < bytes.count, isWordByte(bytes[index]) { throw failure(.malformedNumber, at: start) }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits(from start: Int) throws(JSONError) {
    let first = index
    while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    guard index > first else {
      throw index == bytes.count ? failure(.unexpectedEnd) : failure(.malformedNumber, at: start)
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }
}
