import Core
import Database
import Routing
import SQL

/// A place where the practice sees patients.
struct Location: Sendable {
  let id: LocationID
  let name: String
  let address: String
  let zone: String
  let position: Int
  let isActive: Bool
  let version: Int

  var values: FormValues {
    FormValues(["name": name, "address": address, "zone": zone, "position": String(position)])
  }
}

/// A valid location, ready to be written.
struct LocationDraft: Sendable {
  static let positions = 0...999
  let name: String
  let address: String
  let zone: String
  let position: Int

  static func parse(_ values: FormValues) -> (draft: LocationDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let address = FormRules.lines(values, "address", limit: 300, &errors)
    let zone = FormRules.zone(values, "zone", &errors)
    let position = FormRules.number(values, "position", in: positions, &errors)
    return (errors.isEmpty ? LocationDraft(name: name, address: address, zone: zone, position: position) : nil, errors)
  }

  var values: FormValues {
    FormValues(["name": name, "address": address, "zone": zone, "position": String(position)])
  }
}

/// All SQL of locations.
enum Locations {
  private static let columns: SQL = "id, name, address, zone, position, is_active, version"

  private static func read(_ row: borrowing Row) throws -> Location {
    Location(
      id: try row.id(0), name: try row.text(1), address: try row.text(2), zone: try row.text(3),
      position: try row.int(4),
      isActive: try row.bool(5), version: try row.int(6))
  }

  static func all(in db: borrowing TenantReader) throws -> [Location] {
    try db.rows(
      """
      SELECT \(columns) FROM practices_location
      WHERE practice_id = \(db.scope) ORDER BY is_active DESC, position, name
      """, read)
  }
  static func find(_ id: LocationID, in db: borrowing TenantReader) throws -> Location? {
    try db.first("SELECT \(columns) FROM practices_location WHERE practice_id = \(db.scope) AND id = \(id)", read)
  }

  static func insert(_ id: LocationID, _ draft: LocationDraft, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO practices_location (practice_id, id, name, address, zone, position)
      VALUES (\(tx.scope), \(id), \(draft.name), \(draft.address), \(draft.zone), \(draft.position))
      """)
  }
  /// False when somebody else has changed it since `version`.
  static func write(_ id: LocationID, _ draft: LocationDraft, version: Int, in tx: borrowing TenantTransaction) throws
    -> Bool
  {
    try tx.execute(
      """
      UPDATE practices_location SET name = \(draft.name), address = \(draft.address), zone = \(draft.zone),
        position = \(draft.position), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """) == 1
  }
  static func setActive(_ id: LocationID, _ isActive: Bool, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE practices_location SET is_active = \(isActive), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
}
