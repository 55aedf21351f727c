import Core
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

@Suite struct AuditTests {
  private func verdict(_ p: TestPractice) throws -> AuditVerdict {
    try p.asOperator { try $0.reader.verifyAuditTrail() }
  }

  private func write(_ count: Int, _ p: TestPractice) throws {
    for number in 0..<count {
      try p.asOperator { db in
        try db.transaction(
          AuditEvent("test.write", "patients_patient", p.pat.id, patient: p.pat, fields: ["f\(number)"])
        ) { tx in
          try tx.execute(
            "UPDATE patients_patient SET version = version + 1 WHERE practice_id = \(tx.scope) AND id = \(p.pat)")
        }
      }
    }
  }

  @Test func anUntouchedTrailIsIntact() throws {
    try withPractice { p in
      try write(5, p)
      #expect(try verdict(p) == .intact(events: 7))
    }
  }

  /// Each kind of tampering with SQL, and the first sequence number the verifier must name.
  @Test(arguments: [
    ("UPDATE audit_event SET action = 'chart.read' WHERE seq = 4", 4),
    ("UPDATE audit_event SET at = at + INTERVAL 1 SECOND WHERE seq = 4", 4),
    ("UPDATE audit_event SET actor_id = RANDOM_BYTES(16) WHERE seq = 5", 5),
    ("UPDATE audit_event SET patient_id = NULL WHERE seq = 5", 5),
    ("UPDATE audit_event SET fields = 'f9' WHERE seq = 6", 6),
    ("UPDATE audit_event SET mac = RANDOM_BYTES(32) WHERE seq = 3", 3),
    ("DELETE FROM audit_event WHERE seq = 4", 4),
    ("DELETE FROM audit_event WHERE seq = 1", 1),
    ("DELETE FROM audit_event WHERE seq = 7", 7),
    (
      "UPDATE audit_event SET seq = CASE seq WHEN 4 THEN 104 WHEN 5 THEN 4 ELSE seq END WHERE seq IN (4, 5) ORDER BY seq",
      4
    ),
    ("UPDATE audit_head SET seq = 6", 8),
    ("UPDATE audit_head SET mac = RANDOM_BYTES(32)", 8),
  ])
  func tamperingIsNamed(_ tampering: String, _ seq: Int) throws {
    try withPractice { p in
      try write(5, p)
      let id = try p.asOperator { Hex.encode($0.scope.practice.id.bytes) }
      let root = try TestServer.connectAsRoot()
      let condition = tampering.contains("WHERE") ? " AND practice_id = x'\(id)'" : " WHERE practice_id = x'\(id)'"
      let order = tampering.contains(" ORDER BY") ? " ORDER BY seq" : ""
      let text = tampering.replacing(" ORDER BY seq", with: "") + condition + order
      try root.runScript(text)
      guard case .broken(let found, let reason) = try verdict(p) else {
        Issue.record("not noticed: \(text)")
        return
      }
      #expect(found == seq, "\(reason)")
    }
  }
}
