/// A text with named variables: `{{date}}`. Nothing else stands in braces, so that a slip is seen while it is typed and
/// not by a patient. Works on bytes: a brace joined to a mark is a brace.
struct TextTemplate: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case text(String)
    case variable(TextVariable)
  }
  enum Problem: Error, Equatable {
    case unknown(String)
    /// Known, and not for this place: it can tell of an illness.
    case clinical(String)
    /// Braces that open nothing, or that nothing closes.
    case braces
  }
  let parts: [Part]

  /// - Parameter allowsClinical: only where nobody reads it who is not signed in.
  init(_ source: String, allowsClinical: Bool) throws(Problem) {
    let bytes = Array(source.utf8)
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var parts: [Part] = []
    var text: [UInt8] = []
    var at = 0
    while at < bytes.count {
      guard bytes[at] == open || bytes[at] == close else {
        text.append(bytes[at])
        at += 1
        continue
      }
      guard bytes[at] == open, at + 1 < bytes.count, bytes[at + 1] == open,
        let end = bytes[(at + 2)...].firstIndex(where: { $0 == open || $0 == close }), bytes[end] == close,
        end + 1 < bytes.count, bytes[end + 1] == close, end + 2 == bytes.count || bytes[end + 2] != close
      else { throw .braces }
      let name = TextTemplate.trimmed(bytes[(at + 2)..<end])
      guard let variable = TextVariable(rawValue: name) else { throw .unknown(name) }
      guard allowsClinical || !variable.isClinical else { throw .clinical(name) }
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
      parts.append(.variable(variable))
      at = end + 2
    }
    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
    self.parts = parts
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let space = UInt8(ascii: " ")
    let inner = bytes.drop { $0 == space }
    let kept = inner.reversed().drop { $0 == space }.reversed()
    return String(decoding: Array(kept), as: UTF8.self)
  }

  func filled(_ value: (TextVariable) -> String) -> String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .text(let words): text += words
      case .variable(let variable): text += value(variable)
      }
    }
  }
}
