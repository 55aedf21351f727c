public import Core
public import Crypto
internal import SQL

extension Connection {
  private struct FoundSession {
    let practice: PracticeID
    let actor: Actor
    let profile: PracticeProfile
    let info: SessionInfo
    let seenAt: Instant

    /// Whom a guardian acts for.
    var onBehalfOf: EntityID? {
      if case .guardian(_, for: let patient) = actor { patient.id } else { nil }
    }
  }

  /// The one way from a browser's cookie to a scope: one statement finds the session and sets the practice, or clears
  /// it, so that nothing is left over from the request before. Nil when there is no live session of this kind.
  /// - Parameter isActivity: false for what a page asks by itself: that keeps no session awake.
  @_spi(Bootstrap) public func withSession<Result>(
    _ token: Token?, _ kind: SessionKind, origin: Origin, now: Instant, isActivity: Bool,
    _ body: (SessionInfo, borrowing TenantConnection) throws -> Result
  ) throws -> Result? {
    guard let token, let found = try findSession(token, kind, now: now) else { return nil }
    try loadKeyring(found.practice)
    let scope = TenantScope(
      practice: found.practice, actor: found.actor, origin: origin, session: found.info.id,
      onBehalfOf: found.onBehalfOf)
    if isActivity, !found.info.isLocked, now.microseconds - found.seenAt.microseconds > 60_000_000 {
      try run("UPDATE identity_session SET seen_at = \(now) WHERE practice_id = \(scope) AND id = \(found.info.id)")
    }
    return try body(found.info, TenantConnection(scope: scope, practice: found.profile, connection: self))
  }

  private func findSession(_ token: Token, _ kind: SessionKind, now: Instant) throws -> FoundSession? {
    keyring.ring = nil
    var found: FoundSession?
    try runFirst(
      """
      SELECT @practice := s.practice_id, s.slug, s.practice_name, s.zone, s.practice_language, s.currency, s.accent,
        s.uses_12_hour, s.week_starts_on, s.practice_version, s.has_logo, s.email, s.phone, s.address,
        s.emergency_line, s.books_online, s.practitioners_see, s.id, s.user_id, s.patient_id, s.role, s.user_name,
        s.user_language, s.theme,
        s.created_at, s.seen_at, s.proofs, s.confirmed_at, s.idle_minutes, s.account_id, s.email_index
      FROM (SELECT 1) one
      LEFT JOIN system_session s ON s.token_hash = \(token.hash) AND s.kind = \(kind.rawValue)
        AND s.expires_at > \(now) AND s.seen_at > \(now.adding(seconds: -(kind.endsAfterIdleSeconds ?? kind.absoluteSeconds)))
        AND (s.status IS NULL OR s.status = 'active')
        AND (s.account_id IS NULL OR (s.related_id IS NOT NULL AND (s.related_until IS NULL OR s.related_until > \(now))))
      """
    ) { row in
      guard let practice = try row.idIfPresent(0) else { return }
      let profile = try PracticeProfile(row, at: 1)
      let actor: Actor =
        switch kind {
        case .staff: .staff(UserID(try row.id(18)), try row.choice(20))
        case .patient: try portalActor(row.idIfPresent(29), PatientID(row.id(19)))
        }
      let (id, seenAt) = (try row.id(17), try row.instant(25))
      let idleSeconds = try kind.endsAfterIdleSeconds ?? Int64(row.int(28)) * 60
      let info = SessionInfo(
        id: id, userName: try row.textIfPresent(21) ?? "",
        language: try row.textIfPresent(22).flatMap { Language(rawValue: $0) } ?? profile.language,
        theme: try row.textIfPresent(23) ?? "system", createdAt: try row.instant(24),
        proofs: Proof.read(try row.text(26)), confirmedAt: try row.instantIfPresent(27),
        idleSecondsLeft: idleSeconds - (now.seconds - seenAt.seconds), idleSeconds: idleSeconds, csrf: csrf(of: id),
        mailbox: try row.bytesIfPresent(30))
      found = FoundSession(
        practice: PracticeID(practice), actor: actor, profile: profile, info: info, seenAt: seenAt)
    }
    return found
  }

  private func portalActor(_ account: EntityID?, _ patient: PatientID) -> Actor {
    account.map { .guardian($0, for: patient) } ?? .patient(patient)
  }

  /// The token that the forms of a session carry: base64url of 16 bytes, keyed, useless for any other session.
  @_spi(Bootstrap) public func csrf(of session: EntityID) -> String {
    Base64URL.encode(keys.platformIndex(session.description, of: "session-csrf"))
  }
}

extension PracticeProfile {
  /// Columns slug, name, zone, language, currency, accent, uses_12_hour, week_starts_on, version, has_logo, email, phone,
  /// address, emergency_line, books_online, practitioners_see from `first`.
  init(_ row: borrowing Row, at first: Int) throws(RowError) {
    slug = try row.text(first)
    name = try row.text(first + 1)
    zoneName = try row.text(first + 2)
    language = try row.choice(first + 3)
    currencyCode = try row.text(first + 4)
    accent = try row.text(first + 5)
    uses12HourClock = try row.bool(first + 6)
    weekStartsOn = try row.int(first + 7)
    version = try row.int(first + 8)
    hasLogo = try row.bool(first + 9)
    email = try row.text(first + 10)
    phone = try row.text(first + 11)
    address = try row.text(first + 12)
    emergencyLine = try row.text(first + 13)
    booksOnline = try row.bool(first + 14)
    practitionersSeeEverybody = try row.text(first + 15) == "everybody"
  }
}
