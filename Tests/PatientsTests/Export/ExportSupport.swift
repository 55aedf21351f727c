import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import Synchronization
import Templates
import TestSupport
import Testing

@testable import Patients
@testable import Server

/// Copies of records, ordered as people do and built as the job workers do.
enum ExportFixture {
  static let catalogs: Catalogs = {
    do { return try Catalogs(directory: TestServer.repository + "/templates") } catch { fatalError("\(error)") }
  }()

  static func exporter(rowsAtOnce: Int = 200) -> PatientExporter {
    var exporter = PatientExporter(clinical: ExportWiring.clinical, catalogs: catalogs)
    exporter.limits.rowsAtOnce = rowsAtOnce
    return exporter
  }

  /// What Tests/peers/read_export.py says of an archive.
  struct Read: Decodable {
    let names: [String]
    let broken: String?
    let type: String
    let types: [String: Int]
    let problems: [String]
    let language: String
    let direction: String
    let words: String
    let tags: [String: Int]
    let open: [String]
    let handlers: [String]
  }

  static func read(_ archive: [UInt8]) throws -> Read {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/copy.zip"
    try Data(archive).write(to: URL(filePath: path))
    let line = try Peer.start("read_export.py", [path]).line(withinMilliseconds: 120_000)
    return try JSONDecoder().decode(Read.self, from: Data(line.utf8))
  }

  /// Resources of a copy by type.
  static func types(_ archive: [UInt8]) throws -> [String: Int] {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/copy.zip"
    try Data(archive).write(to: URL(filePath: path))
    let code = """
      import sys, zipfile, json, collections
      entries = json.loads(zipfile.ZipFile(sys.argv[1]).read("patient.json"))["entry"]
      print(json.dumps(collections.Counter(entry["resource"]["resourceType"] for entry in entries)))
      """
    let line = try ChildProcess(Peer.python, ["-c", code, path]).line(withinMilliseconds: 60_000)
    return try JSONDecoder().decode([String: Int].self, from: Data(line.utf8))
  }

  /// A file of an archive, by Python.
  static func file(_ name: String, of archive: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/copy.zip"
    try Data(archive).write(to: URL(filePath: path))
    let code =
      "import sys, zipfile, base64; print(base64.b64encode(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2])).decode())"
    let line = try ChildProcess(Peer.python, ["-c", code, path, name]).line(withinMilliseconds: 60_000)
    return Array(try #require(Data(base64Encoded: line)))
  }
}

/// The steps that a job went through, and where it is ended.
final class ExportKiller: Sendable {
  struct Killed: Error {}
  private let state = Mutex<(steps: [PatientExporter.Step], fatal: Int?)>(([], nil))
  var steps: [PatientExporter.Step] { state.withLock { $0.steps } }
  /// The number of the step to be ended at, from 0.
  func kill(at step: Int?) { state.withLock { $0 = ([], step) } }

  func note(_ step: PatientExporter.Step) throws {
    let isFatal = state.withLock { state in
      state.steps.append(step)
      return state.steps.count - 1 == state.fatal
    }
    if isFatal { throw Killed() }
  }
}

extension TestPractice {
  /// Runs what is due of copies, as a worker would, until nothing is left. Other tests' workers are kept from it.
  @discardableResult
  func buildExports(_ exporter: PatientExporter = ExportFixture.exporter(), now: Instant = .now) throws -> [JobOutcome]
  {
    var outcomes: [JobOutcome] = []
    while let job = try nextExportJob() {
      outcomes.append(try asJob { db in try ExportJob(exporter: exporter).run(job, now, db) })
      try endJob(job.payload, "done")
    }
    return outcomes
  }

  @discardableResult
  func asJob<Result>(_ body: (borrowing TenantConnection) throws -> Result) throws -> Result { try enter(.job, body) }

  func nextExportJob() throws -> ClaimedJob? {
    try asOperator { db in
      let payload = try db.reader.first(
        """
        SELECT payload FROM jobs_job
        WHERE practice_id = \(db.scope) AND kind = 'patient.export' AND state NOT IN ('done', 'dead')
        ORDER BY created_at, id LIMIT 1
        """
      ) { try $0.text(0) }
      return payload.map {
        ClaimedJob(practice: db.scope.practice, id: .make(), kind: "patient.export", payload: $0, attempt: 1)
      }
    }
  }
  func endJob(_ payload: String, _ state: String) throws {
    try asOperator { db in
      try db.transaction(AuditEvent("test.job", "jobs_job", nil)) { tx in
        try tx.execute(
          """
          UPDATE jobs_job SET state = \(state)
          WHERE practice_id = \(tx.scope) AND kind = 'patient.export' AND payload = \(payload)
          """)
      }
    }
  }

  func exports(of patient: PatientID) throws -> [Export] {
    try asOperator { db in
      try db.reader.rows(
        "SELECT id FROM patients_export WHERE practice_id = \(db.scope) AND patient_id = \(patient) ORDER BY ordered_at, id"
      ) { try $0.id(0, as: ExportID.self) }.compactMap { try Exports.find($0, in: db.reader) }
    }
  }
  /// Kind, position and bytes as they lie in the table.
  func exportParts(_ export: ExportID) throws -> [(kind: String, position: Int, content: [UInt8]?, record: [UInt8]?)] {
    try asOperator { db in
      try db.reader.rows(
        """
        SELECT kind, position, sealed_content, sealed_record FROM patients_export_part
        WHERE practice_id = \(db.scope) AND export_id = \(export) ORDER BY kind, position
        """
      ) { row in
        (
          kind: try row.text(0), position: try row.int(1), content: try row.bytesIfPresent(2),
          record: try row.bytesIfPresent(3)
        )
      }
    }
  }

  /// Orders, builds and opens a copy, without the pages.
  func export(_ patient: PatientID, _ exporter: PatientExporter = ExportFixture.exporter()) throws -> [UInt8] {
    let id = try orderExport(of: patient)
    try buildExports(exporter)
    return try asOperator { db in
      let export = try #require(try Exports.find(id, in: db.reader))
      #expect(export.state == .ready)
      return try #require(try ExportParts.archive(of: export, in: db.reader))
    }
  }
  @discardableResult
  func orderExport(of patient: PatientID, by orderer: ExportOrderer = .patient) throws -> ExportID {
    let id = ExportID.make()
    try asOperator { db in
      let person = try #require(try ExportPerson.find(patient, in: db.reader))
      try db.transaction(AuditEvent("patient.export.order", "patients_export", id.id, patient: patient)) { tx in
        let isOrdered = try Exports.order(id, of: patient, by: orderer, person.language, now: .now, in: tx)
        #expect(isOrdered)
      }
    }
    return id
  }

  /// Actions about copies in the trail, in their order.
  func exportActions() throws -> [String] {
    try asOperator { db in
      try db.reader.rows(
        """
        SELECT action FROM audit_event
        WHERE practice_id = \(db.scope) AND action LIKE 'patient.export.%' AND action <> 'patient.export.part' ORDER BY seq
        """
      ) { String(try $0.text(0).dropFirst("patient.export.".count)) }
    }
  }

  /// A patient with one of everything that a copy holds.
  func addEverything() throws -> PatientID {
    try importBundle()
    let patient = try imported()
    try addAppointments(
      for: patient, at: [(Instant.now.adding(days: -3), "fulfilled"), (Instant.now.adding(days: 3), "booked")])
    try asOperator { db in
      try db.transaction(AuditEvent("test.everything", "patients_patient", nil)) { tx in
        try tx.execute(
          "UPDATE patients_patient SET language = 'en' WHERE practice_id = \(tx.scope) AND id = \(patient)")
        try addPeople(to: patient, in: tx)
        try addSayings(to: patient, in: tx)
      }
      try db.reader.recordAccess(AuditEvent("chart.read", "patients_patient", patient.id, patient: patient))
    }
    return patient
  }

  /// What staff wrote to the patient `pat`, and what brings it.
  func addWords(_ words: String, by medium: String, _ state: String, sentAt: Instant?) throws {
    try asOperator { db in
      try db.transaction(AuditEvent("test.fill", "messaging_message", nil, patient: pat)) { tx in
        let (message, notice) = (EntityID.make(), EntityID.make())
        let text = try tx.seal(
          words, SealedColumn("messaging_message", "sealed_text"), row: message, patient: pat)
        let recipient = try tx.seal(
          "erika@example.org", SealedColumn("messaging_notice", "sealed_recipient"), row: notice, patient: pat)
        try tx.execute(
          """
          INSERT INTO messaging_message (practice_id, id, patient_id, author, user_id, medium, sealed_text, form_key,
            written_at, is_open)
          VALUES (\(tx.scope), \(message), \(pat), 'staff', \(alice), \(medium), \(text), \(message.bytes),
            \(Instant.now), FALSE)
          """)
        try tx.execute(
          """
          INSERT INTO messaging_notice (practice_id, id, message_id, rule, channel, language, sealed_recipient, send_at,
            created_at, state, sent_at)
          VALUES (\(tx.scope), \(notice), \(message), 'words', \(medium), 'en', \(recipient), \(Instant.now),
            \(Instant.now), \(state), \(sentAt))
          """)
      }
    }
  }

  private func addPeople(to patient: PatientID, in tx: borrowing TenantTransaction) throws {
    let (account, guardian, emergency) = (EntityID.make(), EntityID.make(), EntityID.make())
    let email = SealedColumn("identity_portal_account", "sealed_email")
    try tx.execute(
      """
      INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, created_at)
      VALUES (\(tx.scope), \(account), \(tx.seal("guardian@private.example", email, row: account)),
        \(tx.blindIndex("guardian@private.example", of: "email")), \(Instant.now))
      """)
    let name = SealedColumn("identity_related_person", "sealed_name")
    try tx.execute(
      """
      INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, created_at)
      VALUES (\(tx.scope), \(guardian), \(account), \(patient), \(tx.seal("Gudrun <Guardian>", name, row: guardian)),
        'parent', \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
      VALUES (\(tx.scope), \(patient), \(alice), \(Instant.now))
      """)
    let reason = try tx.seal("Fell from a ladder", EmergencyAccess.reasonColumn, row: emergency, patient: patient)
    try tx.execute(
      """
      INSERT INTO patients_emergency_access (practice_id, id, user_id, patient_id, sealed_reason, created_at, expires_at)
      VALUES (\(tx.scope), \(emergency), \(alice), \(patient), \(reason), \(Instant.now), \(Instant.now))
      """)
  }

  private func addSayings(to patient: PatientID, in tx: borrowing TenantTransaction) throws {
    let (note, column) = ("A <b>note</b> & more", PatientColumns.note)
    try tx.execute(
      """
      UPDATE patients_patient SET sealed_note = \(tx.seal(note, column, row: patient.id)), restricted_at = \(Instant.now)
      WHERE practice_id = \(tx.scope) AND id = \(patient)
      """)
    let visit = try #require(
      try tx.first(
        """
        SELECT id FROM scheduling_appointment WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
        ORDER BY starts_at LIMIT 1
        """
      ) { try $0.id(0) })
    let wish = try tx.seal(
      "A quiet room, please", SealedColumn("scheduling_appointment", "sealed_note"), row: visit, patient: patient)
    let answer = try tx.seal(
      "Please <call> us", SealedColumn("scheduling_appointment", "sealed_answer"), row: visit, patient: patient)
    try tx.execute(
      """
      UPDATE scheduling_appointment SET price_minor = 9550, payment = 'paid', sealed_note = \(wish),
        sealed_answer = \(answer)
      WHERE practice_id = \(tx.scope) AND id = \(visit)
      """)
    let notice = EntityID.make()
    let recipient = try tx.seal(
      "erika@example.org", SealedColumn("messaging_notice", "sealed_recipient"), row: notice, patient: patient)
    try tx.execute(
      """
      INSERT INTO messaging_notice (practice_id, id, appointment_id, rule, channel, language, sealed_recipient, send_at,
        created_at, state, sent_at, outcome)
      VALUES (\(tx.scope), \(notice), \(visit), 'confirmation', 'email', 'en', \(recipient), \(Instant.now),
        \(Instant.now), 'sent', \(Instant.now), 'taken by the mail server (250)')
      """)
    let message = EntityID.make()
    let words = try tx.seal(
      "Please bring <water>", SealedColumn("messaging_message", "sealed_text"), row: message, patient: patient)
    try tx.execute(
      """
      INSERT INTO messaging_message (practice_id, id, patient_id, author, user_id, medium, sealed_text, form_key,
        written_at, is_open)
      VALUES (\(tx.scope), \(message), \(patient), 'staff', \(alice), 'portal', \(words), \(message.bytes),
        \(Instant.now), FALSE)
      """)
    try tx.execute(
      """
      INSERT INTO messaging_preference (practice_id, patient_id, zone, no_sms_by, no_sms_at)
      VALUES (\(tx.scope), \(patient), 'Europe/Berlin', 'reply', \(Instant.now))
      """)
    let text = try ConsentTexts.add(.marketing, .en, "I agree to <news>.", version: 1, now: .now, in: tx)
    try Consents.give(.marketing, text: text, of: patient, by: .patient, now: .now, in: tx)
  }
}
