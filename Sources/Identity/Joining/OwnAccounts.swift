import Core
import Database
import SQL

/// Which accounts of other practices are one person's. They stay separate accounts, each with its own password, factors,
/// role and counters; being joined lets their owner go from one to the other.
enum OwnAccounts {
  /// The mark that the caller's account shares with others; nil for one that is joined with none.
  static func person(of user: UserID, in db: borrowing TenantReader) throws -> EntityID? {
    try db.first(
      "SELECT person_id FROM identity_user WHERE practice_id = \(db.scope) AND id = \(user)"
    ) { try $0.idIfPresent(0) }.flatMap { $0 }
  }

  /// False when the account has another mark already.
  static func setPerson(_ person: EntityID, of user: UserID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_user SET person_id = \(person)
      WHERE practice_id = \(tx.scope) AND id = \(user) AND status = 'active'
        AND (person_id IS NULL OR person_id = \(person))
      """) == 1
  }
  /// False when it was joined with none.
  static func removePerson(of user: UserID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_user SET person_id = NULL
      WHERE practice_id = \(tx.scope) AND id = \(user) AND person_id IS NOT NULL
      """) == 1
  }
}
