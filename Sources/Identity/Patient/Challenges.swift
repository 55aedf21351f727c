import Core
import Crypto
import Database
import SQL

/// All SQL of sign-ins by mail.
enum Challenges {
  /// One browser may ask this often within the window.
  static let browserLimit = 10
  static let browserWindowMinutes = 15
  /// Mails one patient gets at most, whoever asks for them: nobody can fill their mailbox or guess on for long. Beyond
  /// it the answer stays the same and no mail leaves.
  static let mailsPerHour = 5
  static let mailsPerDay = 15

  /// Ids begin with their time, so this range is the primary key's own order.
  private static func first(since instant: Instant) -> EntityID {
    EntityID(high: UInt64(bitPattern: instant.microseconds / 1000) << 16, low: 0)
  }

  static func isBusy(visitor: [UInt8], now: Instant, in db: borrowing TenantReader) throws -> Bool {
    let since = now.adding(minutes: -browserWindowMinutes)
    let count = try db.first(
      """
      SELECT COUNT(*) FROM identity_email_challenge
      WHERE practice_id = \(db.scope) AND id >= \(first(since: since)) AND browser_hash = \(visitor)
      """
    ) { try $0.int(0) }
    return (count ?? 0) >= browserLimit
  }

  /// Stores the request and hands it to the job that writes the mail, also for an address nobody here has.
  static func make(
    for email: EmailAddress, visitor: [UInt8], now: Instant, in db: borrowing TenantConnection
  ) throws -> EntityID {
    let id = EntityID.make(at: now)
    let secrets = try db.reader.challengeSecrets(id)
    let mailbox = try db.reader.blindIndex(email.normalized, of: "email")
    let person = try recipient(mailbox, now: now, in: db.reader)
    let codeHash = try codeHash(secrets.code, of: id, in: db.reader)
    try db.transaction(AuditEvent("challenge.request", "identity_email_challenge", id)) { tx in
      try tx.execute(
        """
        INSERT INTO identity_email_challenge (practice_id, id, link_hash, code_hash, browser_hash, patient_id,
          account_id, email_index, created_at, expires_at)
        VALUES (\(tx.scope), \(id), \(secrets.linkToken.hash), \(codeHash), \(visitor), \(person?.patient),
          \(person?.account), \(person.map { _ in mailbox }), \(now), \(now.adding(minutes: PatientSignIn.minutes)))
        """)
      try tx.enqueue(NewJob("identity.challenge", payload: "\(id)", runAt: now, uniqueKey: "\(id)"))
    }
    return id
  }

  /// Keyed, as a million codes are soon tried.
  static func codeHash(_ code: String, of id: EntityID, in db: borrowing TenantReader) throws -> [UInt8] {
    try db.blindIndex("\(id) \(code)", of: "sign-in-code-hash", bytes: 32)
  }

  /// Whose portal this address opens first; of several, a patient before those that somebody acts for. Nil as well when
  /// the mails are used up. The same statements run in every case.
  private static func recipient(
    _ mailbox: [UInt8], now: Instant, in db: borrowing TenantReader
  ) throws -> PortalPerson? {
    let person = try PortalPeople.behind(mailbox, now: now, in: db).first
    let sent = try db.first(
      """
      SELECT COUNT(*), CAST(COALESCE(SUM(created_at > \(now.adding(hours: -1))), 0) AS SIGNED)
      FROM identity_email_challenge
      WHERE practice_id = \(db.scope) AND id >= \(first(since: now.adding(hours: -24))) AND email_index = \(mailbox)
      """
    ) { (day: try $0.int(0), hour: try $0.int(1)) }
    guard let sent, sent.day < mailsPerDay, sent.hour < mailsPerHour else { return nil }
    return person
  }

  private static let columns: SQL = """
    id, link_hash, code_hash, browser_hash, patient_id, tries, expires_at, used_at IS NOT NULL, account_id, email_index
    """
  private static func read(_ row: borrowing Row) throws -> Challenge {
    Challenge(
      id: try row.id(0), linkHash: try row.bytes(1), codeHash: try row.bytes(2), browserHash: try row.bytes(3),
      patient: try row.idIfPresent(4, as: PatientID.self), account: try row.idIfPresent(8),
      mailbox: try row.bytesIfPresent(9), tries: try row.int(5), expiresAt: try row.instant(6),
      isUsed: try row.bool(7))
  }

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> Challenge? {
    try db.first(
      "SELECT \(columns) FROM identity_email_challenge WHERE practice_id = \(db.scope) AND id = \(id)", read)
  }
  static func find(link: Token, in db: borrowing TenantReader) throws -> Challenge? {
    try db.first(
      "SELECT \(columns) FROM identity_email_challenge WHERE practice_id = \(db.scope) AND link_hash = \(link.hash)",
      read)
  }

  /// Counts a try; false when it was over already.
  static func countTry(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_email_challenge SET tries = tries + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND used_at IS NULL AND expires_at > \(now)
        AND tries < \(Challenge.maximumTries)
      """) == 1
  }

  /// Uses it up; false when somebody was faster.
  static func use(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_email_challenge SET used_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND used_at IS NULL AND expires_at > \(now)
      """) == 1
  }
}
