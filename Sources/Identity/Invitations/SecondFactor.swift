import Core
import Database

/// The second factor of a person whose first one is at stake.
enum SecondFactor {
  /// Uses up what was typed. Nil when it proves nothing.
  static func use(_ typed: String, of user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws -> Proof? {
    if SixDigits(typed) != nil {
      return try AuthenticatorCode.use(typed, of: .staff(user), now: now, in: tx) ? .totp : nil
    }
    guard try RecoveryCodes.use(typed, of: .staff(user), now: now, in: tx) else { return nil }
    try tx.audit(AuditEvent("factor.use", "identity_user", user.id, fields: ["recovery"]))
    try StaffAlert.enqueue(.recoveryCodeUsed, for: user, now: now, in: tx)
    return .recovery
  }
}
