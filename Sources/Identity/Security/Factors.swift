import Core
import Database
import SQL

/// What somebody can sign in with, and what of it may go.
struct Factors: Sendable {
  let hasPassword: Bool
  let hasApp: Bool
  let passkeys: [PasskeySummary]
  let recoveryCodesLeft: Int
  /// Rises with every change of them.
  let version: Int

  /// Signing in takes two factors always: a passkey, or password and app.
  private static func isEnough(hasPassword: Bool, hasApp: Bool, passkeys: Int) -> Bool {
    passkeys > 0 || (hasPassword && hasApp)
  }
  /// With a password gone there must be two ways left, one of which can begin: losing one device locks nobody out.
  var passwordMayGo: Bool { hasPassword && !passkeys.isEmpty && passkeys.count + (hasApp ? 1 : 0) >= 2 }
  var appMayGo: Bool { hasApp && Self.isEnough(hasPassword: hasPassword, hasApp: false, passkeys: passkeys.count) }
  var passkeyMayGo: Bool {
    let left = passkeys.count - 1
    guard left >= 0 else { return false }
    return hasPassword
      ? Self.isEnough(hasPassword: true, hasApp: hasApp, passkeys: left) : left > 0 && left + (hasApp ? 1 : 0) >= 2
  }

  static func of(_ user: UserID, in db: borrowing TenantReader) throws -> Factors {
    let passkeys = try Passkeys.list(of: user, in: db)
    let codes = try RecoveryCodes.left(of: user, in: db)
    let found = try db.first(
      """
      SELECT password_hash IS NOT NULL, sealed_totp IS NOT NULL, version FROM identity_user
      WHERE practice_id = \(db.scope) AND id = \(user)
      """
    ) { row in
      Factors(
        hasPassword: try row.bool(0), hasApp: try row.bool(1), passkeys: passkeys, recoveryCodesLeft: codes,
        version: try row.int(2))
    }
    guard let found else { throw RowGone() }
    return found
  }

  /// The row of somebody who is signed in is always there.
  private struct RowGone: Error {}

  /// Locks the person's row and counts the change, so that of two changes side by side the second sees the first.
  static func lock(_ user: UserID, in tx: borrowing TenantTransaction) throws -> Factors {
    try tx.execute(
      "UPDATE identity_user SET version = version + 1 WHERE practice_id = \(tx.scope) AND id = \(user)")
    return try of(user, in: tx.reader)
  }

  static func setPassword(_ hash: String?, of user: UserID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE identity_user SET password_hash = \(hash) WHERE practice_id = \(tx.scope) AND id = \(user)")
  }
  /// - Parameter step: of the code that proved the app; it counts as used.
  static func setApp(
    _ sealed: [UInt8]?, step: Int64, of user: UserID, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE identity_user SET sealed_totp = \(sealed), totp_last_step = GREATEST(totp_last_step, \(step))
      WHERE practice_id = \(tx.scope) AND id = \(user)
      """)
  }
}
