import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL

/// A practice of one test's own in the real database, with a cast: alice (practitioner), bob (front desk) and pat
/// (patient). Tests never share rows, so they run in parallel and nothing is cleaned up between them.
public final class TestPractice {
  public let slug: String
  public let connection: Connection
  public let alice = UserID.make()
  public let bob = UserID.make()
  public let pat = PatientID.make()

  init(zone: String, language: Language, currency: String) throws {
    slug = "t" + Hex.encode(SecureRandom.bytes(8))
    connection = try TestServer.connect()
    try connection.provision(
      NewPractice(
        slug: slug, name: "Test practice \(slug)", zoneName: zone, language: language, currencyCode: currency),
      now: .now)
    try asOperator { db in
      try db.transaction(AuditEvent("test.cast", "identity_user", nil)) { tx in
        try TestPractice.add(self.alice, "Alice Specimen", "alice@\(self.slug).example", .practitioner, in: tx)
        try TestPractice.add(self.bob, "Bob Specimen", "bob@\(self.slug).example", .frontDesk, in: tx)
        try TestPractice.add(self.pat, in: tx)
      }
    }
  }

  /// Acts as the operator of the box.
  @discardableResult
  public func asOperator<Result>(_ body: (borrowing TenantConnection) throws -> Result) throws -> Result {
    try enter(.operatorCommand, body)
  }
  @discardableResult
  public func asStaff<Result>(
    _ user: UserID, _ role: Role, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result { try enter(.staff(user, role), body) }
  @discardableResult
  public func asVisitor<Result>(_ body: (borrowing TenantConnection) throws -> Result) throws -> Result {
    try enter(.visitor, body)
  }
  @discardableResult
  public func enter<Result>(
    _ actor: Actor, on connection: Connection? = nil, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    let found = try (connection ?? self.connection).withPractice(slug: slug, actor: actor, origin: .local, body)
    guard let found else { throw TestFailure("practice \(slug) is gone") }
    return found
  }

  public static func add(
    _ user: UserID, _ name: String, _ email: String, _ role: Role, in tx: borrowing TenantTransaction
  ) throws {
    let totp = try tx.seal(
      Hex.encode(SecureRandom.bytes(TOTP.secretBytes)), SealedColumn("identity_user", "sealed_totp"), row: user.id)
    try tx.execute(
      """
      INSERT INTO identity_user (practice_id, id, name, sealed_email, email_index, role, password_hash, sealed_totp,
        language, created_at)
      VALUES (\(tx.scope), \(user), \(name),
        \(tx.seal(email, SealedColumn("identity_user", "sealed_email"), row: user.id)),
        \(tx.platformIndex(email, of: "email")), \(role.rawValue), 'none', \(totp), 'en', \(Instant.now))
      """)
  }
  public static func add(_ patient: PatientID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO patients_patient (practice_id, id, sealed_name, language, created_at, updated_at)
      VALUES (\(tx.scope), \(patient),
        \(tx.seal("Pat\u{1f}Example", SealedColumn("patients_patient", "sealed_name"), row: patient.id)), 'en',
        \(Instant.now), \(Instant.now))
      """)
  }
}

/// Runs `body` with a practice of its own.
@discardableResult
public func withPractice<Result>(
  zone: String = "Europe/Berlin", language: Language = .en, currency: String = "EUR",
  _ body: (TestPractice) throws -> Result
) throws -> Result { try body(TestPractice(zone: zone, language: language, currency: currency)) }
