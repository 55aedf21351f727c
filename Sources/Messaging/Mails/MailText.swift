import Core

/// A plain-text mail: paragraphs with an empty line between them.
struct MailText: Sendable {
  private(set) var paragraphs: [String] = []

  mutating func add(_ lines: String...) { add(lines) }
  /// Empty lines are left out, and a paragraph of none.
  mutating func add(_ lines: [String]) {
    let kept = lines.filter { !$0.isEmpty }
    if !kept.isEmpty { paragraphs.append(kept.joined(separator: "\n")) }
  }
  var text: String { paragraphs.joined(separator: "\n\n") + "\n" }
}

/// Keeps text that somebody typed from turning the words around it (Unicode UAX #9, 2.4.2): isolated wherever it could
/// run against the direction of the mail.
struct Isolation: Sendable {
  let language: Language

  /// One line: what stood on several is joined by commas, because no isolate reaches beyond its line.
  func callAsFunction(_ typed: String) -> String { lines(typed).joined(separator: ", ") }

  /// Each line of a text for itself.
  func lines(_ typed: String) -> [String] {
    typed.utf8.split { $0 == 0x0a || $0 == 0x0d }.map { line(String(decoding: $0, as: UTF8.self)) }
  }

  /// A text of several lines, with the empty ones between them.
  func keepingLines(_ typed: String) -> String {
    typed.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
      .map { line(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\n")
  }

  private func line(_ typed: String) -> String {
    let needs =
      switch language {
      case .he: !typed.isEmpty
      case .en, .de: typed.unicodeScalars.contains(where: Self.isRightToLeft)
      }
    return needs ? "\u{2068}" + typed + "\u{2069}" : typed
  }

  /// Hebrew, Arabic and their neighbours, with the presentation forms.
  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF: true
    default: false
    }
  }
}
