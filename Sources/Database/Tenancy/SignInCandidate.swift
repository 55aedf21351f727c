public import Core
internal import SQL

/// Somebody who may be the person signing in: the address fits, the password is still to be verified.
public struct SignInCandidate: Sendable {
  let practice: PracticeID
  public let user: UserID
  public let role: Role
  public let isActive: Bool
  /// Nil for somebody who signs in by passkey alone.
  public let passwordHash: String?
  /// In a row.
  let wrongPasswords: Int
  public let practiceSlug: String

  /// After so many wrong ones in a row a password opens nothing until it is replaced.
  public static let mostWrongPasswords = 100
  /// What a password is verified against: nil as well for one that is switched off.
  public var openingHash: String? { wrongPasswords < Self.mostWrongPasswords ? passwordHash : nil }
}

extension SystemConnection {
  /// The staff members with this address, in any practice.
  public borrowing func signInCandidates(emailIndex: [UInt8]) throws -> [SignInCandidate] {
    try rows(
      """
      SELECT practice_id, id, role, status, password_hash, wrong_passwords, slug FROM system_sign_in
      WHERE email_index = \(emailIndex) ORDER BY slug
      """
    ) { row in
      SignInCandidate(
        practice: PracticeID(try row.id(0)), user: UserID(try row.id(1)), role: try row.choice(2),
        isActive: try row.text(3) == "active", passwordHash: try row.textIfPresent(4),
        wrongPasswords: try row.int(5), practiceSlug: try row.text(6))
    }
  }

  /// The accounts that share this mark: one person's, joined by themselves.
  public borrowing func signInCandidates(person: EntityID) throws -> [SignInCandidate] {
    try rows(
      """
      SELECT practice_id, id, role, status, password_hash, wrong_passwords, slug FROM system_sign_in
      WHERE person_id = \(person) ORDER BY slug
      """
    ) { row in
      SignInCandidate(
        practice: PracticeID(try row.id(0)), user: UserID(try row.id(1)), role: try row.choice(2),
        isActive: try row.text(3) == "active", passwordHash: try row.textIfPresent(4),
        wrongPasswords: try row.int(5), practiceSlug: try row.text(6))
    }
  }

  /// One member of staff of one practice, with the index of their address; nil when there is no such.
  public borrowing func signInCandidate(
    _ user: UserID, of slug: String
  ) throws -> (candidate: SignInCandidate, emailIndex: [UInt8])? {
    try rows(
      """
      SELECT practice_id, id, role, status, password_hash, wrong_passwords, slug, email_index FROM system_sign_in
      WHERE id = \(user) AND slug = \(slug)
      """
    ) { row in
      let candidate = SignInCandidate(
        practice: PracticeID(try row.id(0)), user: UserID(try row.id(1)), role: try row.choice(2),
        isActive: try row.text(3) == "active", passwordHash: try row.textIfPresent(4),
        wrongPasswords: try row.int(5), practiceSlug: try row.text(6))
      return (candidate: candidate, emailIndex: try row.bytes(7))
    }.first
  }

  /// Work in the candidate's practice that somebody else has caused: its trail names no person of another practice.
  public borrowing func enterUnnamed<Result>(
    _ candidate: SignInCandidate, origin: Origin, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    try connection.enter(candidate.practice, actor: .job, origin: origin, body)
  }

  /// Acts as the candidate whose password was verified. The caller still owes the second factor.
  public borrowing func enter<Result>(
    _ candidate: SignInCandidate, origin: Origin, _ body: (borrowing TenantConnection) throws -> Result
  ) throws -> Result {
    try connection.enter(candidate.practice, actor: .staff(candidate.user, candidate.role), origin: origin, body)
  }
}
