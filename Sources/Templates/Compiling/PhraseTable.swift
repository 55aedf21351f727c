import Core

/// The messages that templates use, numbered; the same numbers in every language.
struct PhraseTable {
  private var numbers: [String: Int] = [:]
  private var messages: [Message] = []

  var keys: Set<String> { Set(numbers.keys) }

  mutating func number(of message: Message) -> Int {
    if let number = numbers[message.key] { return number }
    numbers[message.key] = messages.count
    messages.append(message)
    return messages.count - 1
  }

  /// Escaped, ready to be copied.
  func phrases(in language: Language, pool: inout LiteralPool) -> [Phrase] {
    var phrases: [Phrase] = []
    for message in messages {
      guard let forms = message.texts[language] else { continue }
      let pieces = forms.map { segments in
        segments.map { segment in PhraseTable.piece(segment, pool: &pool) }
      }
      phrases.append(Phrase(forms: pieces, isPlural: message.isPlural))
    }
    return phrases
  }

  private static func piece(_ segment: Message.Segment, pool: inout LiteralPool) -> Phrase.Piece {
    switch segment {
    case .placeholder(let index): return Phrase.Piece(bytes: 0..<0, argument: index)
    case .text(let text):
      var escaped: [UInt8] = []
      HTMLEscape.append(text, to: &escaped)
      return Phrase.Piece(bytes: pool.add(escaped), argument: nil)
    }
  }
}
