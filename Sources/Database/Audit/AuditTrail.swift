internal import Core
internal import SQL
internal import Crypto

/// Appends to a practice's chain: `mac = HMAC(K_audit, canonical form with the mac before)`.
enum AuditTrail {
  static let genesis = [UInt8](repeating: 0, count: 32)

  /// Inside a transaction, as its last statements: the head row is the one lock all writers of a practice share.
  static func append(_ event: AuditEvent, _ scope: TenantScope, _ connection: Connection) throws {
    var head: (seq: UInt64, mac: [UInt8])?
    try connection.run("SELECT seq, mac FROM audit_head WHERE practice_id = \(scope) FOR UPDATE") { row in
      head = (UInt64(try row.int(0)), try row.bytes(1))
    }
    guard let head else { throw RowError(description: "practice \(scope.practice) has no audit head") }
    let record = record(event, scope, seq: head.seq + 1)
    let mac = try connection.requireKeyring().auditMAC(record.canonical(after: head.mac))
    try connection.run(
      """
      INSERT INTO audit_event (practice_id, seq, at, actor_kind, actor_id, role, address, request_id, action, entity,
        entity_id, patient_id, fields, mac, form, session_id, on_behalf_of, result)
      VALUES (\(scope), \(Int64(record.seq)), \(Instant(microseconds: record.at)), \(record.actorKind),
        \(record.actorID), \(record.role), \(record.address), \(record.requestID), \(record.action),
        \(record.entity), \(record.entityID), \(record.patientID), \(record.fields), \(mac), \(record.form.rawValue),
        \(record.sessionID), \(record.onBehalfOf), \(record.result))
      """)
    try connection.run("UPDATE audit_head SET seq = \(Int64(record.seq)), mac = \(mac) WHERE practice_id = \(scope)")
  }

  private static func record(_ event: AuditEvent, _ scope: TenantScope, seq: UInt64) -> AuditRecord {
    AuditRecord(
      form: .second, practice: scope.practice.id, seq: seq, at: Instant.now.microseconds,
      actorKind: scope.actor.kind, actorID: scope.actor.id, role: scope.actor.role?.rawValue ?? "",
      address: scope.origin.address, requestID: scope.origin.requestID, action: "\(event.action)",
      entity: "\(event.entity)", entityID: event.entityID, patientID: event.patient?.id,
      fields: event.fields.joined(separator: ","), sessionID: scope.session, onBehalfOf: scope.onBehalfOf,
      result: event.result.rawValue)
  }
}
