import Core
import Database
import SQL

/// Who is welcomed: a patient who came after the practice switched that on, once ever, with their first appointment. Who
/// was imported came before. Two bookings at the same time are settled by the key `welcome_once` of the notices.
enum Welcomes {
  /// - Parameter since: when the rule was switched on; nil: nobody is welcomed.
  static func isDue(_ visit: Visit, since: Instant?, in db: borrowing TenantReader) throws -> Bool {
    guard let since else { return false }
    // A request that waits, and what was cancelled, is no first appointment; those of one series are booked as one.
    return try db.first(
      """
      SELECT 1 FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id AND p.created_at >= \(since)
        AND p.is_active AND p.import_id IS NULL
      WHERE a.practice_id = \(db.scope) AND a.id = \(visit.appointment)
        AND NOT EXISTS (SELECT 1 FROM scheduling_appointment o
          WHERE o.practice_id = \(db.scope) AND o.patient_id = a.patient_id AND o.id <> a.id
            AND o.status NOT IN ('pending', 'cancelled', 'waitlist', 'enteredInError')
            AND (o.created_at < a.created_at OR o.created_at = a.created_at AND o.id < a.id)
            AND (a.series_id IS NULL OR o.series_id IS NULL OR o.series_id <> a.series_id))
        AND NOT EXISTS (SELECT 1 FROM messaging_notice n
          WHERE n.practice_id = \(db.scope) AND n.welcomed_id = a.patient_id AND n.appointment_id <> a.id)
      """
    ) { _ in true } ?? false
  }
}
