import Core
import Database
import SQL

/// Up to when a member of staff has seen what is new.
enum NewsMarks {
  /// What is new for the reader came after this: since they looked last, since they have been here, and not longer ago
  /// than news is shown.
  static func after(now: Instant, in db: borrowing TenantReader) throws -> Instant {
    let oldest = now.adding(days: -News.days)
    let seen = try db.first(
      """
      SELECT COALESCE(s.seen_at, u.created_at) FROM identity_user u
      LEFT JOIN messaging_seen s ON s.practice_id = \(db.scope) AND s.user_id = u.id
      WHERE u.practice_id = \(db.scope) AND u.id = \(db.scope.actor.user)
      """
    ) { try $0.instant(0) }
    return max(seen ?? oldest, oldest)
  }

  /// A mark never goes back: of two open pages the later one counts.
  static func set(_ seen: Instant, of user: UserID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO messaging_seen (practice_id, user_id, seen_at) VALUES (\(tx.scope), \(user), \(seen))
      ON DUPLICATE KEY UPDATE seen_at = GREATEST(seen_at, VALUES(seen_at))
      """)
  }
}
