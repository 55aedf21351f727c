import Core
import Database
import SQL

/// The stored hash of a person's password.
enum Passwords {
  /// Nil for somebody who has none, or whose password is switched off.
  static func hash(of user: UserID, in db: borrowing TenantReader) throws -> String? {
    try db.first(
      """
      SELECT password_hash FROM identity_user
      WHERE practice_id = \(db.scope) AND id = \(user) AND wrong_passwords < \(SignInCandidate.mostWrongPasswords)
      """
    ) { try $0.textIfPresent(0) }.flatMap { $0 }
  }
}
