/// What a literal says to the database, read as words.
struct Statement {
  let text: String
  let words: [String]

  /// Nil when the literal does not start like a statement.
  init?(_ literal: String) {
    text = literal
    words = literal.split { $0 == " " || $0 == "\n" || $0 == "," || $0 == ")" }.map(String.init)
    let verbs = [
      "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "TRUNCATE", "ALTER", "CREATE", "DROP", "SET", "LOAD",
      "LOCK", "CALL", "GRANT",
    ]
    guard let verb = words.first, verbs.contains(verb), words.count > 1 else { return nil }
  }

  private func names(after keyword: String, unlessAfter previous: Set<String> = []) -> [String] {
    words.indices.dropFirst().filter { words[$0 - 1] == keyword && ($0 < 2 || !previous.contains(words[$0 - 2])) }
      .map { words[$0].filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "\\" } }
  }

  var isRead: Bool { words[0] == "SELECT" || words[0] == "WITH" }
  var isInsert: Bool { words[0] == "INSERT" }
  /// Tables this statement changes; an interpolated name shows as `\…`.
  var written: [String] {
    switch words[0] {
    case "INSERT", "REPLACE": names(after: "INTO")
    case "UPDATE": Array(names(after: "UPDATE", unlessAfter: ["FOR", "KEY"]).prefix(1))
    case "DELETE": Array(names(after: "FROM").prefix(1))
    case "SELECT", "WITH": []
    default: ["(\(words[0]))"]
    }
  }
  /// Tables it reads or changes, by the names of our schema.
  var tables: [String] {
    let named = names(after: "FROM") + names(after: "JOIN") + (isInsert ? [] : written)
    var tables = named.filter { $0.contains("_") && !$0.hasPrefix("\\") && $0.first?.isLetter == true }
    // `DELETE FROM t` names t twice here.
    if words[0] == "DELETE", let first = written.first, let place = tables.firstIndex(of: first) {
      tables.remove(at: place)
    }
    return tables
  }
  func count(_ part: String) -> Int {
    var count = 0
    var rest = text[...]
    while let found = rest.range(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
