import Core
@_spi(Bootstrap) import Database

/// `praxis audit verify`.
public enum AuditRun {
  /// Walks the audit chain of one practice or of all, and prints a line for each.
  /// - Throws: `OperatorError` naming the practices whose chain does not hold.
  public static func verify(_ configuration: Configuration, slug: String?) throws {
    let broken = try Failures.asOperatorErrors { () throws -> [String] in
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      let slugs = try slug.map { [$0] } ?? PracticeRun.listed(on: connection).map(\.slug)
      return try slugs.filter { try !verify($0, on: connection) }
    }
    guard broken.isEmpty else {
      throw OperatorError("The audit trail of \(broken.joined(separator: ", ")) was tampered with or is incomplete.")
    }
  }

  private static func verify(_ slug: String, on connection: Connection) throws -> Bool {
    let verdict = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
      try db.reader.verifyAuditTrail()
    }
    switch verdict {
    case nil: throw OperatorError("There is no practice \(slug).")
    case .intact(let events):
      StandardOutput.line("\(slug): intact, \(events) events.")
      return true
    case .broken(let seq, let reason):
      StandardOutput.line("\(slug): broken at event \(seq). \(reason)")
      return false
    }
  }
}
