import Core
import Database
import SQL

/// Wrong passwords in a row, over all browsers: after a hundred the password opens nothing until it is replaced, as no
/// throttle keeps somebody patient from trying on for years (NIST 800-63B-4, section 3.2.2). Passkeys are not touched, and
/// a new password takes a mail, so a stranger can lock nobody out.
enum PasswordTries {
  /// In the transaction that writes the refusal.
  static func countWrong(of user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let isCounted =
      try tx.execute(
        """
        UPDATE identity_user SET wrong_passwords = wrong_passwords + 1
        WHERE practice_id = \(tx.scope) AND id = \(user) AND wrong_passwords < \(SignInCandidate.mostWrongPasswords)
        """) == 1
    let count = try tx.first(
      "SELECT wrong_passwords FROM identity_user WHERE practice_id = \(tx.scope) AND id = \(user)"
    ) { try $0.int(0) }
    guard isCounted, count == SignInCandidate.mostWrongPasswords else { return }
    try tx.audit(AuditEvent("password.disable", "identity_user", user.id))
    try StaffAlert.enqueue(.passwordDisabled, for: user, now: now, in: tx)
  }

  /// Its owner is in.
  static func forget(of user: UserID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE identity_user SET wrong_passwords = 0
      WHERE practice_id = \(tx.scope) AND id = \(user) AND wrong_passwords > 0
      """)
  }
}
