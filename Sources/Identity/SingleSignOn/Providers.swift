import Core
import Crypto
import Database
import SQL

/// All SQL of the practice's identity provider.
enum Providers {
  static let secretColumn = SealedColumn("identity_provider", "sealed_secret")

  /// Nil in a practice that has never set one up.
  static func find(in db: borrowing TenantReader) throws -> Provider? {
    try db.first(
      """
      SELECT id, is_on, issuer, client_id, sealed_secret IS NOT NULL, email_domain, version, authorization_endpoint,
        token_endpoint, keys_endpoint, posts_secret, names_itself, described_at, key_set, keys_at, failed_at
      FROM identity_provider WHERE practice_id = \(db.scope)
      """
    ) { row in
      Provider(
        id: try row.id(0), isOn: try row.bool(1), issuer: try row.text(2), clientID: try row.text(3),
        hasSecret: try row.bool(4), emailDomain: try row.text(5), version: try row.int(6),
        metadata: ProviderMetadata(
          authorizationEndpoint: try row.text(7), tokenEndpoint: try row.text(8), keysEndpoint: try row.text(9),
          postsSecret: try row.bool(10), namesItself: try row.bool(11)), describedAt: try row.instantIfPresent(12),
        keySet: try row.bytesIfPresent(13), keysAt: try row.instantIfPresent(14),
        failedAt: try row.instantIfPresent(15))
    }
  }

  /// The client's secret, in clear: only for the moment of asking the provider.
  static func secret(of provider: EntityID, in db: borrowing TenantReader) throws -> String? {
    try db.first(
      "SELECT sealed_secret FROM identity_provider WHERE practice_id = \(db.scope) AND id = \(provider)"
    ) { try $0.openedIfPresent(0, secretColumn, row: provider) }.flatMap { $0 }
  }

  /// Whether people can sign in by it, for the pages that offer it.
  static func usable(in db: borrowing TenantReader) throws -> Provider? {
    try find(in: db).flatMap { $0.isUsable ? $0 : nil }
  }

  // MARK: Settings

  /// Writes the settings; false when somebody else has changed them since `version` (0: there were none).
  static func write(_ draft: ProviderDraft, version: Int, now: Instant, in tx: borrowing TenantTransaction) throws
    -> Bool
  {
    let known = try find(in: tx.reader)
    guard (known?.version ?? 0) == version else { return false }
    let id = known?.id ?? EntityID.make(at: now)
    if known == nil {
      try tx.execute(
        """
        INSERT INTO identity_provider (practice_id, id, is_on, issuer, client_id, email_domain, version)
        VALUES (\(tx.scope), \(id), FALSE, \(draft.issuer), \(draft.clientID), \(draft.emailDomain), 0)
        """)
    }
    if let secret = draft.secret {
      try tx.execute(
        """
        UPDATE identity_provider SET sealed_secret = \(tx.seal(secret, secretColumn, row: id))
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
    }
    return try tx.execute(
      """
      UPDATE identity_provider SET is_on = \(draft.isOn), issuer = \(draft.issuer), client_id = \(draft.clientID),
        email_domain = \(draft.emailDomain), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """) == 1
  }

  // MARK: What the provider says of itself

  static func store(_ metadata: ProviderMetadata, keys: [UInt8], now: Instant, in tx: borrowing TenantTransaction)
    throws
  {
    try tx.execute(
      """
      UPDATE identity_provider SET authorization_endpoint = \(metadata.authorizationEndpoint),
        token_endpoint = \(metadata.tokenEndpoint), keys_endpoint = \(metadata.keysEndpoint),
        posts_secret = \(metadata.postsSecret), names_itself = \(metadata.namesItself), described_at = \(now),
        key_set = \(keys), keys_at = \(now), failed_at = NULL
      WHERE practice_id = \(tx.scope)
      """)
  }
  static func store(keys: [UInt8], now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE identity_provider SET key_set = \(keys), keys_at = \(now) WHERE practice_id = \(tx.scope)")
  }
  static func noteFailure(now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute("UPDATE identity_provider SET failed_at = \(now) WHERE practice_id = \(tx.scope)")
  }
  /// Of another issuer: nothing of the former one counts any longer.
  static func forgetDescription(in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE identity_provider SET authorization_endpoint = '', token_endpoint = '', keys_endpoint = '',
        described_at = NULL, key_set = NULL, keys_at = NULL, failed_at = NULL
      WHERE practice_id = \(tx.scope)
      """)
  }
}
