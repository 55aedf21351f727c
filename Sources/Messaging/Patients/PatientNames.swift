import Core
import Crypto
import Database
import SQL

/// Names of patients, as the Patients feature lays them out: given, U+001F, family.
enum PatientNames {
  static let column = SealedColumn("patients_patient", "sealed_name")

  static func name(_ text: String) -> PersonName {
    guard let mark = text.utf8.firstIndex(of: 0x1f) else { return PersonName(given: text, family: "") }
    return PersonName(given: String(text[..<mark]), family: String(text[text.utf8.index(after: mark)...]))
  }

  /// Nil for nobody of this practice, and for somebody erased.
  static func find(_ patient: PatientID, in db: borrowing TenantReader) throws -> PersonName? {
    try db.first(
      """
      SELECT sealed_name FROM patients_patient
      WHERE practice_id = \(db.scope) AND id = \(patient) AND erased_at IS NULL
      """
    ) { name(try $0.opened(0, column, row: patient.id)) }
  }
}
