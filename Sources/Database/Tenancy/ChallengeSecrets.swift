public import Core
public import Crypto

/// What a sign-in mail shows, and what proves that its reader got it. Both follow from the challenge's id and a key of
/// the practice: the table keeps hashes alone, and a job can write the mail without a secret in its payload.
public struct ChallengeSecrets: Sendable, Equatable {
  /// For `/<practice slug>/sign-in/link/<token>`.
  public let linkToken: Token
  /// Six digits, to be typed where the link was asked for.
  public let code: String
}

extension TenantReader {
  /// Always the same for the same challenge of the same practice. Ids are random, and each is used for one challenge.
  public borrowing func challengeSecrets(_ challenge: EntityID) throws -> ChallengeSecrets {
    let link = try blindIndex(challenge.description, of: "sign-in-link", bytes: 32)
    guard let token = Token(text: Base64URL.encode(link)) else {
      preconditionFailure("32 bytes of base64url are a token")
    }
    // 64 bits modulo a million: no code is likelier than another by more than 1 in 18 million million.
    let number =
      try blindIndex(challenge.description, of: "sign-in-code", bytes: 8)
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
    return ChallengeSecrets(linkToken: token, code: Decimal.padded(Int(number), 6))
  }
}
