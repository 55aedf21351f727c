import Core
import Crypto
@_spi(Bootstrap) import Database
import Patients
import SQL

/// `praxis privacy …`.
public enum PrivacyRun {
  /// Erases again whatever the ledger says was erased and this database, or this copy of the patients' keys, still holds.
  /// - Returns: after printing how many there were.
  public static func reapply(_ configuration: Configuration) throws(OperatorError) {
    let entries = try ErasureLedger(path: configuration.erasureLedger).entries()
    let forgotten = try PatientKeyFile.forget(
      entries.map { ($0.practice, $0.patient, $0.part) }, path: configuration.patientKeyFile,
      keyFile: configuration.keyFile)
    let emptied = try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      let eraser = ErasureWiring.eraser(configuration)
      return try pending(entries, on: connection) { entry, db in
        let patient = PatientID(entry.patient)
        let event = AuditEvent(
          "patient.erase", "patients_patient", patient.id, patient: patient,
          fields: [ErasureLedger.word(entry.part), "again"])
        try db.transaction(event) { tx in
          try Erasures.apply(entry.part, of: patient, eraser, now: .now, in: tx)
        }
      }
    }
    StandardOutput.line(
      "The ledger holds \(entries.count) erasures. Destroyed \(forgotten) keys again, emptied \(emptied) parts again.")
  }

  /// Erasures that are not in force, counted by keys and by rows.
  static func unapplied(_ configuration: Configuration, _ keys: MasterKeys, on connection: Connection) throws -> Int {
    let entries = try ErasureLedger(path: configuration.erasureLedger).entries()
    let known = entries.filter {
      keys.patients?.hasForgotten(practice: $0.practice, patient: $0.patient, part: $0.part) == false
    }
    return known.count + (try pending(entries, on: connection) { _, _ in })
  }

  /// Goes through entries whose rows are still full; gives their number.
  private static func pending(
    _ entries: [ErasureLedger.Entry], on connection: Connection,
    _ body: (ErasureLedger.Entry, borrowing TenantConnection) throws -> Void
  ) throws -> Int {
    guard !entries.isEmpty else { return 0 }
    let practices = try connection.withSystem(.check) { db in
      try db.rows("SELECT practice_id, slug FROM system_practice") { (id: try $0.id(0), slug: try $0.text(1)) }
    }
    var count = 0
    for practice in practices {
      let own = entries.filter { $0.practice == practice.id }
      guard !own.isEmpty else { continue }
      _ = try connection.withPractice(slug: practice.slug, actor: .operatorCommand, origin: .local) { db in
        for entry in own where try !Erasures.isApplied(entry.part, of: PatientID(entry.patient), in: db.reader) {
          count += 1
          try body(entry, db)
        }
      }
    }
    return count
  }
}
