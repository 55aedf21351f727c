public import Core
internal import Crypto
internal import SQL

/// What a new practice starts with.
public struct NewPractice: Sendable {
  public let slug: String
  public let name: String
  public let zoneName: String
  public let language: Language
  public let currencyCode: String
  public init(slug: String, name: String, zoneName: String, language: Language, currencyCode: String) {
    self.slug = slug
    self.name = name
    self.zoneName = zoneName
    self.language = language
    self.currencyCode = currencyCode
  }
}

extension Connection {
  /// Makes a practice with its first key and the head of its audit chain.
  /// - Throws: ``DatabaseError`` with `isDuplicate` when the slug is taken.
  @_spi(Bootstrap) public func provision(_ new: NewPractice, now: Instant) throws {
    let practice = PracticeID(EntityID.make(at: now))
    keyring.ring = nil
    try takeUpNewKeyFiles()
    try runFirst("SET @practice = \(practice)") { _ in }
    let key = keys.makePracticeKey(practice: PracticeKeyID(practice: practice.id, id: 1))
    try transaction {
      try run(
        """
        INSERT INTO practices_practice (practice_id, slug, name, zone, language, currency, created_at)
        VALUES (\(practice), \(new.slug), \(new.name), \(new.zoneName), \(new.language.rawValue), \(new.currencyCode),
          \(now))
        """)
      try run(
        """
        INSERT INTO practices_key (practice_id, id, master_key_id, wrapped, created_at)
        VALUES (\(practice), 1, \(Int(key.masterID)), \(key.wrapped), \(now))
        """)
      try run("INSERT INTO audit_head (practice_id, seq, mac) VALUES (\(practice), 0, \(AuditTrail.genesis))")
      try loadKeyring(practice)
      try writeRoots(now: now)
      let scope = TenantScope(practice: practice, actor: .operatorCommand, origin: .local)
      try AuditTrail.append(AuditEvent("practice.create", "practices_practice", practice.id), scope, self)
    }
  }
}
