import Core
import Crypto
import Database
import SQL

/// A browser that a person has signed in with.
struct KnownDevice: Sendable {
  let label: String
  let createdAt: Instant
  let seenAt: Instant
}

/// One time that somebody's factors were reset.
struct FactorReset: Sendable {
  let at: Instant
  let maker: String
  let reason: String
  /// Whether the person has set up new ones with the link they got.
  let isDone: Bool
}

/// What the page of one person shows beside the account itself.
enum PersonDetails {
  static func devices(of user: UserID, in db: borrowing TenantReader) throws -> [KnownDevice] {
    try db.rows(
      """
      SELECT label, created_at, seen_at FROM identity_device
      WHERE practice_id = \(db.scope) AND user_id = \(user) ORDER BY seen_at DESC, id LIMIT 50
      """
    ) { KnownDevice(label: try $0.text(0), createdAt: try $0.instant(1), seenAt: try $0.instant(2)) }
  }

  static func resets(of user: UserID, in db: borrowing TenantReader) throws -> [FactorReset] {
    try db.rows(
      """
      SELECT l.id, l.created_at, m.name, l.sealed_reason, l.used_at IS NOT NULL FROM identity_staff_link l
      LEFT JOIN identity_user m ON m.practice_id = l.practice_id AND m.id = l.made_by
      WHERE l.practice_id = \(db.scope) AND l.user_id = \(user) AND l.purpose = 'factors' ORDER BY l.id DESC LIMIT 20
      """
    ) { row in
      FactorReset(
        at: try row.instant(1), maker: try row.textIfPresent(2) ?? "",
        reason: try row.openedIfPresent(3, StaffLinks.reasonColumn, row: try row.id(0)) ?? "", isDone: try row.bool(4))
    }
  }
}
