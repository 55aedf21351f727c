import Core
import Crypto
import Database
import SQL

/// Copies of somebody who is erased. They hold both parts, so they go with the first; with the record it is forgotten that
/// they were.
enum ExportErasure {
  static func erase(_ patient: PatientID, _ part: PatientPart, now: Instant, in tx: borrowing TenantTransaction) throws
  {
    let open = try tx.rows(
      """
      SELECT id FROM patients_export
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND state <> 'gone' FOR UPDATE
      """
    ) { try $0.id(0, as: ExportID.self) }
    for export in open where try Exports.end(export, .erased, now: now, in: tx) {
      try tx.audit(
        AuditEvent("patient.export.gone", "patients_export", export.id, patient: patient, fields: ["erased"]))
    }
    guard part == .record else { return }
    try tx.execute("DELETE FROM patients_export WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
  }
}
