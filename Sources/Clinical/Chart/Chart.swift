import Core
import Crypto
import Database
import SQL

/// One record as a chart shows it.
struct ChartEntry: Sendable {
  let status: String
  /// Criticality of an allergy.
  let mark: String
  let at: Instant?
  let content: ClinicalContent
}

/// Everything a chart shows: one statement a block, whatever their length.
enum Chart {
  /// Rows of the long blocks; one more is read to tell whether there are others.
  static let limit = 50

  static func allergies(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, clinical_status, criticality FROM clinical_allergy
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      ORDER BY criticality = 'high' DESC, onset_date, id
      """
    ) { row in try entry(row, .allergy, mark: try row.text(3), at: nil) }
  }

  /// Those that are not over first, then the latest.
  static func conditions(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, clinical_status FROM clinical_condition
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      ORDER BY clinical_status IN ('resolved', 'inactive', 'remission'), onset_date DESC, id
      """
    ) { row in try entry(row, .condition, mark: "", at: nil) }
  }

  static func medications(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, status FROM clinical_medication
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      ORDER BY status IN ('active', 'on-hold', 'unknown') DESC, authored_date DESC, id
      """
    ) { row in try entry(row, .medication, mark: "", at: nil) }
  }

  static func encounters(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, status, started_at FROM clinical_encounter
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      ORDER BY started_at DESC, id LIMIT \(limit + 1)
      """
    ) { row in try entry(row, .encounter, mark: "", at: try row.instantIfPresent(3)) }
  }

  static func immunizations(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, status FROM clinical_immunization
      WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      ORDER BY occurrence_date DESC, id LIMIT \(limit + 1)
      """
    ) { row in try entry(row, .immunization, mark: "", at: nil) }
  }

  /// The latest of each kind of measurement; one without a code stands for itself.
  static func vitals(_ patient: PatientID, in db: borrowing TenantReader) throws -> [ChartEntry] {
    try db.rows(
      """
      SELECT id, sealed_content, code, effective_at FROM (
        SELECT o.id, o.sealed_content, o.code, o.effective_at,
          ROW_NUMBER() OVER (
            PARTITION BY o.code, IF(o.code = '', o.id, '') ORDER BY o.effective_at DESC, o.id DESC) place
        FROM clinical_observation o WHERE o.practice_id = \(db.scope) AND o.patient_id = \(patient)
      ) latest
      WHERE place = 1 ORDER BY effective_at DESC, code LIMIT \(limit + 1)
      """
    ) { row in try entry(row, .observation, mark: "", at: try row.instantIfPresent(3)) }
  }

  private static func entry(
    _ row: borrowing Row, _ kind: ClinicalKind, mark: String, at: Instant?
  ) throws -> ChartEntry {
    let text = try row.opened(1, ClinicalRecords.column(of: kind), row: try row.id(0))
    return ChartEntry(status: try row.text(2), mark: mark, at: at, content: try ClinicalContent(json: text))
  }
}
