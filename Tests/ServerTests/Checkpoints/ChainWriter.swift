import Core
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport

/// Adds events to a chain as the product does, but at any time.
enum ChainWriter {
  static func head(in db: borrowing TenantReader) throws -> (seq: Int, mac: [UInt8]) {
    let head = try db.first("SELECT seq, mac FROM audit_head WHERE practice_id = \(db.scope)") {
      (seq: try $0.int(0), mac: try $0.bytes(1))
    }
    guard let head else { throw TestFailure("no head") }
    return head
  }

  static func append(at: Instant, in db: borrowing TenantConnection) throws {
    let (scope, connection) = (db.scope, db.reader.connection)
    let head = try head(in: db.reader)
    let record = AuditRecord(
      form: .second, practice: scope.practice.id, seq: UInt64(head.seq + 1), at: at.microseconds, actorKind: "job",
      actorID: nil, role: "", address: "", requestID: "", action: "notice.send", entity: "messaging_notice",
      entityID: nil, patientID: nil, fields: "", sessionID: nil, onBehalfOf: nil, result: "done")
    let mac = try connection.requireKeyring().auditMAC(record.canonical(after: head.mac))
    try connection.run(
      """
      INSERT INTO audit_event (practice_id, seq, at, actor_kind, role, address, request_id, action, entity, mac, form,
        result)
      VALUES (\(scope), \(head.seq + 1), \(at), 'job', '', '', '', 'notice.send', 'messaging_notice', \(mac), 2, 'done')
      """)
    try connection.run("UPDATE audit_head SET seq = \(head.seq + 1), mac = \(mac) WHERE practice_id = \(scope)")
  }
}
