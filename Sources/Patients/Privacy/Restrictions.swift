import Core
import Database
import SQL

/// GDPR Art. 18: the record is kept and otherwise not used. Lists and searches leave it out, reminders are not sent,
/// exports of the practice do not hold it.
enum Restrictions {
  static func since(_ patient: PatientID, in db: borrowing TenantReader) throws -> Instant? {
    try db.first(
      "SELECT restricted_at FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)"
    ) { try $0.instantIfPresent(0) } ?? nil
  }

  /// False when it was so before.
  static func set(_ patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_patient SET restricted_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(patient) AND restricted_at IS NULL AND erased_at IS NULL
      """) == 1
  }

  /// False when there was none, or when what is left is kept for the law alone.
  static func lift(_ patient: PatientID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_patient SET restricted_at = NULL
      WHERE practice_id = \(tx.scope) AND id = \(patient) AND restricted_at IS NOT NULL AND contact_erased_at IS NULL
        AND erased_at IS NULL
      """) == 1
  }
}
