import Core
import Crypto
import Database
import SQL

/// All SQL of links to members of staff.
enum StaffLinks {
  static let emailColumn = SealedColumn("identity_staff_link", "sealed_email")
  static let reasonColumn = SealedColumn("identity_staff_link", "sealed_reason")

  /// Stores it and hands it to the job that writes the mail.
  @discardableResult
  static func make(_ new: NewStaffLink, now: Instant, in tx: borrowing TenantTransaction) throws -> EntityID {
    let id = EntityID.make(at: now)
    let token = try tx.reader.staffLinkToken(id)
    try tx.execute(
      """
      INSERT INTO identity_staff_link (practice_id, id, purpose, token_hash, user_id, name, sealed_email, email_index,
        role, language, made_by, sealed_reason, created_at, expires_at)
      VALUES (\(tx.scope), \(id), \(new.purpose.rawValue), \(token.hash), \(new.user), \(new.name),
        \(tx.seal(new.email.text, emailColumn, row: id)), \(tx.platformIndex(new.email.normalized, of: "email")),
        \(new.role.rawValue), \(new.language.rawValue), \(new.maker),
        \(tx.sealIfPresent(new.reason, reasonColumn, row: id)), \(now),
        \(now.adding(minutes: new.purpose.minutes)))
      """)
    try tx.enqueue(NewJob("identity.link", payload: "\(id)", runAt: now, uniqueKey: "\(id)"))
    return id
  }

  private static let columns: SQL = """
    l.id, l.purpose, l.user_id, l.name, l.sealed_email, l.role, l.language, l.created_at, l.expires_at, l.tries,
    l.used_at IS NOT NULL, l.revoked_at IS NOT NULL, m.name, m.role, m.status
    """
  private static func read(_ row: borrowing Row) throws -> StaffLink {
    let id = try row.id(0)
    let maker = try row.textIfPresent(12).map {
      StaffLink.Maker(name: $0, role: try row.choice(13), isActive: try row.text(14) == "active")
    }
    return StaffLink(
      id: id, purpose: try row.choice(1), user: try row.idIfPresent(2, as: UserID.self), name: try row.text(3),
      email: try row.opened(4, emailColumn, row: id), role: try row.choice(5), language: try row.choice(6),
      maker: maker, createdAt: try row.instant(7), expiresAt: try row.instant(8), tries: try row.int(9),
      isUsed: try row.bool(10), isRevoked: try row.bool(11))
  }

  static func find(
    _ token: Token, _ purpose: StaffLinkPurpose, in db: borrowing TenantReader
  ) throws -> StaffLink? {
    try db.first(
      """
      SELECT \(columns) FROM identity_staff_link l
      LEFT JOIN identity_user m ON m.practice_id = l.practice_id AND m.id = l.made_by
      WHERE l.practice_id = \(db.scope) AND l.token_hash = \(token.hash) AND l.purpose = \(purpose.rawValue)
      """, read)
  }
  static func find(_ id: EntityID, _ purpose: StaffLinkPurpose, in db: borrowing TenantReader) throws -> StaffLink? {
    try db.first(
      """
      SELECT \(columns) FROM identity_staff_link l
      LEFT JOIN identity_user m ON m.practice_id = l.practice_id AND m.id = l.made_by
      WHERE l.practice_id = \(db.scope) AND l.id = \(id) AND l.purpose = \(purpose.rawValue)
      """, read)
  }

  /// Invitations that nobody has accepted, of the last `days`; of several to one address the newest. With the state of
  /// the mail: waiting, sending, sent, notNeeded, failed, or nil before it is planned.
  static func invitations(
    since: Instant, in db: borrowing TenantReader
  ) throws -> [(link: StaffLink, mail: String?)] {
    try db.rows(
      """
      SELECT \(columns), n.state FROM identity_staff_link l
      LEFT JOIN identity_user m ON m.practice_id = l.practice_id AND m.id = l.made_by
      LEFT JOIN messaging_notice n ON n.practice_id = l.practice_id AND n.link_id = l.id
      WHERE l.practice_id = \(db.scope) AND l.purpose = 'invitation' AND l.used_at IS NULL AND l.created_at > \(since)
        AND NOT EXISTS (
          SELECT 1 FROM identity_staff_link newer
          WHERE newer.practice_id = l.practice_id AND newer.email_index = l.email_index
            AND newer.purpose = 'invitation' AND newer.id > l.id)
      ORDER BY l.id DESC
      """
    ) { row in (try read(row), try row.textIfPresent(15)) }
  }

  /// Whether an invitation to this address could be accepted.
  static func isInvited(_ email: EmailAddress, now: Instant, in db: borrowing TenantReader) throws -> Bool {
    try db.rows(
      """
      SELECT \(columns) FROM identity_staff_link l
      LEFT JOIN identity_user m ON m.practice_id = l.practice_id AND m.id = l.made_by
      WHERE l.practice_id = \(db.scope) AND l.email_index = \(db.platformIndex(email.normalized, of: "email"))
        AND l.purpose = 'invitation'
      """, read
    ).contains { $0.isOpen(at: now) }
  }

  /// How many links for this purpose the person was sent since then.
  static func count(
    of user: UserID, _ purpose: StaffLinkPurpose, since: Instant, in db: borrowing TenantReader
  ) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM identity_staff_link
      WHERE practice_id = \(db.scope) AND user_id = \(user) AND purpose = \(purpose.rawValue) AND created_at > \(since)
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Counts a try; false when it was over already.
  static func countTry(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_staff_link SET tries = tries + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND used_at IS NULL AND revoked_at IS NULL
        AND expires_at > \(now) AND tries < \(StaffLink.maximumTries)
      """) == 1
  }

  /// Uses it up; false when somebody was faster.
  static func use(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_staff_link SET used_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND used_at IS NULL AND revoked_at IS NULL AND expires_at > \(now)
      """) == 1
  }

  /// Withdraws it; false when it was used or withdrawn before.
  static func revoke(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_staff_link SET revoked_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND used_at IS NULL AND revoked_at IS NULL
      """) == 1
  }

  /// Withdraws whatever this person could still use.
  static func revokeAll(of user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE identity_staff_link SET revoked_at = \(now)
      WHERE practice_id = \(tx.scope) AND user_id = \(user) AND used_at IS NULL AND revoked_at IS NULL
      """)
  }
}
