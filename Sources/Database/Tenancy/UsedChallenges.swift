public import Core
internal import SQL

/// Challenges that a passkey has signed count once, whichever practice it turns out to be of.
extension Connection {
  fileprivate func useChallenge(_ hash: [UInt8], until expiry: Instant, now: Instant) throws -> Bool {
    try run("DELETE FROM system_used_challenge WHERE expires_at < \(now)")
    do {
      try run("INSERT INTO system_used_challenge (challenge_hash, expires_at) VALUES (\(hash), \(expiry))")
      return true
    } catch let error as DatabaseError where error.isDuplicate { return false }
  }
}

extension SystemConnection {
  /// False when the challenge was used before.
  /// - Parameter hash: 32 bytes.
  public borrowing func useChallenge(_ hash: [UInt8], until expiry: Instant, now: Instant) throws -> Bool {
    try connection.useChallenge(hash, until: expiry, now: now)
  }
}

extension TenantTransaction {
  /// False when the challenge was used before. Undone with the transaction.
  public borrowing func useChallenge(_ hash: [UInt8], until expiry: Instant, now: Instant) throws -> Bool {
    try reader.connection.useChallenge(hash, until: expiry, now: now)
  }
}
