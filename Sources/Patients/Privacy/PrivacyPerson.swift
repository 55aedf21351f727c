import Core
import Database
import SQL

/// Whose rights a page is about. Somebody erased still has a page, that says so.
struct PrivacyPerson: Sendable {
  let id: PatientID
  let name: PersonName
  let restrictedAt: Instant?
  let contactErasedAt: Instant?
  let erasedAt: Instant?

  static func find(_ id: PatientID, in db: borrowing TenantReader) throws -> PrivacyPerson? {
    try db.first(
      """
      SELECT sealed_name, restricted_at, contact_erased_at, erased_at FROM patients_patient
      WHERE practice_id = \(db.scope) AND id = \(id)
      """
    ) { row in
      PrivacyPerson(
        id: id, name: try PatientColumns.name(row, 0, of: id), restrictedAt: try row.instantIfPresent(1),
        contactErasedAt: try row.instantIfPresent(2), erasedAt: try row.instantIfPresent(3))
    }
  }
}
