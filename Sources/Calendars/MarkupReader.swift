/// Reads XML from the start to the end, piece by piece: elements by their local names, text with its five entities and
/// numbers. A document type ends it.
struct MarkupReader {
  enum Piece: Equatable {
    case opening(String)
    case closing(String)
    case text([UInt8])
  }

  private let bytes: [UInt8]
  private var place = 0
  private var pending: [Piece] = []
  private(set) var isWellFormed = true

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Nil at the end, and at whatever is not understood.
  mutating func next() -> Piece? {
    if let piece = pending.popLast() { return piece }
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else { return text() }
      if starts(with: "<?") {
        guard skip(past: "?>") else { return fail() }
      } else if starts(with: "<!--") {
        guard skip(past: "-->") else { return fail() }
      } else if starts(with: "<![CDATA[") {
        let start = place + 9
        guard skip(past: "]]>") else { return fail() }
        return .text(Array(bytes[start..<place - 3]))
      } else if starts(with: "<!") {
        return fail()
      } else {
        return tag()
      }
    }
    return nil
  }

  private mutating func fail() -> Piece? {
    isWellFormed = false
    place = bytes.count
    return nil
  }

  private func starts(with mark: StaticString) -> Bool {
    let mark = Array("\(mark)".utf8)
    return place + mark.count <= bytes.count && bytes[place..<place + mark.count].elementsEqual(mark)
  }

  private mutating func skip(past mark: StaticString) -> Bool {
    while place < bytes.count {
      if starts(with: mark) {
        place += "\(mark)".utf8.count
        return true
      }
      place += 1
    }
    return false
  }

  private mutating func tag() -> Piece? {
    let start = place + 1
    var quote: UInt8?
    while place < bytes.count {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      }
      place += 1
    }
    guard place < bytes.count else { return fail() }
    let inside = bytes[start..<place]
    place += 1
    guard let first = inside.first else { return fail() }
    if first == UInt8(ascii: "/") { return .closing(MarkupReader.localName(inside.dropFirst())) }
    let name = MarkupReader.localName(inside)
    if inside.last == UInt8(ascii: "/") { pending.append(.closing(name)) }
    return .opening(name)
  }

  private static func localName(_ tag: ArraySlice<UInt8>) -> String {
    let name = tag.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
    let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
    return String(decoding: local, as: UTF8.self)
  }

  private mutating func text() -> Piece? {
    var found: [UInt8] = []
    while place < bytes.count, bytes[place] != UInt8(ascii: "<") {
      if bytes[place] == UInt8(ascii: "&") {
        guard let scalar = entity() else { return fail() }
        found += Array(String(Character(scalar)).utf8)
      } else {
        found.append(bytes[place])
        place += 1
      }
    }
    return .text(found)
  }

  private mutating func entity() -> Unicode.Scalar? {
    guard let end = bytes[place...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: bytes[place + 1..<end], as: UTF8.self)
    place = end + 1
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.utf8.first == UInt8(ascii: "#") else { return nil }
      let digits = name.dropFirst()
      let number = digits.utf8.first == UInt8(ascii: "x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }
  }
}
