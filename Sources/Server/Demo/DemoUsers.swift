import Core
import Crypto
import Database
import SQL

/// Members of staff of a demo practice.
enum DemoUsers {
  /// The one place of the demo that writes a user.
  static func add(_ account: DemoAccount, language: Language, now: Instant, in tx: borrowing TenantTransaction) throws
    -> UserID
  {
    let id = UserID.make()
    let email = try EmailAddress(account.email)
    try tx.execute(
      """
      INSERT INTO identity_user (practice_id, id, name, sealed_email, email_index, role, password_hash, sealed_totp,
        language, created_at)
      VALUES (\(tx.scope), \(id), \(account.name),
        \(tx.seal(email.text, SealedColumn("identity_user", "sealed_email"), row: id.id)),
        \(tx.platformIndex(email.normalized, of: "email")), \(account.role.rawValue),
        \(tx.hashPassword(Array(DemoAccount.password.utf8))),
        \(tx.seal(Hex.encode(account.totpSecret), SealedColumn("identity_user", "sealed_totp"), row: id.id)),
        \(language.rawValue), \(now))
      """)
    return id
  }
}
