internal import Core
internal import Crypto
internal import SQL

/// What `praxis audit verify` found for one practice.
public enum AuditVerdict: Sendable, Equatable {
  case intact(events: Int)
  /// The first sequence number at which the chain does not hold, and why in one sentence.
  case broken(seq: Int, reason: String)
}

extension TenantReader {
  /// Walks the whole chain of this practice from its first event to its head.
  @_spi(Bootstrap) public borrowing func verifyAuditTrail() throws -> AuditVerdict {
    let ring = try connection.requireKeyring()
    let head = try first("SELECT seq, mac FROM audit_head WHERE practice_id = \(scope)") { row in
      (seq: try row.int(0), mac: try row.bytes(1))
    }
    guard let head else { return .broken(seq: 0, reason: "The head of the chain is missing.") }
    var (expected, mac) = (1, AuditTrail.genesis)
    var verdict: AuditVerdict?
    try connection.run(
      """
      SELECT seq, at, actor_kind, actor_id, role, address, request_id, action, entity, entity_id, patient_id, fields, mac
      FROM audit_event WHERE practice_id = \(scope) ORDER BY seq
      """
    ) { row in
      guard verdict == nil else { return }
      let seq = try row.int(0)
      guard seq == expected else {
        verdict = .broken(seq: expected, reason: "Event \(expected) is missing; the next one is \(seq).")
        return
      }
      let record = AuditRecord(
        practice: self.scope.practice.id, seq: UInt64(seq), at: try row.instant(1).microseconds,
        actorKind: try row.text(2), actorID: try row.idIfPresent(3), role: try row.text(4), address: try row.text(5),
        requestID: try row.text(6), action: try row.text(7), entity: try row.text(8), entityID: try row.idIfPresent(9),
        patientID: try row.idIfPresent(10), fields: try row.text(11))
      mac = ring.auditMAC(record.canonical(after: mac))
      guard Digest.areEqual(mac, try row.bytes(12)) else {
        verdict = .broken(seq: seq, reason: "Event \(seq) or the one before it was changed.")
        return
      }
      expected += 1
    }
    if let verdict { return verdict }
    guard head.seq == expected - 1, Digest.areEqual(head.mac, mac) else {
      return .broken(seq: expected, reason: "The chain ends at \(expected - 1), its head says \(head.seq).")
    }
    return .intact(events: expected - 1)
  }

  /// Records that a patient's chart was read. The router calls it before the response leaves; a handler cannot.
  @_spi(Bootstrap) public borrowing func recordAccess(_ event: AuditEvent) throws {
    let (scope, connection) = (self.scope, self.connection)
    try connection.transaction { try AuditTrail.append(event, scope, connection) }
  }
}
