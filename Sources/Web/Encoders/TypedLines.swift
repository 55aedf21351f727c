/// A text of several lines that somebody typed.
public enum TypedLines {
  /// Without signs that cannot be seen, and without empty lines before and after. Blanks within a line stay as many as
  /// they are: people line things up with them.
  public static func clean(_ typed: String) -> String {
    let breaks = typed.utf8.filter { $0 != 0x0d }.split(separator: 0x0a, omittingEmptySubsequences: false)
    var lines = breaks.map { line(String(decoding: $0, as: UTF8.self)) }[...]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// Nothing that can be seen: neither blanks nor the marks that letters may need and that are none.
  public static func isBlank(_ typed: String) -> Bool {
    typed.unicodeScalars.allSatisfy { scalar in
      let isEmptyBraille = scalar.value == 0x2800
      return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint || isEmptyBraille
    }
  }

  private static func line(_ typed: String) -> String {
    var words = typed.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      .map { SingleLine.clean(String(decoding: $0, as: UTF8.self)) }
    while words.last?.isEmpty == true { words.removeLast() }
    return words.joined(separator: " ")
  }
}
