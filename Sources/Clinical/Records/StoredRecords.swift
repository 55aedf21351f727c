public import Core
public import Database
import SQL

/// A clinical record as it is kept.
public struct StoredRecord: Sendable {
  public let id: EntityID
  /// FHIR status code: `clinicalStatus` of an allergy or a condition, `status` of the others; not of observations.
  public let status: String
  /// `criticality` of an allergy; the code of an observation.
  public let mark: String
  /// The moment it began, where more than a date is known.
  public let from: Instant?
  public let to: Instant?
  public let content: ClinicalContent
}

/// Everything clinical about a patient, page by page, for a copy of the record.
public enum StoredRecords {
  public static func count(
    _ kind: ClinicalKind, of patient: PatientID, in db: borrowing TenantReader
  ) throws -> Int {
    let statement: SQL =
      switch kind {
      case .allergy:
        "SELECT COUNT(*) FROM clinical_allergy WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      case .condition:
        "SELECT COUNT(*) FROM clinical_condition WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      case .medication:
        "SELECT COUNT(*) FROM clinical_medication WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      case .encounter:
        "SELECT COUNT(*) FROM clinical_encounter WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      case .immunization:
        "SELECT COUNT(*) FROM clinical_immunization WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      case .observation:
        "SELECT COUNT(*) FROM clinical_observation WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      }
    return try db.first(statement) { try $0.int(0) } ?? 0
  }

  /// In the order of their ids, those after `after`.
  public static func page(
    _ kind: ClinicalKind, of patient: PatientID, after: EntityID, limit: Int, in db: borrowing TenantReader
  ) throws -> [StoredRecord] {
    try db.rows(statement(kind, patient, after, limit, db.scope)) { row in
      let id = try row.id(0)
      return StoredRecord(
        id: id, status: try row.text(2), mark: try row.text(3), from: try row.instantIfPresent(4),
        to: try row.instantIfPresent(5),
        content: try ClinicalContent(json: try row.opened(1, ClinicalRecords.column(of: kind), row: id)))
    }
  }

  private static func statement(
    _ kind: ClinicalKind, _ patient: PatientID, _ after: EntityID, _ limit: Int, _ scope: TenantScope
  ) -> SQL {
    switch kind {
    case .allergy:
      """
      SELECT id, sealed_content, clinical_status, criticality, CAST(NULL AS DATETIME(6)), CAST(NULL AS DATETIME(6))
      FROM clinical_allergy
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    case .condition:
      """
      SELECT id, sealed_content, clinical_status, '', CAST(NULL AS DATETIME(6)), CAST(NULL AS DATETIME(6))
      FROM clinical_condition
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    case .medication:
      """
      SELECT id, sealed_content, status, '', CAST(NULL AS DATETIME(6)), CAST(NULL AS DATETIME(6))
      FROM clinical_medication
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    case .encounter:
      """
      SELECT id, sealed_content, status, '', started_at, ended_at FROM clinical_encounter
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    case .immunization:
      """
      SELECT id, sealed_content, status, '', CAST(NULL AS DATETIME(6)), CAST(NULL AS DATETIME(6))
      FROM clinical_immunization
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    case .observation:
      """
      SELECT id, sealed_content, '', code, effective_at, CAST(NULL AS DATETIME(6)) FROM clinical_observation
      WHERE practice_id = \(scope) AND patient_id = \(patient) AND id > \(after) ORDER BY id LIMIT \(limit)
      """
    }
  }
}
