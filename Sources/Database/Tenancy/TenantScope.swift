internal import Core
public import SQL

/// Proof that this actor may act in this practice. No public initializer, not Codable: only this module mints one.
public struct TenantScope: Sendable, SQLBindable {
  public let practice: PracticeID
  public let actor: Actor
  let origin: Origin
  /// The row of the session that was shown, for the audit trail.
  let session: EntityID?
  /// Who asked for the job, or whom a guardian acts for.
  let onBehalfOf: EntityID?
  init(
    practice: PracticeID, actor: Actor, origin: Origin, session: EntityID? = nil, onBehalfOf: EntityID? = nil
  ) {
    self.practice = practice
    self.actor = actor
    self.origin = origin
    self.session = session
    self.onBehalfOf = onBehalfOf
  }
  public var sqlValue: SQLValue { .scope(practice.id.high, practice.id.low) }
}

/// A statement that does not bind its scope, or that names one of the unscoped system views. It never reaches the
/// server: a bug, answered with 500.
public struct UnscopedStatement: Error, CustomStringConvertible {
  public let description: String
}

/// Fails closed.
func scoped(_ sql: SQL, _ scope: TenantScope) throws(UnscopedStatement) -> SQL {
  guard sql.bindings.contains(scope.sqlValue) else {
    throw UnscopedStatement(description: "a statement does not bind its scope: \(sql.text.prefix(80))")
  }
  guard !namesSystemView(sql.text) else {
    throw UnscopedStatement(description: "a tenant statement names a system view: \(sql.text.prefix(80))")
  }
  return sql
}

/// By bytes: characters are compared far more slowly, and this is asked of every statement.
private func namesSystemView(_ text: String) -> Bool {
  let mark = Array("system_".utf8)
  var text = text
  return text.withUTF8 { bytes in
    bytes.indices.dropLast(mark.count - 1).contains { start in
      bytes[start] == mark[0] && bytes[start..<start + mark.count].elementsEqual(mark)
    }
  }
}
