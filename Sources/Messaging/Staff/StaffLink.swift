import Core
import Crypto
import Database
import SQL

/// A link to a member of staff, as far as its mail needs it.
struct StaffLink: Sendable {
  let purpose: StaffLinkPurpose
  let name: String
  let email: String
  let role: Role
  let language: Language
  /// Who caused it; nil for a person's own request, and for the operator of the box.
  let sender: String?
  let expiresAt: Instant
  let isUsed: Bool
  let isRevoked: Bool

  func reasonAgainst(now: Instant) -> NoticeOutcome? {
    if isUsed { return .linkUsed }
    if isRevoked { return .withdrawn }
    return expiresAt <= now ? .past : nil
  }
}

enum StaffLinks {
  /// Declared by Identity; read here.
  static let emailColumn = SealedColumn("identity_staff_link", "sealed_email")

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> StaffLink? {
    try db.first(
      """
      SELECT l.purpose, l.name, l.sealed_email, l.role, l.language, u.name, l.expires_at, l.used_at, l.revoked_at
      FROM identity_staff_link l
      LEFT JOIN identity_user u ON u.practice_id = l.practice_id AND u.id = l.made_by
      WHERE l.practice_id = \(db.scope) AND l.id = \(id)
      """
    ) { row in
      StaffLink(
        purpose: try row.choice(0), name: try row.text(1), email: try row.opened(2, emailColumn, row: id),
        role: try row.choice(3), language: try row.choice(4), sender: try row.textIfPresent(5),
        expiresAt: try row.instant(6), isUsed: try !row.isNull(7), isRevoked: try !row.isNull(8))
    }
  }
}
