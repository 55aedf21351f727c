import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport

@testable import Server

/// A practice with a trail of twelve events, two checkpoints that saw it at events 6 and 12, and the rights of whoever
/// owns the database. Events 3 and 4 are of the first form, as an older version wrote them.
final class TamperedTrail {
  let practice: TestPractice
  let stranger: TestPractice
  let key = SigningKey.make()
  private let root: Connection
  private(set) var checkpoints: [CheckpointLine] = []
  /// Hexadecimal ids for statements.
  let own: String
  let other: String

  init() throws {
    practice = try withPractice { $0 }
    stranger = try withPractice { $0 }
    root = try TestServer.connectAsRoot()
    own = Hex.encode(try practice.asOperator { $0.scope.practice.id.bytes })
    other = Hex.encode(try stranger.asOperator { $0.scope.practice.id.bytes })
    for _ in 1...2 { try appendOfFirstForm() }
    try write(2)
    try checkpoint()
    try write(6)
    try checkpoint()
    for _ in 1...12 { try TamperedTrail.write(stranger) }
  }

  func write(_ count: Int) throws { for _ in 0..<count { try TamperedTrail.write(practice) } }

  private static func write(_ practice: TestPractice) throws {
    try practice.asStaff(practice.alice, .practitioner) { db in
      try db.transaction(
        AuditEvent("patient.update", "patients_patient", practice.pat.id, patient: practice.pat, fields: ["phone"])
      ) { _ in }
    }
  }

  private func appendOfFirstForm() throws {
    try practice.asOperator { db in
      let (scope, connection, at) = (db.scope, db.reader.connection, Instant.now)
      let head = try ChainWriter.head(in: db.reader)
      let record = AuditRecord(
        form: .first, practice: scope.practice.id, seq: UInt64(head.seq + 1), at: at.microseconds,
        actorKind: "operator", actorID: nil, role: "", address: "", requestID: "", action: "patient.update",
        entity: "patients_patient", entityID: nil, patientID: nil, fields: "old", sessionID: nil, onBehalfOf: nil,
        result: "")
      let mac = try connection.requireKeyring().auditMAC(record.canonical(after: head.mac))
      try connection.run(
        """
        INSERT INTO audit_event (practice_id, seq, at, actor_kind, role, address, request_id, action, entity, fields,
          mac)
        VALUES (\(scope), \(head.seq + 1), \(at), 'operator', '', '', '', 'patient.update', 'patients_patient', 'old',
          \(mac))
        """)
      try connection.run("UPDATE audit_head SET seq = \(head.seq + 1), mac = \(mac) WHERE practice_id = \(scope)")
    }
  }

  private func checkpoint() throws {
    let head = try practice.connection.withSystem(.audit) { db in
      try db.auditHeads().first { Hex.encode($0.practice.bytes) == own }
    }
    guard let head else { throw TestFailure("no head") }
    let previous = checkpoints.last.map { Digest.sha256(Array($0.text.utf8)) } ?? CheckpointLine.nothingBefore
    checkpoints.append(
      CheckpointLine(
        number: checkpoints.count + 1, kind: checkpoints.isEmpty ? .all : .new, time: .now, previous: previous,
        heads: [AuditHead(practice: head.practice, seq: head.seq, count: head.seq, mac: head.mac)], key: key))
  }

  /// Statements parted by `;`. OWN and OTHER stand for the two practices, COLUMNS for all columns but practice and seq.
  func tamper(_ script: String) throws {
    let columns = """
      at, actor_kind, actor_id, role, address, request_id, action, entity, entity_id, patient_id, fields, mac, form, \
      session_id, on_behalf_of, result
      """
    for statement in script.split(separator: ";") {
      try root.runScript(
        String(statement).replacing("OWN", with: "practice_id = x'\(own)'")
          .replacing("OTHER", with: "practice_id = x'\(other)'")
          .replacing("COLUMNS", with: columns).replacing("ME", with: "x'\(own)'"))
    }
  }

  var file: [UInt8] { Array(checkpoints.map { $0.text + "\n" }.joined().utf8) }

  /// As `praxis audit verify --practice …` says it.
  func report(withCheckpoints: Bool = true, anchor: Anchor? = nil) throws -> AuditReport {
    let reading = withCheckpoints ? CheckpointReading(file, key: key.verifyingKey) : nil
    return try AuditReport(of: practice.slug, reading, anchor, on: try TestServer.connect())
  }

  func anchor() throws -> Anchor {
    guard let line = checkpoints.last, let head = line.heads.first else { throw TestFailure("no checkpoint") }
    return Anchor(
      head, time: line.time, checkpoint: line.number, lineHash: Digest.sha256(Array(line.text.utf8)), key: key)
  }
}
