public import Core
public import Crypto
public import Database
import SQL

/// The way into the portal of a patient whose contact data is erased: their own account with its factors, those who act
/// for them, and the accounts of such as act for nobody else.
public enum PatientAccountErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    guard part == .contact else { return }
    try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM identity_email_challenge WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    let accounts = try [patient.id] + actingForNobodyElse(patient, in: tx.reader)
    try tx.execute("DELETE FROM identity_related_person WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    for account in accounts { try erase(account: account, in: tx) }
  }

  /// Whose account stands for this patient alone.
  private static func actingForNobodyElse(
    _ patient: PatientID, in db: borrowing TenantReader
  ) throws -> [EntityID] {
    try db.rows(
      """
      SELECT DISTINCT r.account_id FROM identity_related_person r
      WHERE r.practice_id = \(db.scope) AND r.patient_id = \(patient) AND NOT EXISTS (
        SELECT 1 FROM identity_related_person o
        WHERE o.practice_id = \(db.scope) AND o.account_id = r.account_id AND o.patient_id <> \(patient))
      """
    ) { try $0.id(0) }
  }

  private static func erase(account: EntityID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND account_id = \(account)")
    try tx.execute("DELETE FROM identity_email_challenge WHERE practice_id = \(tx.scope) AND account_id = \(account)")
    try tx.execute("DELETE FROM identity_passkey WHERE practice_id = \(tx.scope) AND account_id = \(account)")
    try tx.execute("DELETE FROM identity_recovery_code WHERE practice_id = \(tx.scope) AND account_id = \(account)")
    try tx.execute("DELETE FROM identity_portal_account WHERE practice_id = \(tx.scope) AND id = \(account)")
  }
}
