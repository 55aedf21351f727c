public import Core
public import Database
import SQL

/// Whom an address is about.
public enum PatientSubject {
  /// The patient of `{patient}`, of `{appointment}`, or of the appointment, wish or message that `{notice}` speaks
  /// of; nil when the address names none of them, or nobody of this practice.
  public static func of(
    _ parameters: [String: String], in db: borrowing TenantReader
  ) throws -> PatientID? {
    if let patient = parameters["patient"].flatMap({ PatientID(text: $0) }) {
      return try db.first(
        "SELECT id FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)"
      ) { try $0.id(0) }
    }
    if let notice = parameters["notice"].flatMap({ EntityID(text: $0) }) {
      return try db.first(
        """
        SELECT COALESCE(a.patient_id, e.patient_id, m.patient_id) FROM messaging_notice n
        LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = n.appointment_id
        LEFT JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.id = n.offer_id
        LEFT JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = COALESCE(o.entry_id, n.entry_id)
        LEFT JOIN messaging_message m ON m.practice_id = \(db.scope) AND m.id = n.message_id
        WHERE n.practice_id = \(db.scope) AND n.id = \(notice)
        """
      ) { try $0.idIfPresent(0, as: PatientID.self) } ?? nil
    }
    guard let appointment = parameters["appointment"].flatMap({ EntityID(text: $0) }) else { return nil }
    return try db.first(
      "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(appointment)"
    ) { try $0.id(0) }
  }
}
