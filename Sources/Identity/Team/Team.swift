import Core
import Crypto
import Database
import SQL

/// All SQL of managing the members of staff.
enum Team {
  private static func columns(_ now: Instant) -> SQL {
    """
    u.id, u.name, u.sealed_email, u.role, u.status, u.language, u.password_hash IS NOT NULL, u.sealed_totp IS NOT NULL,
    u.created_at, u.version,
    (SELECT COUNT(*) FROM identity_passkey k WHERE k.practice_id = u.practice_id AND k.user_id = u.id),
    (SELECT COUNT(*) FROM identity_recovery_code c
     WHERE c.practice_id = u.practice_id AND c.user_id = u.id AND c.used_at IS NULL),
    (SELECT COUNT(*) FROM identity_session s WHERE s.practice_id = u.practice_id AND s.user_id = u.id
      AND s.expires_at > \(now)),
    (SELECT MAX(s.seen_at) FROM identity_session s WHERE s.practice_id = u.practice_id AND s.user_id = u.id),
    (SELECT MAX(d.seen_at) FROM identity_device d WHERE d.practice_id = u.practice_id AND d.user_id = u.id)
    """
  }
  private static func read(_ row: borrowing Row) throws -> TeamMember {
    let id: UserID = try row.id(0)
    let seen = [try row.instantIfPresent(13), try row.instantIfPresent(14)].compactMap { $0 }
    return TeamMember(
      id: id, name: try row.text(1), email: try row.opened(2, Users.emailColumn, row: id.id), role: try row.choice(3),
      isActive: try row.text(4) == "active", language: try row.choice(5), hasPassword: try row.bool(6),
      hasApp: try row.bool(7), passkeys: try row.int(10), recoveryCodesLeft: try row.int(11), seenAt: seen.max(),
      sessions: try row.int(12), createdAt: try row.instant(8), version: try row.int(9))
  }

  /// Everybody of the practice, active first, by name.
  static func all(now: Instant, in db: borrowing TenantReader) throws -> [TeamMember] {
    try db.rows(
      """
      SELECT \(columns(now)) FROM identity_user u WHERE u.practice_id = \(db.scope) ORDER BY u.status, u.name, u.id
      """, read)
  }
  static func find(_ id: UserID, now: Instant, in db: borrowing TenantReader) throws -> TeamMember? {
    try db.first(
      "SELECT \(columns(now)) FROM identity_user u WHERE u.practice_id = \(db.scope) AND u.id = \(id)", read)
  }

  /// Whether the address is taken, and by whom it is: true for an active account, false for one that was closed.
  static func isActive(_ email: EmailAddress, in db: borrowing TenantReader) throws -> Bool? {
    try db.first(
      """
      SELECT status FROM identity_user
      WHERE practice_id = \(db.scope) AND email_index = \(db.platformIndex(email.normalized, of: "email"))
      """
    ) { try $0.text(0) == "active" }
  }
}
