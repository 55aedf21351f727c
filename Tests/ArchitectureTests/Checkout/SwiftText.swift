/// A Swift file taken apart without a compiler: its literals, and its code with comments and literals blanked out.
/// Bytes, not characters: a quote and a combining mark are two things here.
struct SwiftText {
  struct Literal {
    let line: Int
    /// As written: escapes and `\(…)` stand in it unchanged.
    let text: String
  }

  private(set) var literals: [Literal] = []
  /// Of the same lines as the source.
  var code: String { String(decoding: output, as: UTF8.self) }

  private let bytes: [UInt8]
  private var output: [UInt8] = []
  private var at = 0
  private var line = 1

  init(_ source: String) {
    bytes = Array(source.utf8)
    output.reserveCapacity(bytes.count)
    scanCode(insideInterpolation: false)
  }

  private func looking(at text: StaticString) -> Bool {
    let wanted = Array("\(text)".utf8)
    return at + wanted.count <= bytes.count && bytes[at..<at + wanted.count].elementsEqual(wanted)
  }

  private mutating func take(keeping: Bool) {
    let byte = bytes[at]
    if byte == UInt8(ascii: "\n") { line += 1 }
    output.append(keeping || byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    at += 1
  }

  private mutating func scanCode(insideInterpolation: Bool) {
    var depth = 0
    while at < bytes.count {
      if looking(at: "//") {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { take(keeping: false) }
      } else if looking(at: "/*") {
        while at < bytes.count, !looking(at: "*/") { take(keeping: false) }
        for _ in 0..<min(2, bytes.count - at) { take(keeping: false) }
      } else if bytes[at] == UInt8(ascii: "\"") {
        scanLiteral()
      } else {
        if bytes[at] == UInt8(ascii: "(") { depth += 1 }
        if bytes[at] == UInt8(ascii: ")") {
          depth -= 1
          if insideInterpolation, depth == 0 { return take(keeping: true) }
        }
        take(keeping: true)
      }
    }
  }

  private mutating func scanLiteral() {
    let isLong = looking(at: "\"\"\"")
    let quotes = isLong ? 3 : 1
    let start = (line: line, at: at + quotes)
    for _ in 0..<quotes { take(keeping: true) }
    while at < bytes.count, !(isLong ? looking(at: "\"\"\"") : bytes[at] == UInt8(ascii: "\"")) {
      if looking(at: "\\(") {
        take(keeping: false)
        scanCode(insideInterpolation: true)
      } else {
        if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { take(keeping: false) }
        take(keeping: false)
      }
    }
    literals.append(Literal(line: start.line, text: String(decoding: bytes[start.at..<at], as: UTF8.self)))
    for _ in 0..<min(quotes, bytes.count - at) { take(keeping: true) }
  }
}
