/// `{{…}}` as written.
struct Tag {
  enum Kind {
    case insert, insertMarkup, message, section, inverted, close, partial, parent, block, comment

    /// A line that holds only this tag leaves no trace in the output.
    var canStandAlone: Bool {
      switch self {
      case .insert, .insertMarkup, .message: false
      case .section, .inverted, .close, .partial, .parent, .block, .comment: true
      }
    }
    /// Needs `{{/name}}`.
    var opens: Bool {
      switch self {
      case .section, .inverted, .parent, .block: true
      case .insert, .insertMarkup, .message, .close, .partial, .comment: false
      }
    }
  }

  let kind: Kind
  /// The text between sigil and braces, trimmed.
  let content: String
  /// The line on which it starts, from 1.
  let line: Int
  /// For messages: `{{#rows}}`.
  let source: String
}

/// A stretch of a template file.
enum Token {
  /// Without a line end.
  case text(ArraySlice<UInt8>)
  /// LF or CRLF.
  case newline(ArraySlice<UInt8>)
  case tag(Tag)
}

/// Bytes that mean something to the reader of templates.
enum Byte {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let open = UInt8(ascii: "{")
  static let close = UInt8(ascii: "}")

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  static func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == newline || byte == carriageReturn }

  /// `A-Z a-z 0-9 _ -`
  static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
