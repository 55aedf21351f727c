import Core
import Crypto
import Database

/// The sealed columns of `patients_patient`.
enum PatientColumns {
  static let name = SealedColumn("patients_patient", "sealed_name")
  static let birthDate = SealedColumn("patients_patient", "sealed_birth_date")
  static let email = SealedColumn("patients_patient", "sealed_email")
  static let phone = SealedColumn("patients_patient", "sealed_phone")
  static let address = SealedColumn("patients_patient", "sealed_address")
  static let note = SealedColumn("patients_patient", "sealed_note")

  static func name(_ row: borrowing Row, _ column: Int, of id: PatientID) throws -> PersonName {
    SealedName.decode(try row.opened(column, name, row: id.id))
  }
  static func birthDate(_ row: borrowing Row, _ column: Int, of id: PatientID) throws -> PartialDate? {
    guard let text = try row.openedIfPresent(column, birthDate, row: id.id) else { return nil }
    switch PartialDate.parse(text) {
    case .success(let date): return date
    case .failure: throw UnreadableBirthDate()
    }
  }
}

/// A stored birth date that is none: a bug, answered with 500.
struct UnreadableBirthDate: Error {}
