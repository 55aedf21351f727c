import Core
import Database
import Web

/// What goes to the practice's provider and comes back: a ``ReturnState`` that the settings it was made with void.
struct SignOnState: Sendable {
  enum Purpose: UInt8, Sendable {
    case signIn = 1
    /// Somebody who is signed in says who they are there.
    case connect = 2
  }

  private let state: ReturnState
  var text: String { state.text }
  var nonce: String { state.nonce }
  var verifier: String { state.verifier }
  /// Counts once.
  var hash: [UInt8] { state.hash }
  func until(_ now: Instant) -> Instant { state.until(now) }

  /// - Parameter holder: what is known of who asks: their browser, or their session.
  static func make(
    _ purpose: Purpose, holder: [UInt8], _ provider: Provider, now: Instant, in db: borrowing TenantReader
  ) throws -> SignOnState {
    SignOnState(
      state: try ReturnState.make(purpose.rawValue, holder: holder, context: context(provider), now: now, in: db))
  }

  /// The same when it comes back; nil when it was not made for this purpose, holder, practice and provider, or is over.
  static func read(
    _ text: String, _ purpose: Purpose, holder: [UInt8], _ provider: Provider, now: Instant,
    in db: borrowing TenantReader
  ) throws -> SignOnState? {
    try ReturnState.read(text, purpose.rawValue, holder: holder, context: context(provider), now: now, in: db)
      .map { SignOnState(state: $0) }
  }

  /// What it says it is for, before anything is believed: which form goes on with it.
  static func purpose(of text: String) -> Purpose? { ReturnState.purpose(of: text).flatMap { Purpose(rawValue: $0) } }

  private static func context(_ provider: Provider) -> String { "\(provider.id) \(provider.version)" }

  /// Where the browser goes (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636, section 4.3).
  func address(at provider: Provider, redirect: String) -> String {
    let endpoint = provider.metadata.authorizationEndpoint
    let query = URLComponent.query([
      ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect),
      ("scope", provider.emailDomain.isEmpty ? "openid" : "openid email"), ("state", text), ("nonce", nonce),
      ("code_challenge", state.challenge), ("code_challenge_method", "S256"),
    ])
    return endpoint + (endpoint.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + query
  }
}
