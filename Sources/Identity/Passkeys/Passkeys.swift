import Core
import Crypto
import Database
import SQL

/// A person's passkey, for lists.
struct PasskeySummary: Sendable, Equatable {
  let id: EntityID
  let name: String
  let isBackedUp: Bool
  let createdAt: Instant
  let usedAt: Instant?
}

/// All SQL of passkeys.
enum Passkeys {
  /// One person has this many at most.
  static let limit = 20

  static func list(of holder: FactorHolder, in db: borrowing TenantReader) throws -> [PasskeySummary] {
    try db.rows(
      """
      SELECT id, name, is_backed_up, created_at, used_at FROM identity_passkey
      WHERE practice_id = \(db.scope) AND (user_id = \(holder.id) OR account_id = \(holder.id)) ORDER BY created_at, id
      """
    ) { row in
      PasskeySummary(
        id: try row.id(0), name: try row.text(1), isBackedUp: try row.bool(2), createdAt: try row.instant(3),
        usedAt: try row.instantIfPresent(4))
    }
  }

  /// Ids of the credentials, so that a device that has one is not asked to make another.
  static func credentialIDs(of holder: FactorHolder, in db: borrowing TenantReader) throws -> [[UInt8]] {
    try db.rows(
      """
      SELECT credential_id FROM identity_passkey
      WHERE practice_id = \(db.scope) AND (user_id = \(holder.id) OR account_id = \(holder.id)) ORDER BY id
      """
    ) { try $0.bytes(0) }
  }

  /// - Throws: ``Database/DatabaseError`` with `isDuplicate` for a key that is on file already, here or elsewhere.
  static func add(
    _ key: Passkey.Registration, name: String, as id: EntityID, of holder: FactorHolder, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO identity_passkey (practice_id, id, user_id, account_id, credential_id, credential_hash, algorithm,
        public_key, sign_count, is_backed_up, name, created_at)
      VALUES (\(tx.scope), \(id), \(holder.user), \(holder.account), \(key.credentialID), \(Digest.sha256(key.credentialID)),
        \(key.algorithm.rawValue), \(key.publicKey), \(Int(key.state.signCount)), \(key.state.isBackedUp), \(name),
        \(now))
      """)
  }

  /// Takes over what the authenticator said. False when the counter did not rise: a copy of the key is at work, or the
  /// account has ended meanwhile. A counter that stays 0 belongs to a key that is synchronised.
  static func use(
    _ id: EntityID, _ state: Passkey.State, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let count = Int(state.signCount)
    return try tx.execute(
      """
      UPDATE identity_passkey SET sign_count = \(count), is_backed_up = \(state.isBackedUp), used_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id)
        AND (sign_count < \(count) OR (sign_count = 0 AND \(count) = 0))
      """) == 1
  }

  /// The key of this person with this credential, to verify a signature with.
  static func find(
    credentialHash: [UInt8], of holder: FactorHolder, in db: borrowing TenantReader
  ) throws -> (id: EntityID, algorithm: Int, publicKey: [UInt8])? {
    try db.first(
      """
      SELECT id, algorithm, public_key FROM identity_passkey
      WHERE practice_id = \(db.scope) AND (user_id = \(holder.id) OR account_id = \(holder.id))
        AND credential_hash = \(credentialHash)
      """
    ) { row in (id: try row.id(0), algorithm: try row.int(1), publicKey: try row.bytes(2)) }
  }

  static func rename(
    _ id: EntityID, to name: String, of holder: FactorHolder, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_passkey SET name = \(name)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND (user_id = \(holder.id) OR account_id = \(holder.id))
      """) == 1
  }

  static func remove(_ id: EntityID, of holder: FactorHolder, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      DELETE FROM identity_passkey
      WHERE practice_id = \(tx.scope) AND id = \(id) AND (user_id = \(holder.id) OR account_id = \(holder.id))
      """) == 1
  }
}
