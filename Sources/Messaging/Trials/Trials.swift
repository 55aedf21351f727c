import Core
import Crypto
import Database
import SQL

/// All SQL of messages that staff send to themselves.
enum Trials {
  static let recipientColumn = SealedColumn("messaging_trial", "sealed_recipient")
  private static let columns: SQL = """
    t.id, t.user_id, u.name, t.channel, t.state, t.reason, t.outcome, t.created_at
    """
  private static func from(_ scope: TenantScope) -> SQL {
    """
    FROM messaging_trial t
    JOIN identity_user u ON u.practice_id = \(scope) AND u.id = t.user_id
    """
  }
  private static func read(_ row: borrowing Row) throws -> Trial {
    Trial(
      id: try row.id(0), user: try row.id(1), name: try row.text(2), channel: try row.choice(3),
      state: try row.choice(4), reason: try row.text(5), outcome: try row.text(6), createdAt: try row.instant(7))
  }

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> Trial? {
    try db.first("SELECT \(columns) \(from(db.scope)) WHERE t.practice_id = \(db.scope) AND t.id = \(id)", read)
  }
  static func latest(in db: borrowing TenantReader) throws -> [Trial] {
    try db.rows(
      """
      SELECT \(columns) \(from(db.scope)) WHERE t.practice_id = \(db.scope)
      ORDER BY t.created_at DESC, t.id DESC LIMIT \(Trial.shown)
      """, read)
  }
  static func count(of user: UserID, since: Instant, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM messaging_trial
      WHERE practice_id = \(db.scope) AND user_id = \(user) AND created_at > \(since)
      """
    ) { try $0.int(0) } ?? 0
  }

  /// The number a text goes to; nil once it was tried.
  static func recipient(_ id: EntityID, in db: borrowing TenantReader) throws -> String? {
    try db.first("SELECT sealed_recipient FROM messaging_trial WHERE practice_id = \(db.scope) AND id = \(id)") {
      try $0.openedIfPresent(0, recipientColumn, row: id)
    }.flatMap { $0 }
  }

  static func insert(
    _ id: EntityID, of user: UserID, _ channel: Channel, to recipient: String, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO messaging_trial (practice_id, id, user_id, channel, sealed_recipient, created_at)
      VALUES (\(tx.scope), \(id), \(user), \(channel.rawValue), \(tx.seal(recipient, recipientColumn, row: id)), \(now))
      """)
    try tx.enqueue(NewJob("message.trial", payload: "\(id)", runAt: now, uniqueKey: "\(id)"))
  }

  /// False when another worker was first.
  static func mark(_ id: EntityID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE messaging_trial SET state = 'sending'
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'waiting'
      """) == 1
  }

  static func end(
    _ id: EntityID, as state: Trial.State, _ outcome: NoticeOutcome, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE messaging_trial SET state = \(state.rawValue), reason = \(outcome.code), outcome = \(outcome.text),
        ended_at = \(now), sealed_recipient = NULL
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
}
