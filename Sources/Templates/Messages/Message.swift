import Core

/// A message in all languages.
struct Message: Sendable {
  enum Segment: Sendable, Equatable {
    case text(String)
    /// An index of `placeholders`.
    case placeholder(Int)
  }

  let key: String
  /// Without braces, in the order of the English text.
  let placeholders: [String]
  let isPlural: Bool
  let texts: [Language: PluralForms<[Segment]>]
}

/// A message text cut at its placeholders, `{count} free`.
enum MessageText {
  enum Part: Equatable {
    case text(String)
    case placeholder(String)
  }

  /// Nil when a brace is not part of `{name}`.
  static func parts(of text: String) -> [Part]? {
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let open = rest.firstIndex(where: { $0 == Byte.open || $0 == Byte.close }) {
      guard rest[open] == Byte.open, let close = rest[open...].firstIndex(of: Byte.close) else { return nil }
      let name = rest[(open + 1)..<close]
      guard !name.isEmpty, name.allSatisfy(Byte.isName) else { return nil }
      if open > rest.startIndex { parts.append(.text(String(decoding: rest[..<open], as: UTF8.self))) }
      parts.append(.placeholder(String(decoding: name, as: UTF8.self)))
      rest = rest[(close + 1)...]
    }
    if !rest.isEmpty { parts.append(.text(String(decoding: rest, as: UTF8.self))) }
    return parts
  }
}
