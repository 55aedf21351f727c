public import Core
public import Database
import SQL

/// Whom an address is about.
public enum PatientSubject {
  /// The patient of `{patient}` or of `{appointment}`; nil when the address names neither, or nobody of this practice.
  public static func of(
    _ parameters: [String: String], in db: borrowing TenantReader
  ) throws -> PatientID? {
    if let patient = parameters["patient"].flatMap({ PatientID(text: $0) }) {
      return try db.first(
        "SELECT id FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)"
      ) { try $0.id(0) }
    }
    guard let appointment = parameters["appointment"].flatMap({ EntityID(text: $0) }) else { return nil }
    return try db.first(
      "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(appointment)"
    ) { try $0.id(0) }
  }
}
