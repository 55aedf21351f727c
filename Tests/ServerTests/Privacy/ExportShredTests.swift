import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import Templates
import TestSupport
import Testing

@testable import Patients
@testable import Server

/// A copy that was made before somebody was erased opens nowhere afterwards, in a backup of the database either.
@Suite struct ExportShredTests {
  @Test func aCopyInABackupIsClosedWithTheContactData() throws {
    let keys = try KeyFolder()
    let (slug, patient) = ("e" + Hex.encode(SecureRandom.bytes(8)), PatientID.make())
    let connection = try keys.connect()
    try connection.provision(
      NewPractice(slug: slug, name: "Shred", zoneName: "Europe/Berlin", language: .en, currencyCode: "EUR"),
      now: .now)
    func inside<Result>(
      _ connection: Connection, _ body: (borrowing TenantConnection) throws -> Result
    ) throws -> Result {
      try #require(try connection.withPractice(slug: slug, actor: .job, origin: .local, body))
    }
    let id = ExportID.make()
    let exporter = PatientExporter(
      clinical: ExportWiring.clinical, catalogs: try Catalogs(directory: TestServer.repository + "/templates"))
    let export = try inside(connection) { db in
      try db.transaction(AuditEvent("patient.export.order", "patients_export", id.id, patient: patient)) { tx in
        try TestPractice.add(patient, in: tx)
        _ = try Exports.order(id, of: patient, by: .patient, .en, now: .now, in: tx)
        // No other test's worker holds these keys.
        try tx.execute("UPDATE jobs_job SET state = 'done' WHERE practice_id = \(tx.scope)")
      }
      try exporter.build(id, in: db)
      return try #require(try Exports.find(id, in: db.reader))
    }
    let archive = try inside(connection) { try ExportParts.archive(of: export, in: $0.reader) }
    #expect(archive?.starts(with: Array("PK".utf8)) == true)
    _ = try inside(connection) { db in
      try PatientKeyFile.forget(
        [(db.scope.practice.id, patient.id, .contact)], path: keys.patientKeyFile, keyFile: keys.keyFile)
    }
    // The rows are still there, as in a backup.
    let later = try keys.connect()
    #expect(throws: SealError.self) { try inside(later) { try ExportParts.archive(of: export, in: $0.reader) } }
  }
}

extension PatientExporter {
  /// Carries an order out as its job does.
  fileprivate func build(_ id: ExportID, in db: borrowing TenantConnection) throws {
    let job = ClaimedJob(
      practice: db.scope.practice, id: .make(), kind: "patient.export", payload: "\(id) 1 0", attempt: 1)
    #expect(try ExportJob(exporter: self).run(job, .now, db) == .done)
  }
}
