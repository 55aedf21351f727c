public import Core
internal import SQL

/// Whose passkey it is, found before a practice is known. The signature is still to be verified.
public struct PasskeyHolder: Sendable {
  public let candidate: SignInCandidate
  public let passkey: EntityID
  /// COSE number.
  public let algorithm: Int
  public let publicKey: [UInt8]
}

extension SystemConnection {
  /// - Parameter credentialHash: SHA-256 of the credential's id.
  public borrowing func passkeyHolder(credentialHash: [UInt8]) throws -> PasskeyHolder? {
    try rows(
      """
      SELECT practice_id, user_id, role, status, slug, id, algorithm, public_key FROM system_passkey
      WHERE credential_hash = \(credentialHash)
      """
    ) { row in
      PasskeyHolder(
        candidate: SignInCandidate(
          practice: PracticeID(try row.id(0)), user: UserID(try row.id(1)), role: try row.choice(2),
          isActive: try row.text(3) == "active", passwordHash: nil, wrongPasswords: 0, practiceSlug: try row.text(4)),
        passkey: try row.id(5), algorithm: try row.int(6), publicKey: try row.bytes(7))
    }.first
  }
}
