public import Core
import Crypto
public import Database
import SQL

/// All SQL about the addresses of feeds.
enum Feeds {
  private static let columns: SQL = """
    f.id, f.user_id, f.patient_id, f.account_id, f.created_at, f.fetched_at, f.etag, f.changed_at, f.recorded_at
    """

  /// The feed of an address, while its owner may read it: active staff, a patient who is not erased, somebody who still
  /// acts for them. Anything else is nil, and nobody outside learns which.
  static func find(_ token: Token, now: Instant, in db: borrowing TenantReader) throws -> Feed? {
    try db.first(
      """
      SELECT \(columns) FROM scheduling_feed f
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = f.user_id AND u.status = 'active'
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = f.patient_id
        AND p.contact_erased_at IS NULL AND p.erased_at IS NULL
      LEFT JOIN identity_related_person r ON r.practice_id = \(db.scope) AND r.account_id = f.account_id
        AND r.patient_id = f.patient_id AND r.ended_at IS NULL AND (r.valid_until IS NULL OR r.valid_until > \(now))
      WHERE f.practice_id = \(db.scope) AND f.token_hash = \(token.hash)
        AND (u.id IS NOT NULL OR p.id IS NOT NULL AND (f.account_id IS NULL OR r.id IS NOT NULL))
      LIMIT 1
      """, read)
  }

  static func of(_ owner: Feed.Owner, in db: borrowing TenantReader) throws -> Feed? {
    try db.first(
      """
      SELECT \(columns) FROM scheduling_feed f
      WHERE f.practice_id = \(db.scope) AND f.holder_id = \(owner.holder) AND f.subject_id = \(owner.subject)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> Feed {
    let owner: Feed.Owner =
      if let user = try row.idIfPresent(1, as: UserID.self) {
        .staff(user)
      } else {
        .patient(try row.id(2), account: try row.idIfPresent(3))
      }
    return Feed(
      id: try row.id(0), owner: owner, createdAt: try row.instant(4), fetchedAt: try row.instantIfPresent(5),
      etag: try row.bytesIfPresent(6), changedAt: try row.instantIfPresent(7), recordedAt: try row.instantIfPresent(8))
  }

  /// Puts a new address in the place of the owner's old one, which ends.
  static func make(
    _ id: EntityID, _ token: Token, for owner: Feed.Owner, now: Instant, in tx: borrowing TenantTransaction
  )
    throws
  {
    try remove(of: owner, in: tx)
    try tx.execute(
      """
      INSERT INTO scheduling_feed (practice_id, id, holder_id, subject_id, user_id, patient_id, account_id, token_hash,
        created_at)
      VALUES (\(tx.scope), \(id), \(owner.holder), \(owner.subject), \(owner.user), \(owner.patient), \(owner.account),
        \(token.hash), \(now))
      """)
  }

  /// False when there was none.
  @discardableResult
  static func remove(of owner: Feed.Owner, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      DELETE FROM scheduling_feed
      WHERE practice_id = \(tx.scope) AND holder_id = \(owner.holder) AND subject_id = \(owner.subject)
      """) == 1
  }

  /// Whether appointments stand with somebody: a member of staff without a column has nothing to fetch.
  static func hasColumn(_ user: UserID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT COUNT(*) FROM scheduling_resource
      WHERE practice_id = \(db.scope) AND user_id = \(user) AND kind = 'practitioner' AND is_active
      """
    ) { try $0.int(0) > 0 } ?? false
  }
}

/// Takes away addresses whose owners have gone, so that none comes to life again with an account that does.
public enum FeedSweeper {
  /// - Returns: how many; without any, nothing is written at all.
  @discardableResult
  public static func sweep(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let gone = try ended(now: now, in: db.reader)
    guard !gone.isEmpty else { return 0 }
    return try db.transaction(AuditEvent("feed.sweep", "scheduling_feed", nil, fields: ["rows=\(gone.count)"])) { tx in
      try tx.execute("DELETE FROM scheduling_feed WHERE practice_id = \(tx.scope) AND id IN \(list: gone)")
    }
  }

  private static func ended(now: Instant, in db: borrowing TenantReader) throws -> [EntityID] {
    try db.rows(
      """
      SELECT f.id FROM scheduling_feed f
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = f.user_id
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = f.patient_id
      LEFT JOIN identity_related_person r ON r.practice_id = \(db.scope) AND r.account_id = f.account_id
        AND r.patient_id = f.patient_id AND r.ended_at IS NULL AND (r.valid_until IS NULL OR r.valid_until > \(now))
      WHERE f.practice_id = \(db.scope)
        AND (u.status = 'deactivated' OR p.contact_erased_at IS NOT NULL OR p.erased_at IS NOT NULL
          OR f.account_id IS NOT NULL AND r.id IS NULL)
      LIMIT 500
      """
    ) { try $0.id(0) }
  }
}
