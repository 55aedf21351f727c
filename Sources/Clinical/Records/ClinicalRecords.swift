public import Core
import Crypto
public import Database
import SQL

/// Writing the tables of Clinical. One prepared statement a kind: thousands of rows cost one parse.
public enum ClinicalRecords {
  static func column(of kind: ClinicalKind) -> SealedColumn {
    switch kind {
    case .allergy: SealedColumn("clinical_allergy", "sealed_content")
    case .condition: SealedColumn("clinical_condition", "sealed_content")
    case .medication: SealedColumn("clinical_medication", "sealed_content")
    case .encounter: SealedColumn("clinical_encounter", "sealed_content")
    case .immunization: SealedColumn("clinical_immunization", "sealed_content")
    case .observation: SealedColumn("clinical_observation", "sealed_content")
    }
  }

  /// - Throws: ``Database/DatabaseError`` with `isDuplicate` when a record of this source is here already.
  public static func insert(_ record: NewClinicalRecord, now: Instant, in tx: borrowing TenantTransaction) throws {
    let id = EntityID.make(at: now)
    let sealed = try tx.seal(record.content.json, column(of: record.kind), row: id, patient: record.patient)
    let (from, to) = (record.from.map(day), record.to.map(day))
    switch record.kind {
    case .allergy:
      try tx.execute(
        """
        INSERT INTO clinical_allergy (practice_id, id, patient_id, clinical_status, criticality, onset_date,
          sealed_content, source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.status), \(record.mark), \(from), \(sealed),
          \(record.sourceIndex), \(record.importID), \(now))
        """)
    case .condition:
      try tx.execute(
        """
        INSERT INTO clinical_condition (practice_id, id, patient_id, clinical_status, onset_date, abatement_date,
          sealed_content, source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.status), \(from), \(to), \(sealed),
          \(record.sourceIndex), \(record.importID), \(now))
        """)
    case .medication:
      try tx.execute(
        """
        INSERT INTO clinical_medication (practice_id, id, patient_id, status, authored_date, sealed_content,
          source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.status), \(from), \(sealed), \(record.sourceIndex),
          \(record.importID), \(now))
        """)
    case .encounter:
      try tx.execute(
        """
        INSERT INTO clinical_encounter (practice_id, id, patient_id, status, started_at, ended_at, sealed_content,
          source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.status), \(record.from), \(record.to), \(sealed),
          \(record.sourceIndex), \(record.importID), \(now))
        """)
    case .immunization:
      try tx.execute(
        """
        INSERT INTO clinical_immunization (practice_id, id, patient_id, status, occurrence_date, sealed_content,
          source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.status), \(from), \(sealed), \(record.sourceIndex),
          \(record.importID), \(now))
        """)
    case .observation:
      try tx.execute(
        """
        INSERT INTO clinical_observation (practice_id, id, patient_id, code, effective_at, sealed_content,
          source_index, import_id, created_at)
        VALUES (\(tx.scope), \(id), \(record.patient), \(record.mark), \(record.from), \(sealed),
          \(record.sourceIndex), \(record.importID), \(now))
        """)
    }
  }

  private static func day(_ instant: Instant) -> LocalDate { Zone.utc.local(instant).date }

  /// Takes back exactly what one import wrote; gives the number of rows.
  public static func remove(importedBy importID: EntityID, in tx: borrowing TenantTransaction) throws -> Int {
    try tx.execute("DELETE FROM clinical_allergy WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
      + tx.execute("DELETE FROM clinical_condition WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
      + tx.execute("DELETE FROM clinical_medication WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
      + tx.execute("DELETE FROM clinical_encounter WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
      + tx.execute("DELETE FROM clinical_immunization WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
      + tx.execute("DELETE FROM clinical_observation WHERE practice_id = \(tx.scope) AND import_id = \(importID)")
  }
}
