import Core
import Crypto
import Database
import SQL

/// A member of staff as a mail addresses them.
struct StaffMember: Sendable {
  let name: String
  let email: String
  let language: Language
}

enum StaffMembers {
  /// Declared by Identity; read here.
  static let emailColumn = SealedColumn("identity_user", "sealed_email")

  static func find(_ id: UserID, in db: borrowing TenantReader) throws -> StaffMember? {
    try db.first(
      "SELECT name, sealed_email, language FROM identity_user WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { row in
      StaffMember(
        name: try row.text(0), email: try row.opened(1, emailColumn, row: id.id), language: try row.choice(2))
    }
  }

  /// The browser that signed in, in its own words; empty when it is forgotten already or said nothing.
  static func deviceLabel(_ device: EntityID, of user: UserID, in db: borrowing TenantReader) throws -> String {
    try db.first(
      """
      SELECT label FROM identity_device
      WHERE practice_id = \(db.scope) AND id = \(device) AND user_id = \(user)
      """
    ) { try $0.text(0) } ?? ""
  }
}
