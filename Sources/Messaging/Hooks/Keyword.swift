/// What a patient answers to a text, as carriers understand it.
enum Keyword: String, Sendable {
  case stop, start, help, other

  private static let words: [Keyword: Set<String>] = [
    .stop: ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "STOPP", "ABMELDEN", "הסר"],
    .start: ["START", "YES", "UNSTOP", "JA", "כן"],
    .help: ["HELP", "INFO", "HILFE", "עזרה"],
  ]

  /// - Parameter kind: what the carrier itself makes of it, where it says so.
  init(_ body: String, kind: String?) {
    if let kind, let known = Keyword(rawValue: kind.lowercased()) {
      self = known
      return
    }
    let trimmed = body.utf8.filter { $0 >= 0x80 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 == 0x20 }
    let words = String(decoding: trimmed, as: UTF8.self).split(separator: " ")
    let word = words.count == 1 ? words[0].uppercased() : ""
    self = Keyword.words.first { $0.value.contains(word) }?.key ?? .other
  }
}
