import Core
import Database
import SQL

/// Changes to somebody's account by those who manage the team. Each that names a version is refused (false) when
/// somebody else has changed the account since.
enum TeamChanges {
  /// Whether an owner is left without this person. Locks the owners until the end of the transaction, so that two of
  /// them cannot put each other away at the same time.
  static func isOwnerLeft(without user: UserID, in tx: borrowing TenantTransaction) throws -> Bool {
    let owners = try tx.rows(
      """
      SELECT id FROM identity_user
      WHERE practice_id = \(tx.scope) AND role = 'owner' AND status = 'active' ORDER BY id FOR UPDATE
      """
    ) { try $0.id(0, as: UserID.self) }
    return owners.contains { $0 != user }
  }

  static func setRole(
    _ role: Role, of user: UserID, version: Int, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let isDone =
      try tx.execute(
        """
        UPDATE identity_user SET role = \(role.rawValue), version = version + 1
        WHERE practice_id = \(tx.scope) AND id = \(user) AND version = \(version)
        """) == 1
    // What a session may do has changed: nobody goes on in one that began under another role.
    if isDone { try endSessions(of: user, in: tx) }
    return isDone
  }

  static func setActive(
    _ isActive: Bool, of user: UserID, version: Int, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let (from, to) = isActive ? ("deactivated", "active") : ("active", "deactivated")
    return try tx.execute(
      """
      UPDATE identity_user SET status = \(to), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(user) AND version = \(version) AND status = \(from)
      """) == 1
  }

  /// Gives how many ended.
  @discardableResult
  static func endSessions(of user: UserID, in tx: borrowing TenantTransaction) throws -> Int {
    try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND user_id = \(user)")
  }

  /// Takes away everything but the password (that too when it is forgotten), and the way into other practices: whoever
  /// resets an account here must not get into the person's accounts elsewhere by it.
  static func resetFactors(
    of user: UserID, withPassword: Bool, version: Int, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let isDone =
      try tx.execute(
        """
        UPDATE identity_user SET sealed_totp = NULL, person_id = NULL, version = version + 1,
          password_hash = IF(\(withPassword), NULL, password_hash)
        WHERE practice_id = \(tx.scope) AND id = \(user) AND version = \(version) AND status = 'active'
        """) == 1
    guard isDone else { return false }
    try tx.execute("DELETE FROM identity_passkey WHERE practice_id = \(tx.scope) AND user_id = \(user)")
    try tx.execute("DELETE FROM identity_recovery_code WHERE practice_id = \(tx.scope) AND user_id = \(user)")
    _ = try ProviderLinks.remove(of: user, in: tx)
    try endSessions(of: user, in: tx)
    return true
  }
}
