/// Cuts a template file into text, line ends and tags.
struct Tokenizer {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func tokens() throws(TemplateError) -> [Token] {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw TemplateError(file, "is not valid UTF-8") }
    var tokens: [Token] = []
    var start = 0
    while position < bytes.count {
      let newline = newlineLength(at: position)
      guard newline > 0 || isTagStart(position) else {
        position += 1
        continue
      }
      if start < position { tokens.append(.text(bytes[start..<position])) }
      if newline > 0 {
        tokens.append(.newline(bytes[position..<position + newline]))
        position += newline
        line += 1
      } else {
        tokens.append(.tag(try tag()))
      }
      start = position
    }
    if start < position { tokens.append(.text(bytes[start..<position])) }
    return tokens
  }

  private func newlineLength(at index: Int) -> Int {
    if bytes[index] == Byte.newline { return 1 }
    let next = index + 1
    return bytes[index] == Byte.carriageReturn && next < bytes.count && bytes[next] == Byte.newline ? 2 : 0
  }

  private func isTagStart(_ index: Int) -> Bool {
    bytes[index] == Byte.open && index + 1 < bytes.count && bytes[index + 1] == Byte.open
  }

  /// Reads the tag at `position` and stands behind it afterwards.
  private mutating func tag() throws(TemplateError) -> Tag {
    let start = position
    let startLine = line
    let isTriple = start + 2 < bytes.count && bytes[start + 2] == Byte.open
    let braces = isTriple ? 3 : 2
    guard let end = closing(braces, from: start + braces) else {
      throw TemplateError(file, line: startLine, "a tag is opened here and never closed")
    }
    position = end + braces
    let inside = bytes[start + braces..<end]
    line += inside.count { $0 == Byte.newline }
    let source = String(decoding: bytes[start..<position], as: UTF8.self)
    return try classify(inside, isTriple: isTriple, line: startLine, source: source)
  }

  private func closing(_ braces: Int, from start: Int) -> Int? {
    var index = start
    while index + braces <= bytes.count {
      if bytes[index..<index + braces].allSatisfy({ $0 == Byte.close }) { return index }
      index += 1
    }
    return nil
  }

  private func classify(
    _ inside: ArraySlice<UInt8>, isTriple: Bool, line: Int, source: String
  ) throws(TemplateError) -> Tag {
    let kind: Tag.Kind? =
      switch inside.first {
      case UInt8(ascii: "#"): .section
      case UInt8(ascii: "^"): .inverted
      case UInt8(ascii: "/"): .close
      case UInt8(ascii: ">"): .partial
      case UInt8(ascii: "<"): .parent
      case UInt8(ascii: "$"): .block
      case UInt8(ascii: "!"): .comment
      case UInt8(ascii: "&"): .insertMarkup
      case UInt8(ascii: "@"): .message
      case UInt8(ascii: "="): throw TemplateError(file, line: line, tag: source, "delimiters cannot be changed")
      default: nil
      }
    if isTriple {
      let content = trimmed(inside)
      try check(content, kind: .insertMarkup, line: line, source: source)
      return Tag(kind: .insertMarkup, content: content, line: line, source: source)
    }
    let content = trimmed(kind == nil ? inside : inside.dropFirst())
    try check(content, kind: kind ?? .insert, line: line, source: source)
    return Tag(kind: kind ?? .insert, content: content, line: line, source: source)
  }

  private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let start = bytes.drop(while: Byte.isSpace)
    let end = start.lastIndex { !Byte.isSpace($0) }
    return String(decoding: end.map { start[...$0] } ?? [], as: UTF8.self)
  }

  private func check(_ content: String, kind: Tag.Kind, line: Int, source: String) throws(TemplateError) {
    let isFine =
      switch kind {
      case .comment: true
      case .message: content.utf8.allSatisfy { Byte.isName($0) || " .=".utf8.contains($0) }
      case .partial, .parent, .close: content.utf8.allSatisfy { Byte.isName($0) || "./".utf8.contains($0) }
      case .insert, .insertMarkup, .section, .inverted, .block:
        content.utf8.allSatisfy { Byte.isName($0) || $0 == UInt8(ascii: ".") }
      }
    guard isFine, kind == .comment || !content.isEmpty else {
      throw TemplateError(file, line: line, tag: source, "is no tag of this engine")
    }
  }
}
