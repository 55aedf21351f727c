import Core
import Database
import SQL

/// Up to when a member of staff has seen what is new.
enum NewsMarks {
  /// What is new for the reader came after this: since they looked last, since they have been here, and not longer ago
  /// than news is shown.
  static func find(now: Instant, in db: borrowing TenantReader) throws -> NewsMark {
    let oldest = now.adding(days: -News.days)
    let seen = try db.first(
      """
      SELECT COALESCE(s.seen_at, u.created_at), COALESCE(s.also_seen, '') FROM identity_user u
      LEFT JOIN messaging_seen s ON s.practice_id = \(db.scope) AND s.user_id = u.id
      WHERE u.practice_id = \(db.scope) AND u.id = \(db.scope.actor.user)
      """
    ) { NewsMark(until: max(try $0.instant(0), oldest), also: moments(try $0.text(1))) }
    return seen ?? NewsMark(until: oldest)
  }

  /// A mark never goes back: of two open pages the later one counts.
  static func set(_ mark: NewsMark, of user: UserID, in tx: borrowing TenantTransaction) throws {
    let before = try tx.first(
      """
      SELECT seen_at, also_seen FROM messaging_seen
      WHERE practice_id = \(tx.scope) AND user_id = \(user) FOR UPDATE
      """
    ) { NewsMark(until: try $0.instant(0), also: moments(try $0.text(1))) }
    let seen = before.map { $0.with(mark) } ?? mark
    try tx.execute(
      """
      INSERT INTO messaging_seen (practice_id, user_id, seen_at, also_seen)
      VALUES (\(tx.scope), \(user), \(seen.until), \(seen.alsoText))
      ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at), also_seen = VALUES(also_seen)
      """)
  }

  private static func moments(_ text: String) -> [Instant] {
    text.split(separator: ",").compactMap { Int64($0) }.map { Instant(microseconds: $0) }
  }
}
