/// Rules about the SQL of features. The runtime check and the views stand behind them; these say it before a test runs.
enum StatementRules {
  /// Tables that a feature writes although they are another's, each for a reason that was reviewed.
  static let sharedTables: [String: [String: String]] = [
    "Identity": ["system_throttle": "counters against guessing belong to no practice; they hold keyed hashes"]
  ]

  static func statements(of file: SwiftFile) -> [(line: Int, statement: Statement)] {
    file.literals.compactMap { literal in
      let text = literal.text.drop { $0 == " " || $0 == "\n" }
      return Statement(String(text)).map { (literal.line, $0) }
    }
  }

  static let ownTables = Rule(name: "own tables") { file in
    guard Checkout.features.contains(file.target) else { return [] }
    let prefix = file.target.lowercased() + "_"
    let allowed = sharedTables[file.target] ?? [:]
    return statements(of: file).flatMap { line, statement in
      statement.written.filter { !$0.hasPrefix(prefix) && allowed[$0] == nil }
        .map { "\(file.path):\(line): writes \($0); \(file.target) owns \(prefix)…" }
    }
  }

  /// Every table of a tenant statement is held to the practice: as many `practice_id =` as tables.
  static let scope = Rule(name: "scope binding") { file in
    guard Checkout.features.contains(file.target) else { return [] }
    return statements(of: file).flatMap { line, statement -> [String] in
      let place = "\(file.path):\(line)"
      let tables = statement.tables.filter { !$0.hasPrefix("system_") && !$0.hasPrefix("platform_") }
      if statement.isInsert {
        let names = statement.text.contains("practice_id")
        let binds = statement.text.contains("scope)") || statement.text.contains("practice_id = \\(")
        let isScoped = names && binds || statement.written.allSatisfy { $0.hasPrefix("system_") }
        return isScoped ? [] : ["\(place): an INSERT without the scope"]
      }
      guard !tables.isEmpty else { return [] }
      guard statement.text.contains("practice_id = \\(") else { return ["\(place): binds no scope: \(tables)"] }
      let held = statement.count("practice_id =") + statement.count("practice_id)")
      return held >= tables.count
        ? [] : ["\(place): names \(tables.count) tables \(tables), holds \(held) to the practice"]
    }
  }

  static let columns = Rule(name: "SELECT *") { file in
    statements(of: file).filter { $0.statement.text.contains("SELECT *") || $0.statement.text.contains(".*") }
      .map { "\(file.path):\($0.line): list the columns" }
  }
}
