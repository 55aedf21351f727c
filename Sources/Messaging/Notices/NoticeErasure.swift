public import Core
public import Crypto
public import Database
import SQL

/// Mails to a patient whose contact data is erased, sent or waiting.
public enum NoticeErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    guard part == .contact else { return }
    try tx.execute(
      """
      DELETE FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND appointment_id IN (
        SELECT a.id FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) AND a.patient_id = \(patient))
      """)
    try tx.execute(
      """
      DELETE FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND challenge_id IN (
        SELECT c.id FROM identity_email_challenge c WHERE c.practice_id = \(tx.scope) AND c.patient_id = \(patient))
      """)
  }
}
