import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Patients
@testable import Server
import SQL
import Testing
import TestSupport

/// Every table that says something of patients: after an erasure it says nothing of this one, or stands here with a
/// reason. A new table fails until it does either.
@Suite struct ErasedTablesTests {
  /// Rows that stay. What is sealed in them must be gone all the same, and this says why the rest may stay.
  private static let kept: [String: String] = [
    "patients_patient": "a number that appointments and the trail refer to; name and contact are overwritten",
    "patients_erasure": "says that and when it was erased",
    "patients_consent": "proves that what was done then was allowed (GDPR Art. 7(1)); topic, text and time alone",
    "scheduling_appointment": "the practice's books: times, services and prices, without what was written",
    "scheduling_claim": "the times of those appointments",
    "scheduling_place": "that somebody took a place in those sessions",
    "scheduling_google_copy": "that they stand in a practitioner's own calendar; written anew there, without a name",
    "audit_event": "who did what to which number; kept seven years by law (docs/audit.md)",
  ]
  /// How a table's rows lead to the patient `:p`, and to the account `:g` of who acts for them alone.
  private static let paths: [String: String] = [
    "patients_patient": "t.id = :p",
    "scheduling_claim":
      "t.appointment_id IN (SELECT id FROM praxis_store.scheduling_appointment WHERE patient_id = :p)",
    "scheduling_place":
      "t.appointment_id IN (SELECT id FROM praxis_store.scheduling_appointment WHERE patient_id = :p)",
    "scheduling_google_copy":
      "t.appointment_id IN (SELECT id FROM praxis_store.scheduling_appointment WHERE patient_id = :p)",
    "messaging_notice":
      "t.appointment_id IN (SELECT id FROM praxis_store.scheduling_appointment WHERE patient_id = :p) "
      + "OR t.offer_id IN (SELECT o.id FROM praxis_store.scheduling_offer o JOIN "
      + "praxis_store.scheduling_waitlist_entry e ON e.id = o.entry_id WHERE e.patient_id = :p) "
      + "OR t.entry_id IN (SELECT id FROM praxis_store.scheduling_waitlist_entry WHERE patient_id = :p) "
      + "OR t.message_id IN (SELECT id FROM praxis_store.messaging_message WHERE patient_id = :p) "
      + "OR t.account_id IN (:p, :g) OR t.challenge_id IN "
      + "(SELECT id FROM praxis_store.identity_email_challenge WHERE patient_id = :p OR account_id IN (:p, :g))",
    "scheduling_offer":
      "t.entry_id IN (SELECT id FROM praxis_store.scheduling_waitlist_entry WHERE patient_id = :p)",
    "identity_passkey": "t.account_id IN (:p, :g)",
    "identity_recovery_code": "t.account_id IN (:p, :g)",
    "identity_portal_account": "t.id IN (:p, :g)",
    "identity_email_challenge": "t.patient_id = :p OR t.account_id IN (:p, :g)",
    "identity_session": "t.patient_id = :p OR t.account_id IN (:p, :g)",
  ]

  private let root: Connection
  init() throws { root = try TestServer.connectAsRoot() }

  /// Tables with a patient's id, or a reference that leads to one by any way.
  private func linked() throws -> Set<String> {
    var found: Set<String> = ["patients_patient"]
    try root.run(
      """
      SELECT c.table_name FROM information_schema.columns c
      JOIN information_schema.tables b ON b.table_schema = c.table_schema AND b.table_name = c.table_name
      WHERE c.table_schema = 'praxis_store' AND c.column_name LIKE '%patient_id%' AND b.table_type = 'BASE TABLE'
      """
    ) { row in found.insert(try row.text(0)) }
    var references: [(from: String, to: String)] = []
    try root.run(
      """
      SELECT DISTINCT table_name, referenced_table_name FROM information_schema.key_column_usage
      WHERE table_schema = 'praxis_store' AND referenced_table_name IS NOT NULL
      """
    ) { row in references.append((try row.text(0), try row.text(1))) }
    while let next = references.first(where: { found.contains($0.to) && !found.contains($0.from) }) {
      found.insert(next.from)
    }
    return found
  }

  private func count(_ table: String, _ filled: FilledPatient) throws -> Int {
    let path = Self.paths[table] ?? "t.patient_id = :p"
    var count = 0
    let condition = path.replacing(":p", with: "X'\(Hex.encode(filled.patient.id.bytes))'")
      .replacing(":g", with: "X'\(Hex.encode(filled.guardianAccount.bytes))'")
    try root.run(TestServer.statement("SELECT COUNT(*) FROM praxis_store.\(table) t WHERE \(condition)")) { row in
      count = try row.int(0)
    }
    return count
  }

  /// Messages that name the account of who wrote them.
  private func asked(by filled: FilledPatient) throws -> Int {
    var count = 0
    let account = Hex.encode(filled.guardianAccount.bytes)
    try root.run(
      TestServer.statement("SELECT COUNT(*) FROM praxis_store.messaging_message WHERE account_id = X'\(account)'")
    ) { row in count = try row.int(0) }
    return count
  }

  /// Sealed values of the rows that stay, beside the placeholder of a name.
  private func sealedLeft(_ table: String, _ filled: FilledPatient) throws -> [String] {
    var left: [String] = []
    for place in SealedPlaces.all where "\(place.column.table)" == table && place.name != "patients_patient.sealed_name"
    {
      var count = 0
      let path = table == "patients_patient" ? "id" : "patient_id"
      try root.run(
        TestServer.statement(
          """
          SELECT COUNT(*) FROM praxis_store.\(table)
          WHERE \(path) = X'\(Hex.encode(filled.patient.id.bytes))' AND \(place.column.column) IS NOT NULL
          """)
      ) { row in count = try row.int(0) }
      if count > 0 { left.append(place.name) }
    }
    return left
  }

  private func expectNothing(of filled: FilledPatient, _ when: String) throws {
    for table in try linked().sorted() {
      let left = try count(table, filled)
      if Self.kept[table] == nil {
        #expect(left == 0, "\(when): \(table) still holds \(left) rows: erase them, or say here why they stay")
      } else {
        #expect(try sealedLeft(table, filled) == [], "\(when)")
      }
    }
  }

  @Test func everyTableIsEmptiedOrNamedWithAReason() throws {
    let place = try FilledPatient.Place()
    let (filled, sibling) = (try place.fill(), try place.fill())
    try place.share(filled, sibling)
    let tables = try linked()
    #expect(try asked(by: filled) == 1)
    #expect(tables.count >= 20, "the schema was not read: \(tables)")
    for table in tables.sorted() {
      #expect(try count(table, filled) > 0, "\(table): FilledPatient makes no row, so that its erasure proves nothing")
    }
    #expect(Set(Self.kept.keys).isSubset(of: tables))
    let before = try tables.map { try count($0, sibling) }
    try place.erase(filled.patient, .contact)
    #expect(try count("identity_session", filled) == 0 && count("identity_passkey", filled) == 0)
    #expect(try count("clinical_condition", filled) == 1, "the record waits for its day")
    #expect(try count("patients_care_team", filled) == 1, "and so does who may reach it")
    #expect(try count("messaging_message", filled) == 4 && asked(by: filled) == 0, "words stay, who asked does not")
    try place.erase(filled.patient, .record)
    try expectNothing(of: filled, "after the erasure")
    #expect(try tables.map { try count($0, sibling) } == before, "somebody else's rows are as they were")
    #expect(try place.exists(account: place.shared), "who acts for somebody else as well keeps the account")
  }

  /// A dump from before is put back: the ledger's entries are carried out again, over every table.
  @Test func aRestoredDatabaseIsEmptiedAgainByTheLedger() throws {
    let place = try FilledPatient.Place()
    let filled = try place.fill()
    for part in PatientPart.allCases { try place.erase(filled.patient, part) }
    try expectNothing(of: filled, "after the erasure")
    try place.putBack(filled)
    #expect(try count("clinical_condition", filled) == 1 && count("identity_portal_account", filled) == 2)
    try PrivacyRun.reapply(place.keys.configuration)
    try expectNothing(of: filled, "after the restore")
  }
}
