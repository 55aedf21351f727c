import Core
import Crypto
import Database
import SQL

/// The patient a part of the trail is about. The table is Patients'; it is only read here.
struct TrailPatient: Sendable {
  let id: PatientID
  /// Nil when the record is gone and the trail alone still knows of it.
  let name: PersonName?

  static let nameColumn = SealedColumn("patients_patient", "sealed_name")

  /// Nil for an id that this practice never had.
  static func find(_ id: PatientID, in db: borrowing TenantReader) throws -> TrailPatient? {
    let name = try db.first(
      "SELECT sealed_name FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { row in try row.opened(0, nameColumn, row: id.id) }
    if let name { return TrailPatient(id: id, name: Self.name(name)) }
    let isKnown = try db.first(
      "SELECT seq FROM audit_event WHERE practice_id = \(db.scope) AND patient_id = \(id) LIMIT 1"
    ) { try $0.int(0) }
    return isKnown.map { _ in TrailPatient(id: id, name: nil) }
  }

  /// Given, U+001F, family.
  static func name(_ text: String) -> PersonName {
    let parts = text.split(separator: "\u{1f}", maxSplits: 1, omittingEmptySubsequences: false)
    return PersonName(given: String(parts[0]), family: parts.count > 1 ? String(parts[1]) : "")
  }
}
