public import Core
internal import Crypto

/// What goes to another server's sign-in and comes back: until when it holds, 16 random bytes, what it was asked for, and
/// a MAC under a key of the practice over all of it, whoever asked and what it was made with. Nothing is stored before it
/// comes back. Nonce and PKCE verifier follow from it by the same key, so that they need no place of their own and
/// nobody can know them who sees it in an address.
public struct ReturnState: Sendable {
  public static let seconds: Int64 = 600
  private static let payloadBytes = 33

  public let text: String
  public let nonce: String
  /// 43 characters (RFC 7636, section 4.1).
  public let verifier: String

  /// - Parameters:
  ///   - purpose: what it is for; each has a number of its own.
  ///   - holder: what is known of who asks: their browser, or their session.
  ///   - context: what it was made with, such as the settings of the provider; another context makes it void.
  public static func make(
    _ purpose: UInt8, holder: [UInt8], context: String, now: Instant, in db: borrowing TenantReader
  ) throws -> ReturnState {
    let expiry = UInt64(bitPattern: now.adding(seconds: seconds).seconds)
    let payload = EntityID(high: expiry, low: 0).bytes + SecureRandom.bytes(16) + [purpose]
    return try ReturnState(payload, holder, context, db)
  }

  /// The same when it comes back; nil when it was not made for this purpose, holder, practice and context, or is over.
  public static func read(
    _ text: String, _ purpose: UInt8, holder: [UInt8], context: String, now: Instant, in db: borrowing TenantReader
  ) throws -> ReturnState? {
    guard let bytes = Base64URL.decode(text), bytes.count == payloadBytes + 16, Self.purpose(of: text) == purpose,
      let expiry = EntityID(bytes: bytes[..<16]), Int64(bitPattern: expiry.high) > now.seconds
    else { return nil }
    let state = try ReturnState(Array(bytes[..<payloadBytes]), holder, context, db)
    return Digest.areEqual(Array(state.text.utf8), Array(text.utf8)) ? state : nil
  }

  /// What it says it is for, before anything is believed: which form goes on with it.
  public static func purpose(of text: String) -> UInt8? {
    guard let bytes = Base64URL.decode(text), bytes.count == payloadBytes + 16 else { return nil }
    return bytes[payloadBytes - 1]
  }

  private init(_ payload: [UInt8], _ holder: [UInt8], _ context: String, _ db: borrowing TenantReader) throws {
    let bound = "\(Hex.encode(payload)) \(Hex.encode(holder)) \(context)"
    text = Base64URL.encode(payload + (try db.blindIndex(bound, of: "sign-on-state")))
    nonce = Base64URL.encode(try db.blindIndex(bound, of: "sign-on-nonce", bytes: 32))
    verifier = Base64URL.encode(try db.blindIndex(bound, of: "sign-on-verifier", bytes: 32))
  }

  /// What the verifier is shown as before it is (RFC 7636, section 4.2; `S256`).
  public var challenge: String { Base64URL.encode(Digest.sha256(Array(verifier.utf8))) }
  /// Counts once.
  public var hash: [UInt8] { Digest.sha256(Array(text.utf8)) }
  public func until(_ now: Instant) -> Instant { now.adding(seconds: Self.seconds) }
}
