import Core
import Database
import SQL

/// Whom a copy is about.
struct ExportPerson: Sendable {
  let name: String
  let language: Language

  /// Nil for somebody erased, of whom there is nothing to copy.
  static func find(_ id: PatientID, in db: borrowing TenantReader) throws -> ExportPerson? {
    try db.first(
      """
      SELECT sealed_name, language FROM patients_patient
      WHERE practice_id = \(db.scope) AND id = \(id) AND erased_at IS NULL
      """
    ) { row in
      ExportPerson(name: try PatientColumns.name(row, 0, of: id).full, language: try row.choice(1))
    }
  }

  /// Whether their contact data has been erased, so that nothing can be sealed with its secret.
  static func hasNoContact(_ id: PatientID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      "SELECT contact_erased_at IS NOT NULL FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.bool(0) } ?? false
  }

  /// The id of the practice as a FHIR Organization.
  static func practice(in db: borrowing TenantReader) throws -> EntityID {
    let id = try db.first("SELECT practice_id FROM practices_practice WHERE practice_id = \(db.scope)") {
      try $0.id(0)
    }
    return FHIRResource.derived("organization", from: id ?? .zero)
  }
}
