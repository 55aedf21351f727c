import Core
import Database
import SQL

/// Somebody of the practice, also somebody who left. The table is Identity's; it is only read here.
struct StaffMember: Sendable {
  let id: UserID
  let name: String
  let role: Role
  let isActive: Bool

  /// By name.
  static func all(in db: borrowing TenantReader) throws -> [StaffMember] {
    try db.rows(
      "SELECT id, name, role, status FROM identity_user WHERE practice_id = \(db.scope) ORDER BY name, id", read)
  }
  static func find(_ id: UserID, in db: borrowing TenantReader) throws -> StaffMember? {
    try db.first(
      "SELECT id, name, role, status FROM identity_user WHERE practice_id = \(db.scope) AND id = \(id)", read)
  }
  private static func read(_ row: borrowing Row) throws -> StaffMember {
    StaffMember(
      id: try row.id(0), name: try row.text(1), role: try row.choice(2), isActive: try row.text(3) == "active")
  }
}
