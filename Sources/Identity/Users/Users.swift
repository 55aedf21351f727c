public import Core
import Crypto
public import Database
import SQL
import Web

/// All SQL of the members of staff.
public enum Users {
  static let emailColumn = SealedColumn("identity_user", "sealed_email")
  static let totpColumn = SealedColumn("identity_user", "sealed_totp")

  /// - Throws: ``NewUserProblem``, with nothing changed.
  public static func add(_ new: NewUser, now: Instant, in db: borrowing TenantConnection) throws -> UserID {
    let name = try check(new, in: db.reader)
    let id = UserID(EntityID.make(at: now))
    return try refusingDuplicates {
      try db.transaction(AuditEvent("user.add", "identity_user", id.id, fields: [new.role.rawValue])) { tx in
        try insert(new, name: name, as: id, now: now, in: tx)
        return id
      }
    }
  }

  /// As part of a larger change.
  public static func add(_ new: NewUser, now: Instant, in tx: borrowing TenantTransaction) throws -> UserID {
    let name = try check(new, in: tx.reader)
    let id = UserID(EntityID.make(at: now))
    try refusingDuplicates { try insert(new, name: name, as: id, now: now, in: tx) }
    try tx.audit(AuditEvent("user.add", "identity_user", id.id, fields: [new.role.rawValue]))
    return id
  }

  private static func check(_ new: NewUser, in db: borrowing TenantReader) throws(NewUserProblem) -> String {
    let name = SingleLine.clean(new.name)
    guard !name.isEmpty, name.unicodeScalars.count <= 120 else { throw .name }
    guard new.role != .patient else { throw .role }
    let own = [name, new.email.normalized, db.practice.name, db.practice.slug]
    if let problem = PasswordRules.problem(new.password, own: own, list: db.passwordBlocklist) {
      throw .password(problem)
    }
    return name
  }

  private static func refusingDuplicates<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as DatabaseError where error.isDuplicate {
      throw NewUserProblem.emailTaken
    }
  }

  private static func insert(
    _ new: NewUser, name: String, as id: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO identity_user (practice_id, id, name, sealed_email, email_index, role, password_hash, sealed_totp,
        language, created_at)
      VALUES (\(tx.scope), \(id), \(name), \(tx.seal(new.email.text, emailColumn, row: id.id)),
        \(tx.platformIndex(new.email.normalized, of: "email")), \(new.role.rawValue),
        \(tx.hashPassword(Array(new.password.utf8))), \(tx.seal(Hex.encode(new.totp.bytes), totpColumn, row: id.id)),
        \(new.language.rawValue), \(now))
      """)
  }

  static func isActive(_ user: UserID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      "SELECT status FROM identity_user WHERE practice_id = \(db.scope) AND id = \(user)"
    ) { try $0.text(0) == "active" } ?? false
  }

  /// Everybody of the practice, active first, by name.
  public static func list(in db: borrowing TenantReader) throws -> [UserSummary] {
    try db.rows(
      """
      SELECT id, name, sealed_email, role, status FROM identity_user
      WHERE practice_id = \(db.scope) ORDER BY status, name, id
      """
    ) { row in
      let id = try row.id(0, as: UserID.self)
      return UserSummary(
        id: id, name: try row.text(1), email: try row.opened(2, emailColumn, row: id.id), role: try row.choice(3),
        isActive: try row.text(4) == "active")
    }
  }
}
