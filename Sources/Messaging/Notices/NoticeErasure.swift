public import Core
public import Crypto
public import Database
import SQL

/// Mails to a patient whose contact data is erased, sent or waiting, and to those who act for them and for nobody else;
/// and with the record what was written to them and by them.
public enum NoticeErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    // Before what they speak of, whichever part goes first.
    try tx.execute(
      """
      DELETE FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND message_id IN (
        SELECT m.id FROM messaging_message m WHERE m.practice_id = \(tx.scope) AND m.patient_id = \(patient))
      """)
    guard part == .contact else {
      try tx.execute("DELETE FROM messaging_message WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
      return
    }
    // Whose account asked goes with the accounts.
    try tx.execute(
      """
      UPDATE messaging_message SET account_id = NULL WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
        AND account_id IS NOT NULL
      """)
    try tx.execute("DELETE FROM messaging_preference WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
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
    try tx.execute(
      """
      DELETE FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND offer_id IN (
        SELECT o.id FROM scheduling_offer o
        JOIN scheduling_waitlist_entry e ON e.practice_id = \(tx.scope) AND e.id = o.entry_id
        WHERE o.practice_id = \(tx.scope) AND e.patient_id = \(patient))
      """)
    try tx.execute(
      """
      DELETE FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND entry_id IN (
        SELECT e.id FROM scheduling_waitlist_entry e
        WHERE e.practice_id = \(tx.scope) AND e.patient_id = \(patient))
      """)
    for account in try accounts(patient, in: tx.reader) {
      try tx.execute("DELETE FROM messaging_notice WHERE practice_id = \(tx.scope) AND account_id = \(account)")
      try tx.execute(
        """
        DELETE FROM messaging_notice
        WHERE practice_id = \(tx.scope) AND challenge_id IN (
          SELECT c.id FROM identity_email_challenge c WHERE c.practice_id = \(tx.scope) AND c.account_id = \(account))
        """)
    }
  }

  /// Of the portal: the patient's own, and those that Identity erases with it.
  private static func accounts(_ patient: PatientID, in db: borrowing TenantReader) throws -> [EntityID] {
    try [patient.id]
      + db.rows(
        """
        SELECT DISTINCT r.account_id FROM identity_related_person r
        WHERE r.practice_id = \(db.scope) AND r.patient_id = \(patient) AND NOT EXISTS (
          SELECT 1 FROM identity_related_person o
          WHERE o.practice_id = \(db.scope) AND o.account_id = r.account_id AND o.patient_id <> \(patient))
        """
      ) { try $0.id(0) }
  }
}
