internal import Core
internal import SQL

extension Connection {
  /// A scope for the practice of a public address (`/{slug}/…`), or for a command at the box. Nil when there is none.
  @_spi(Bootstrap) public func withPractice<Result>(
    slug: String, actor: Actor, origin: Origin, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result? {
    keyring.ring = nil
    // The column is ASCII, and the server refuses to compare it with anything else.
    guard slug.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var found: (practice: PracticeID, profile: PracticeProfile)?
    try runFirst(
      """
      SELECT @practice := p.practice_id, p.slug, p.name, p.zone, p.language, p.currency, p.accent, p.uses_12_hour,
        p.week_starts_on, p.version, p.has_logo, p.email, p.phone, p.address, p.emergency_line, p.books_online,
        p.practitioners_see
      FROM (SELECT 1) one LEFT JOIN system_practice p ON p.slug = \(slug)
      """
    ) { row in
      guard let practice = try row.idIfPresent(0) else { return }
      found = (PracticeID(practice), try PracticeProfile(row, at: 1))
    }
    guard let found else { return nil }
    try loadKeyring(found.practice)
    let scope = TenantScope(practice: found.practice, actor: actor, origin: origin)
    return try body(TenantConnection(scope: scope, practice: found.profile, connection: self))
  }

  /// The scope a claimed job carries.
  @_spi(Bootstrap) public func withJob<Result>(
    _ job: ClaimedJob, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    try enter(job.practice, actor: .job, origin: .local, onBehalfOf: job.askedBy, body)
  }

  /// Work on the unscoped system views; no practice is set.
  @_spi(Bootstrap) public func withSystem<Result>(
    _ purpose: SystemPurpose, _ body: (borrowing SystemConnection) throws -> Result
  ) throws -> Result {
    keyring.ring = nil
    try runFirst("SET @practice = NULL") { _ in }
    return try body(SystemConnection(purpose: purpose, connection: self))
  }

  func enter<Result>(
    _ practice: PracticeID, actor: Actor, origin: Origin, onBehalfOf: EntityID? = nil,
    _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    keyring.ring = nil
    try runFirst("SET @practice = \(practice)") { _ in }
    var profile: PracticeProfile?
    try run(
      """
      SELECT slug, name, zone, language, currency, accent, uses_12_hour, week_starts_on, version, has_logo, email, phone,
        address, emergency_line, books_online, practitioners_see
      FROM system_practice WHERE practice_id = \(practice)
      """
    ) { row in profile = try PracticeProfile(row, at: 0) }
    guard let profile else { throw RowError(description: "practice \(practice) is gone") }
    try loadKeyring(practice)
    let scope = TenantScope(practice: practice, actor: actor, origin: origin, onBehalfOf: onBehalfOf)
    return try body(TenantConnection(scope: scope, practice: profile, connection: self))
  }

  /// Statements run so far; a test takes the difference to hold a page to its budget.
  @_spi(Bootstrap) public var statementsRun: Int { statementCount }
}
