import Core
import Crypto
import Database

/// What a passkey signs, so that an answer counts here, now and once: until when it holds, 16 random bytes, and a MAC
/// over both and whoever asked. Nothing is stored before it is answered; the answer is remembered until it expires.
enum PasskeyChallenge {
  static let seconds: Int64 = 300
  private static let bytes = 48

  /// For somebody whose browser is all that is known of them.
  static func make(visitor: [UInt8], now: Instant, in db: borrowing SystemConnection) -> String {
    let payload = payload(now)
    return Base64URL.encode(payload + db.platformIndex(text(payload, visitor), of: "passkey-challenge"))
  }
  /// For the holder of a session.
  static func make(session: EntityID, now: Instant, in db: borrowing TenantReader) -> String {
    let payload = payload(now)
    return Base64URL.encode(payload + db.platformIndex(text(payload, session.bytes), of: "passkey-challenge"))
  }

  /// Whether we made it for this browser, and it has not been used. Uses it up.
  static func use(
    _ challenge: [UInt8], visitor: [UInt8], now: Instant, in db: borrowing SystemConnection
  ) throws -> Bool {
    let mac = db.platformIndex(text(challenge.prefix(32), visitor), of: "passkey-challenge")
    guard let expiry = expiry(of: challenge, mac: mac, now: now) else { return false }
    return try db.useChallenge(Digest.sha256(challenge), until: expiry, now: now)
  }
  static func use(
    _ challenge: [UInt8], session: EntityID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let mac = tx.platformIndex(text(challenge.prefix(32), session.bytes), of: "passkey-challenge")
    guard let expiry = expiry(of: challenge, mac: mac, now: now) else { return false }
    return try tx.useChallenge(Digest.sha256(challenge), until: expiry, now: now)
  }

  private static func payload(_ now: Instant) -> [UInt8] {
    let expiry = UInt64(bitPattern: now.adding(seconds: seconds).seconds)
    return EntityID(high: expiry, low: 0).bytes + SecureRandom.bytes(16)
  }
  private static func text(_ payload: some Sequence<UInt8>, _ holder: [UInt8]) -> String {
    "\(Hex.encode(Array(payload))) \(Hex.encode(holder))"
  }
  private static func expiry(of challenge: [UInt8], mac: [UInt8], now: Instant) -> Instant? {
    guard challenge.count == bytes, Digest.areEqual(Array(challenge[32...]), mac),
      let id = EntityID(bytes: challenge[..<16]), Int64(bitPattern: id.high) > now.seconds
    else { return nil }
    return Instant(microseconds: Int64(bitPattern: id.high) * 1_000_000)
  }
}
