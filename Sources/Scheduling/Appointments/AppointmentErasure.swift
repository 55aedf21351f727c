public import Core
public import Crypto
public import Database
import SQL

/// What appointments say about a patient whose record is erased. Times and prices stay: they are the practice's books.
public enum AppointmentErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    // An address that others may know ends with the first part already.
    try tx.execute("DELETE FROM scheduling_feed WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    // Names may stand in calendars elsewhere: the next look writes them anew.
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET wish = wish + 1, is_due = TRUE
      WHERE practice_id = \(tx.scope) AND appointment_id IN (
        SELECT a.id FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) AND a.patient_id = \(patient))
      """)
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET wish = wish + 1, is_due = TRUE
      WHERE practice_id = \(tx.scope) AND group_id IN (
        SELECT a.group_id FROM scheduling_appointment a
        WHERE a.practice_id = \(tx.scope) AND a.patient_id = \(patient) AND a.group_id IS NOT NULL)
      """)
    guard part == .record else { return }
    try tx.execute(
      """
      UPDATE scheduling_appointment
      SET version = version + 1, sealed_note = NULL, sealed_override_reason = NULL, sealed_cancel_reason = NULL,
        sealed_answer = NULL, address_hash = NULL
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
      """)
  }
}
