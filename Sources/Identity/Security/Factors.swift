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
  /// Patients and guardians may do without: their mail signs them in, to times and invoices.
  let areOptional: Bool

  /// Signing in takes two factors always: a passkey, or password and app.
  private static func isEnough(hasPassword: Bool, hasApp: Bool, passkeys: Int) -> Bool {
    passkeys > 0 || (hasPassword && hasApp)
  }
  /// With a password gone there must be two ways left, one of which can begin: losing one device locks nobody out.
  var passwordMayGo: Bool { hasPassword && !passkeys.isEmpty && passkeys.count + (hasApp ? 1 : 0) >= 2 }
  var appMayGo: Bool {
    hasApp && (areOptional || Self.isEnough(hasPassword: hasPassword, hasApp: false, passkeys: passkeys.count))
  }
  var passkeyMayGo: Bool {
    if areOptional { return !passkeys.isEmpty }
    let left = passkeys.count - 1
    guard left >= 0 else { return false }
    return hasPassword
      ? Self.isEnough(hasPassword: true, hasApp: hasApp, passkeys: left) : left > 0 && left + (hasApp ? 1 : 0) >= 2
  }

  /// Whether anything beside a password or a mailbox can be shown.
  var hasSecond: Bool { hasApp || !passkeys.isEmpty }

  static func of(_ holder: FactorHolder, in db: borrowing TenantReader) throws -> Factors {
    let passkeys = try Passkeys.list(of: holder, in: db)
    let codes = try RecoveryCodes.left(of: holder, in: db)
    guard let user = holder.user else { return try PortalAccounts.factors(of: holder, passkeys, codes, in: db) }
    let found = try db.first(
      """
      SELECT password_hash IS NOT NULL, sealed_totp IS NOT NULL, version FROM identity_user
      WHERE practice_id = \(db.scope) AND id = \(user)
      """
    ) { row in
      Factors(
        hasPassword: try row.bool(0), hasApp: try row.bool(1), passkeys: passkeys, recoveryCodesLeft: codes,
        version: try row.int(2), areOptional: false)
    }
    guard let found else { throw RowGone() }
    return found
  }

  /// The row of somebody who is signed in is always there.
  private struct RowGone: Error {}

  /// Locks the person's row and counts the change, so that of two changes side by side the second sees the first.
  static func lock(_ holder: FactorHolder, now: Instant, in tx: borrowing TenantTransaction) throws -> Factors {
    switch holder {
    case .staff(let user):
      try tx.execute(
        "UPDATE identity_user SET version = version + 1 WHERE practice_id = \(tx.scope) AND id = \(user)")
    case .patient(let patient): try PortalAccounts.lock(patient, now: now, in: tx)
    case .guardian(let account): try PortalAccounts.lock(account, in: tx)
    }
    return try of(holder, in: tx.reader)
  }

  static func setPassword(_ hash: String?, of user: UserID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE identity_user SET password_hash = \(hash), wrong_passwords = 0
      WHERE practice_id = \(tx.scope) AND id = \(user)
      """)
  }
  /// - Parameter step: of the code that proved the app; it counts as used.
  static func setApp(
    _ sealed: [UInt8]?, step: Int64, of holder: FactorHolder, in tx: borrowing TenantTransaction
  ) throws {
    switch holder {
    case .staff(let user):
      try tx.execute(
        """
        UPDATE identity_user SET sealed_totp = \(sealed), totp_last_step = GREATEST(totp_last_step, \(step))
        WHERE practice_id = \(tx.scope) AND id = \(user)
        """)
    case .patient, .guardian:
      try tx.execute(
        """
        UPDATE identity_portal_account
        SET sealed_totp = \(sealed), totp_last_step = GREATEST(totp_last_step, \(step))
        WHERE practice_id = \(tx.scope) AND id = \(holder.id)
        """)
    }
  }
}
