import Core
import Crypto
import Database
import SQL

/// Whose chart it is. The table is Patients'; it is only read here.
struct ChartPerson: Sendable {
  let name: PersonName
  /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; empty when not known.
  let birthDate: String
  let phone: String
  let email: String
  let isActive: Bool
  let isDeceased: Bool

  static func find(_ id: PatientID, in db: borrowing TenantReader) throws -> ChartPerson? {
    let name = SealedColumn("patients_patient", "sealed_name")
    let birthDate = SealedColumn("patients_patient", "sealed_birth_date")
    let phone = SealedColumn("patients_patient", "sealed_phone")
    let email = SealedColumn("patients_patient", "sealed_email")
    return try db.first(
      """
      SELECT sealed_name, sealed_birth_date, sealed_phone, sealed_email, is_active, is_deceased
      FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(id) AND erased_at IS NULL
      """
    ) { row in
      let parts = try row.opened(0, name, row: id.id).split(
        separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
      return ChartPerson(
        name: PersonName(given: String(parts[0]), family: parts.count > 1 ? String(parts[1]) : ""),
        birthDate: try row.openedIfPresent(1, birthDate, row: id.id) ?? "",
        phone: try row.openedIfPresent(2, phone, row: id.id) ?? "",
        email: try row.openedIfPresent(3, email, row: id.id) ?? "", isActive: try row.bool(4),
        isDeceased: try row.bool(5))
    }
  }
}
