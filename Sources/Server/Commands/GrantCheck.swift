import Database
import SQL

/// What the workers' database user may do. Its rights end at the views: the tables behind them are out of its reach.
enum GrantCheck {
  static func check(in db: borrowing SystemConnection) throws {
    for grant in try db.rows("SHOW GRANTS", { try $0.text(0) }) {
      if let problem = problem(grant) { throw OperatorError(problem) }
    }
  }

  /// Nil when this line of `SHOW GRANTS` is as it should be.
  static func problem(_ grant: String) -> String? {
    let words = grant.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let on = words.firstIndex(of: "ON"), on + 1 < words.count else {
      return "A grant cannot be read: \(redacted(grant))"
    }
    let rights = words[1..<on].joined(separator: " ")
    let target = words[on + 1] == "FUNCTION" ? words[min(on + 2, words.count - 1)] : words[on + 1]
    if grant.contains("WITH GRANT OPTION") { return "The workers' database user may pass on its rights on \(target)." }
    if target == "*.*" {
      return rights == "USAGE" ? nil : "The workers' database user has \(rights) on the whole server."
    }
    if target.hasPrefix("`praxis_store`.") {
      let isScope = rights == "EXECUTE" && target == "`praxis_store`.`current_practice`"
      return isScope ? nil : "The workers' database user has \(rights) on \(target): it must reach views only."
    }
    if target == "`praxis`.*" {
      return "The workers' database user has \(rights) on the whole of praxis instead of single views."
    }
    return target.hasPrefix("`praxis`.`")
      ? nil : "The workers' database user has \(rights) on \(target), which is none of its business."
  }

  /// Without the password hash that `GRANT USAGE` shows.
  private static func redacted(_ grant: String) -> String {
    grant.split(separator: " ").prefix { $0 != "IDENTIFIED" }.joined(separator: " ")
  }
}
