internal import Core
internal import Crypto
internal import SQL

/// What `praxis audit verify` found for one practice.
public enum AuditVerdict: Sendable, Equatable {
  /// How many events there are.
  case intact(events: Int)
  /// The first sequence number at which the chain does not hold, and why in one sentence.
  case broken(seq: Int, reason: String)
}

private let stepSize = 10_000

extension TenantReader {
  /// Walks the whole chain of this practice from its first event to its head, and compares it with what is known of it
  /// outside the database: an end that was cut off, and an older copy, look whole from inside.
  @_spi(Bootstrap) public borrowing func verifyAuditTrail(_ witness: AuditWitness = .none) throws -> AuditVerdict {
    var walk = AuditWalk(
      practice: scope.practice.id, ring: try connection.requireKeyring(), seals: try seals(), witness: witness)
    while walk.verdict == nil {
      if try step(&walk) < stepSize { walk.finish(head: try auditHead()) }
    }
    return walk.verdict ?? .intact(events: 0)
  }

  /// All events at once would not fit into memory. A step begins with the last event of the one before, so that a
  /// second event of its number is seen.
  private borrowing func step(_ walk: inout AuditWalk) throws -> Int {
    walk.expectsLastAgain = walk.last != nil
    return try connection.run(
      """
      SELECT \(AuditRecord.columns) FROM audit_event
      WHERE practice_id = \(scope) AND seq >= \(walk.last ?? 0) ORDER BY seq, at LIMIT \(stepSize)
      """
    ) { row in walk.take(row) }
  }

  private borrowing func auditHead() throws -> (seq: Int, mac: [UInt8])? {
    try first("SELECT seq, mac FROM audit_head WHERE practice_id = \(scope)") { row in
      (seq: try row.int(0), mac: try row.bytes(1))
    }
  }

  private borrowing func seals() throws -> [AuditSeal] {
    try rows(
      "SELECT seq, fields FROM audit_event WHERE practice_id = \(scope) AND action = 'audit.seal' ORDER BY seq"
    ) { row in AuditSeal(fields: try row.text(1), seq: try row.int(0)) }.compactMap(\.self)
  }

  /// Records that something was read or refused. The router calls it before the response leaves; a handler cannot.
  @_spi(Bootstrap) public borrowing func recordAccess(_ event: AuditEvent) throws {
    let (scope, connection) = (self.scope, self.connection)
    try connection.transaction { try AuditTrail.append(event, scope, connection) }
  }
}
