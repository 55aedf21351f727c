import Core
import Database
import SQL

/// Which member of staff is whom at the provider. An e-mail address never says so: addresses are given to somebody else,
/// and a provider lets people write what they like.
enum ProviderLinks {
  /// Nil for somebody who was never connected here.
  static func user(
    _ identity: ProvidedIdentity, at provider: Provider, in db: borrowing TenantReader
  ) throws -> UserID? {
    let index = try index(identity, provider, db)
    return try db.first(
      "SELECT user_id FROM identity_provider_link WHERE practice_id = \(db.scope) AND subject_index = \(index)"
    ) { try $0.id(0, as: UserID.self) }
  }

  static func since(_ user: UserID, in db: borrowing TenantReader) throws -> Instant? {
    try db.first(
      "SELECT created_at FROM identity_provider_link WHERE practice_id = \(db.scope) AND user_id = \(user)"
    ) { try $0.instant(0) }
  }

  /// False when that somebody, or this member of staff, is connected already.
  static func add(
    _ identity: ProvidedIdentity, at provider: Provider, user: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let (id, index) = (EntityID.make(at: now), try index(identity, provider, tx.reader))
    do {
      try tx.execute(
        """
        INSERT INTO identity_provider_link (practice_id, id, user_id, subject_index, created_at)
        VALUES (\(tx.scope), \(id), \(user), \(index), \(now))
        """)
      return true
    } catch let error as DatabaseError where error.isDuplicate { return false }
  }

  static func noteUse(of user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_provider_link SET used_at = \(now)
      WHERE practice_id = \(tx.scope) AND user_id = \(user)
      """) == 1
  }

  /// False when there was none.
  static func remove(of user: UserID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      "DELETE FROM identity_provider_link WHERE practice_id = \(tx.scope) AND user_id = \(user)") == 1
  }
  /// Of everybody: the practice asks somebody else from now on.
  static func removeAll(in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM identity_provider_link WHERE practice_id = \(tx.scope)")
  }

  /// Ends the sessions that the provider's word has begun.
  static func endSessions(in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND FIND_IN_SET('provider', proofs) > 0")
  }

  private static func index(
    _ identity: ProvidedIdentity, _ provider: Provider, _ db: borrowing TenantReader
  ) throws -> [UInt8] {
    try db.blindIndex(provider.subject(identity), of: "provider-subject", bytes: 32)
  }
}
