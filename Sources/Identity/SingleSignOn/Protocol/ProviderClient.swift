import Core
import Outbound
import Web

extension HTTPClient {
  static let providerBodyLimit = 131_072
  /// For the questions that somebody at the door waits for: short, as a worker waits with them.
  /// - Parameter allowsLoopback: for development and tests, whose provider stands on this machine.
  static func forProviders(allowsLoopback: Bool) -> HTTPClient {
    HTTPClient(allowsLoopback: allowsLoopback, bodyLimit: providerBodyLimit, timeout: 3000)
  }
}

/// Asks a provider. Every address but the issuer comes from the provider's own description of itself; each is held
/// against the rules for outgoing connections.
struct ProviderClient: Sendable {
  let http: HTTPClient

  /// Whether it is an address that we would call at all; what its host resolves to is looked at when it is called.
  func mayAsk(_ url: String) -> Bool { http.refusal(of: url) == nil }

  func describe(issuer: String) throws(ProviderProblem) -> ProviderMetadata {
    let body = try answer(to: HTTPRequest(.get, ProviderMetadata.address(of: issuer), headers: Self.json))
    return try ProviderMetadata(body, issuer: issuer, http)
  }

  /// The document; it has been read once, so that it can be stored.
  func keys(at endpoint: String) throws(ProviderProblem) -> [UInt8] {
    let body = try answer(to: HTTPRequest(.get, endpoint, headers: Self.json))
    guard ProviderKeys(body) != nil else { throw .withoutKeys }
    return body
  }

  /// The ID token for a code; nil when the provider does not take the code.
  func exchange(
    _ code: String, verifier: String, redirect: String, _ provider: Provider, secret: String?
  ) throws(ProviderProblem) -> String? {
    var fields = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier),
    ]
    var headers = Self.json + [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
    if let secret, !provider.metadata.postsSecret {
      // RFC 6749, section 2.3.1: each half is encoded like a form before it is joined.
      let pair = URLComponent(provider.clientID).encoded + ":" + URLComponent(secret).encoded
      headers.append((name: "Authorization", value: "Basic " + Base64.encode(Array(pair.utf8))))
    } else {
      fields.append(("client_id", provider.clientID))
      if let secret { fields.append(("client_secret", secret)) }
    }
    let body = Array(URLComponent.query(fields.map { (name: $0.0, value: $0.1) }).utf8)
    switch http.send(HTTPRequest(.post, provider.metadata.tokenEndpoint, headers: headers, body: body)) {
    case .refused: throw .refusedAddress
    case .failed: throw .unreachable
    case .response(let response):
      if response.status >= 500 { throw .unreachable }
      guard response.status == 200 else { return nil }
      return JSONText.object(response.body, ProviderMetadata.limits)?["id_token"]?.string
    }
  }

  private static let json: [(name: String, value: String)] = [("Accept", "application/json")]

  private func answer(to request: HTTPRequest) throws(ProviderProblem) -> [UInt8] {
    switch http.send(request) {
    case .refused: throw .refusedAddress
    case .failed: throw .unreachable
    case .response(let response):
      guard response.status == 200 else { throw .unreachable }
      return response.body
    }
  }
}
