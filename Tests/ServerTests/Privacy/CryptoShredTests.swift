import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import Patients
@testable import Server
import SQL
import Testing
import TestSupport

/// A patient who was erased stays erased: in the database, and in every older copy of it.
@Suite struct CryptoShredTests {
  private let name = SealedColumn("patients_patient", "sealed_name")
  private let email = SealedColumn("patients_patient", "sealed_email")

  private struct Place {
    let keys: KeyFolder
    let slug = "e" + Hex.encode(SecureRandom.bytes(8))
    let erased = PatientID.make()
    let other = PatientID.make()
  }

  private func prepare() throws -> Place {
    let place = Place(keys: try KeyFolder())
    let connection = try place.keys.connect()
    try connection.provision(
      NewPractice(slug: place.slug, name: "Shred", zoneName: "Europe/Berlin", language: .en, currencyCode: "EUR"),
      now: .now)
    try inside(place, connection) { db in
      try db.transaction(AuditEvent("test.cast", "patients_patient", nil)) { tx in
        for patient in [place.erased, place.other] {
          try TestPractice.add(patient, in: tx)
          try tx.execute(
            """
            UPDATE patients_patient SET sealed_email = \(tx.seal("pat@example.org", self.email, row: patient.id))
            WHERE practice_id = \(tx.scope) AND id = \(patient)
            """)
        }
      }
    }
    return place
  }

  @discardableResult
  private func inside<Result>(
    _ place: Place, _ connection: Connection, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    let found = try connection.withPractice(slug: place.slug, actor: .operatorCommand, origin: .local, body)
    return try #require(found)
  }

  private func erase(_ place: Place, _ part: PatientPart) throws {
    let eraser = ErasureWiring.eraser(place.keys.configuration)
    try inside(place, try place.keys.connect()) { db in
      try ErasureLedger(path: place.keys.configuration.erasureLedger).add(
        .init(practice: db.scope.practice.id, patient: place.erased.id, part: part), at: .now)
      try PatientKeyFile.forget(
        [(db.scope.practice.id, place.erased.id, part)], path: place.keys.patientKeyFile, keyFile: place.keys.keyFile)
      try db.transaction(AuditEvent("patient.erase", "patients_patient", place.erased.id)) { tx in
        try Erasures.apply(part, of: place.erased, eraser, now: .now, in: tx)
      }
    }
  }

  /// The sealed bytes of both patients, as a backup would hold them.
  private func backup(_ place: Place) throws -> [(id: EntityID, name: [UInt8], email: [UInt8]?)] {
    try inside(place, try place.keys.connect()) { db in
      try db.reader.rows(
        "SELECT id, sealed_name, sealed_email FROM patients_patient WHERE practice_id = \(db.scope) ORDER BY id"
      ) { (id: try $0.id(0), name: try $0.bytes(1), email: try $0.bytesIfPresent(2)) }
    }
  }
  private func restore(_ rows: [(id: EntityID, name: [UInt8], email: [UInt8]?)], _ place: Place) throws {
    try inside(place, try place.keys.connect()) { db in
      try db.transaction(AuditEvent("test.restore", "patients_patient", nil)) { tx in
        for row in rows {
          try tx.execute(
            """
            UPDATE patients_patient SET sealed_name = \(row.name), sealed_email = \(row.email), erased_at = NULL,
              contact_erased_at = NULL
            WHERE practice_id = \(tx.scope) AND id = \(row.id)
            """)
        }
      }
    }
  }
  private func opens(_ patient: PatientID, _ column: Int, _ place: Place) throws -> Bool {
    let sealed = [name, email][column]
    return try inside(place, try place.keys.connect()) { db in
      try db.reader.rows(
        "SELECT sealed_name, sealed_email FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)"
      ) { row in
        do {
          return try row.openedIfPresent(column, sealed, row: patient.id)?.contains("at") ?? false
        } catch is SealError {
          return false
        }
      }.first ?? false
    }
  }

  @Test func aBackupOfTheDatabaseDoesNotBringThemBack() throws {
    let place = try prepare()
    let copy = try backup(place)
    #expect(try opens(place.erased, 0, place) && opens(place.erased, 1, place))
    try erase(place, .contact)
    try erase(place, .record)
    try restore(copy, place)
    #expect(try backup(place).map(\.name) == copy.map(\.name))
    #expect(try !opens(place.erased, 0, place) && !opens(place.erased, 1, place))
    #expect(try opens(place.other, 0, place) && opens(place.other, 1, place))
  }

  @Test func eachPartGoesAlone() throws {
    let place = try prepare()
    let copy = try backup(place)
    try erase(place, .contact)
    try restore(copy, place)
    #expect(try opens(place.erased, 0, place) && !opens(place.erased, 1, place))
  }

  /// Both the database and the file with the patients' keys are put back: the ledger says what to do.
  @Test func theLedgerErasesAgainAfterARestore() throws {
    let place = try prepare()
    let (copy, keys) = (
      try backup(place), try #require(FileManager.default.contents(atPath: place.keys.patientKeyFile))
    )
    try erase(place, .contact)
    try erase(place, .record)
    func unapplied() throws -> Int {
      try PrivacyRun.unapplied(place.keys.configuration, try place.keys.keys(), on: try place.keys.connect())
    }
    #expect(try unapplied() == 0)
    try restore(copy, place)
    try keys.write(to: URL(filePath: place.keys.patientKeyFile))
    #expect(try opens(place.erased, 0, place))
    #expect(try unapplied() == 4)
    try PrivacyRun.reapply(place.keys.configuration)
    #expect(try unapplied() == 0)
    #expect(try !opens(place.erased, 0, place) && opens(place.other, 0, place))
    #expect(
      try inside(place, try place.keys.connect()) { try Erasures.isApplied(.record, of: place.erased, in: $0.reader) })
    try PrivacyRun.reapply(place.keys.configuration)
    // A rotation goes on over what was erased, and destroys the old key.
    let states = try inside(place, try place.keys.connect()) { db in
      try db.rotateKeys(now: .now) { _ in }
      return try db.keyStates(counting: true).map(\.state)
    }
    #expect(states == [.destroyed, .current])
    #expect(try opens(place.other, 0, place))
  }

  @Test func theLedgerSurvivesATornLineAndRefusesAWrongOne() throws {
    let folder = try TemporaryDirectory()
    let ledger = ErasureLedger(path: folder.path + "/deep/ledger")
    let entry = ErasureLedger.Entry(practice: .make(), patient: .make(), part: .record)
    #expect(try ledger.entries() == [])
    try ledger.add(entry, at: .now)
    try ledger.add(entry, at: .now)
    #expect(try ledger.entries() == [entry])
    var text = try String(contentsOfFile: ledger.path, encoding: .utf8) + "erase 2026-01-01T"
    try text.write(toFile: ledger.path, atomically: true, encoding: .utf8)
    #expect(try ledger.entries() == [entry])
    let second = ErasureLedger.Entry(practice: .make(), patient: .make(), part: .contact)
    try ledger.add(second, at: .now)
    #expect(try ledger.entries() == [entry, second])
    text = text.replacing(entry.patient.description, with: EntityID.make().description)
    try text.write(toFile: ledger.path, atomically: true, encoding: .utf8)
    #expect(throws: OperatorError.self) { try ledger.entries() }
  }
}
