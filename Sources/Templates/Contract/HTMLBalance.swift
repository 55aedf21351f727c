/// Checks that the tags of a page close in order and that attribute values are quoted: escaping protects only those.
/// Stricter than HTML: what HTML lets open, `<li>` or `<p>`, must be
/// closed as well, since our templates write it so.
struct HTMLBalance {
  /// Elements without an end tag. Source: HTML Living Standard, 13.1.2.
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]
  /// Their content is no markup.
  private static let raw: Set<String> = ["script", "style", "textarea", "title"]

  private let bytes: [UInt8]
  private var position = 0
  private var open: [String] = []

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A sentence about the first tag that does not fit, or nil.
  static func problem(in bytes: [UInt8]) -> String? {
    var balance = HTMLBalance(bytes)
    return balance.check()
  }

  private mutating func check() -> String? {
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      if starts(with: "!--") {
        guard skip(past: "-->") else { return "a comment is never closed" }
      } else if starts(with: "!") {
        guard skip(past: ">") else { return "a declaration is never closed" }
      } else if let problem = tag() {
        return problem
      }
    }
    return open.last.map { "<\($0)> is never closed" }
  }

  /// Reads the tag whose `<` was just passed.
  private mutating func tag() -> String? {
    let isEnd = starts(with: "/")
    if isEnd { position += 1 }
    let name = name()
    guard !name.isEmpty else { return "a < starts no tag" }
    guard let isSelfClosing = skipAttributes() else {
      return "<\(name) is never ended by >, or an attribute of it is not quoted"
    }
    if isEnd {
      guard open.last == name else { return "</\(name)> closes \(open.last.map { "<\($0)>" } ?? "nothing")" }
      open.removeLast()
    } else if !isSelfClosing && !HTMLBalance.void.contains(name) {
      open.append(name)
      if HTMLBalance.raw.contains(name) {
        guard skip(to: "</\(name)") else { return "<\(name)> is never closed" }
      }
    }
    return nil
  }

  private mutating func name() -> String {
    let rest = bytes[position...]
    let end = rest.firstIndex { !Byte.isName($0) && $0 != UInt8(ascii: ":") } ?? rest.endIndex
    position = end
    return String(decoding: rest[..<end], as: UTF8.self).lowercased()
  }

  /// Up to the `>` outside quotes; nil without one or at a value without quotes. True for `/>`.
  private mutating func skipAttributes() -> Bool? {
    var quote: UInt8?
    var last: UInt8 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if last == UInt8(ascii: "=") {
        return nil
      } else if byte == UInt8(ascii: ">") {
        return last == UInt8(ascii: "/")
      } else if byte == UInt8(ascii: "<") {
        return nil
      }
      last = byte
    }
    return nil
  }

  private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func skip(past text: String) -> Bool {
    guard skip(to: text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func skip(to text: String) -> Bool {
    while position < bytes.count {
      if starts(with: text) { return true }
      position += 1
    }
    return false
  }
}
