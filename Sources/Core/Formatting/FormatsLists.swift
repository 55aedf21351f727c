extension Formats {
  /// "a", "a and b", "a, b and c"; empty for none.
  public func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    let others = items.dropLast().joined(separator: ", ")
    return switch language {
    case .en: others + " and " + last
    case .de: others + " und " + last
    case .he: joinedInHebrew(others, last)
    }
  }

  /// The Hebrew "and" is a prefix; a hyphen parts it from what is no Hebrew letter (as ICU does).
  func joinedInHebrew(_ first: String, _ second: String) -> String {
    let startsInHebrew = second.unicodeScalars.first.map { ("\u{05D0}"..."\u{05EA}").contains($0) } ?? false
    return first + " ו" + (startsInHebrew ? "" : "-") + second
  }
}
