import Core
import Crypto
import Database
import Web

/// What goes to the provider and comes back: until when it holds, 16 random bytes, what it was asked for, and a MAC under
/// a key of the practice over all of it, the settings it was made with and whoever asked. Nothing is stored before it
/// comes back. Nonce and PKCE verifier follow from it by the same key, so that they need no place of their own and
/// nobody can know them who sees it in an address.
struct SignOnState: Sendable {
  enum Purpose: UInt8, Sendable {
    case signIn = 1
    /// Somebody who is signed in says who they are there.
    case connect = 2
  }

  static let seconds: Int64 = 600
  private static let payloadBytes = 33

  let text: String
  let nonce: String
  /// 43 characters (RFC 7636, section 4.1).
  let verifier: String

  /// - Parameter holder: what is known of who asks: their browser, or their session.
  static func make(
    _ purpose: Purpose, holder: [UInt8], _ provider: Provider, now: Instant, in db: borrowing TenantReader
  ) throws -> SignOnState {
    let expiry = UInt64(bitPattern: now.adding(seconds: seconds).seconds)
    let payload = EntityID(high: expiry, low: 0).bytes + SecureRandom.bytes(16) + [purpose.rawValue]
    return try SignOnState(payload, holder, provider, db)
  }

  /// The same when it comes back; nil when it was not made for this purpose, holder, practice and provider, or is over.
  static func read(
    _ text: String, _ purpose: Purpose, holder: [UInt8], _ provider: Provider, now: Instant,
    in db: borrowing TenantReader
  ) throws -> SignOnState? {
    guard let bytes = Base64URL.decode(text), bytes.count == payloadBytes + 16, Self.purpose(of: text) == purpose,
      let expiry = EntityID(bytes: bytes[..<16]), Int64(bitPattern: expiry.high) > now.seconds
    else { return nil }
    let state = try SignOnState(Array(bytes[..<payloadBytes]), holder, provider, db)
    return Digest.areEqual(Array(state.text.utf8), Array(text.utf8)) ? state : nil
  }

  /// What it says it is for, before anything is believed: which form goes on with it.
  static func purpose(of text: String) -> Purpose? {
    guard let bytes = Base64URL.decode(text), bytes.count == payloadBytes + 16 else { return nil }
    return Purpose(rawValue: bytes[payloadBytes - 1])
  }

  private init(
    _ payload: [UInt8], _ holder: [UInt8], _ provider: Provider, _ db: borrowing TenantReader
  ) throws {
    let bound = "\(Hex.encode(payload)) \(Hex.encode(holder)) \(provider.id) \(provider.version)"
    text = Base64URL.encode(payload + (try db.blindIndex(bound, of: "sign-on-state")))
    nonce = Base64URL.encode(try db.blindIndex(bound, of: "sign-on-nonce", bytes: 32))
    verifier = Base64URL.encode(try db.blindIndex(bound, of: "sign-on-verifier", bytes: 32))
  }

  /// Counts once.
  var hash: [UInt8] { Digest.sha256(Array(text.utf8)) }
  func until(_ now: Instant) -> Instant { now.adding(seconds: Self.seconds) }

  /// Where the browser goes (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section 4.3).
  func address(at provider: Provider, redirect: String) -> String {
    let endpoint = provider.metadata.authorizationEndpoint
    let challenge = Base64URL.encode(Digest.sha256(Array(verifier.utf8)))
    let query = URLComponent.query([
      ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect),
      ("scope", provider.emailDomain.isEmpty ? "openid" : "openid email"), ("state", text), ("nonce", nonce),
      ("code_challenge", challenge), ("code_challenge_method", "S256"),
    ])
    return endpoint + (endpoint.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query
  }
}
