import Core
import Database
import SQL

/// Taking an import back: exactly what it created, and only while nothing else has come to depend on it.
enum ImportUndo {
  /// Why it cannot be taken back.
  struct Obstacle: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      /// The patient's details were changed since.
      case edited
      case appointments
      /// Records of another origin stand in the patient's chart.
      case otherRecords
      /// The patient signed in, or was sent a link to.
      case signIns
      /// Imported records were changed since.
      case changedRecords
      /// Something else refers to the patient.
      case other
    }
    /// Nil when it is about the import as a whole.
    let patient: PatientID?
    let name: PersonName?
    let kind: Kind
    let count: Int
  }
  struct Refused: Error {
    let obstacles: [Obstacle]
  }

  /// - Throws: ``Refused`` and changes nothing when there are obstacles; `Refusal.conflict`'s cause, ``Gone``, when the
  ///   import is not (or no longer) carried out.
  static func run(_ id: ImportID, _ clinical: ClinicalImport, in db: borrowing TenantConnection) throws {
    do {
      try db.transaction(AuditEvent("import.undo", "patients_import", id.id)) { tx in
        guard try Imports.markUndone(id, in: tx) else { throw Gone() }
        // Whoever books or signs in now waits for these rows.
        _ = try tx.rows(
          "SELECT id FROM patients_patient WHERE practice_id = \(tx.scope) AND import_id = \(id) FOR UPDATE"
        ) { try $0.id(0) as EntityID }
        let obstacles = try obstacles(id, in: tx.reader)
        guard obstacles.isEmpty else { throw Refused(obstacles: obstacles) }
        _ = try clinical.remove(id, tx)
        try tx.execute("DELETE FROM patients_patient WHERE practice_id = \(tx.scope) AND import_id = \(id)")
      }
    } catch let error as DatabaseError where error.code == foreignKeyHolds {
      // A table that this file does not know yet.
      throw Refused(obstacles: [Obstacle(patient: nil, name: nil, kind: .other, count: 1)])
    }
  }
  struct Gone: Error {}
  private static let foreignKeyHolds: UInt32 = 1451

  static func obstacles(_ id: ImportID, in db: borrowing TenantReader) throws -> [Obstacle] {
    let people = try db.rows(
      """
      SELECT p.id, p.sealed_name, p.version,
        (SELECT COUNT(*) FROM scheduling_appointment a WHERE a.practice_id = \(db.scope) AND a.patient_id = p.id),
        (SELECT COUNT(*) FROM identity_session s WHERE s.practice_id = \(db.scope) AND s.patient_id = p.id)
        + (SELECT COUNT(*) FROM identity_email_challenge e WHERE e.practice_id = \(db.scope) AND e.patient_id = p.id),
        (SELECT COUNT(*) FROM clinical_allergy c
         WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
        + (SELECT COUNT(*) FROM clinical_condition c
           WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
        + (SELECT COUNT(*) FROM clinical_medication c
           WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
        + (SELECT COUNT(*) FROM clinical_encounter c
           WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
        + (SELECT COUNT(*) FROM clinical_immunization c
           WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
        + (SELECT COUNT(*) FROM clinical_observation c
           WHERE c.practice_id = \(db.scope) AND c.patient_id = p.id AND NOT c.import_id <=> \(id))
      FROM patients_patient p WHERE p.practice_id = \(db.scope) AND p.import_id = \(id) ORDER BY p.id
      """
    ) { row -> [Obstacle] in
      let patient = try row.id(0, as: PatientID.self)
      let name = try PatientColumns.name(row, 1, of: patient)
      let counts: [(Obstacle.Kind, Int)] = [
        (.edited, try row.int(2) - 1), (.appointments, try row.int(3)), (.signIns, try row.int(4)),
        (.otherRecords, try row.int(5)),
      ]
      return counts.filter { $0.1 > 0 }.map { Obstacle(patient: patient, name: name, kind: $0.0, count: $0.1) }
    }
    let changed = try changedRecords(id, in: db)
    return people.flatMap(\.self)
      + (changed > 0 ? [Obstacle(patient: nil, name: nil, kind: .changedRecords, count: changed)] : [])
  }

  private static func changedRecords(_ id: ImportID, in db: borrowing TenantReader) throws -> Int {
    let counts = try db.rows(
      """
      SELECT COUNT(*) FROM clinical_allergy WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      UNION ALL SELECT COUNT(*) FROM clinical_condition
      WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      UNION ALL SELECT COUNT(*) FROM clinical_medication
      WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      UNION ALL SELECT COUNT(*) FROM clinical_encounter
      WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      UNION ALL SELECT COUNT(*) FROM clinical_immunization
      WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      UNION ALL SELECT COUNT(*) FROM clinical_observation
      WHERE practice_id = \(db.scope) AND import_id = \(id) AND version > 1
      """
    ) { try $0.int(0) }
    return counts.reduce(0, +)
  }
}
