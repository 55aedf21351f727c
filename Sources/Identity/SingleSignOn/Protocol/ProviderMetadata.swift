import Core
import Outbound
import Web

/// What a provider says of itself (OpenID Connect Discovery 1.0, section 3), as far as we use it.
struct ProviderMetadata: Sendable, Equatable {
  let authorizationEndpoint: String
  let tokenEndpoint: String
  let keysEndpoint: String
  /// The client's secret goes into the form, because the provider does not take it in the header.
  let postsSecret: Bool
  /// Its answers name it (RFC 9207), so one that does not is somebody else's.
  let namesItself: Bool

  static let limits = JSONLimits(bytes: HTTPClient.providerBodyLimit, depth: 8, values: 5000)

  /// Where it stands: below the issuer, whose last slash does not count.
  static func address(of issuer: String) -> String {
    (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
  }

  /// - Throws: for a document of another issuer, without what the code flow with PKCE needs, or with addresses that we
  ///   would not call.
  init(_ body: [UInt8], issuer: String, _ http: HTTPClient) throws(ProviderProblem) {
    guard let document = JSONText.object(body, Self.limits) else { throw .malformed }
    guard document["issuer"]?.string == issuer else { throw .otherIssuer }
    guard let authorization = document["authorization_endpoint"]?.string,
      let token = document["token_endpoint"]?.string, let keys = document["jwks_uri"]?.string,
      [authorization, token, keys].allSatisfy({ $0.utf8.count <= 600 && http.refusal(of: $0) == nil }),
      !authorization.utf8.contains(UInt8(ascii: "#"))
    else { throw .malformed }
    let methods = document["code_challenge_methods_supported"]?.strings
    // Silence is no refusal: large providers take PKCE and do not say so.
    guard methods?.contains("S256") != false else { throw .withoutPKCE }
    let algorithms = document["id_token_signing_alg_values_supported"]?.strings
    guard algorithms?.contains(where: { IDToken.algorithms.contains($0) }) != false else { throw .withoutAlgorithm }
    let ways = document["token_endpoint_auth_methods_supported"]?.strings
    authorizationEndpoint = authorization
    tokenEndpoint = token
    keysEndpoint = keys
    postsSecret = ways.map { !$0.contains("client_secret_basic") && $0.contains("client_secret_post") } ?? false
    namesItself = document["authorization_response_iss_parameter_supported"] == .bool(true)
  }

  /// As it is stored.
  init(
    authorizationEndpoint: String, tokenEndpoint: String, keysEndpoint: String, postsSecret: Bool, namesItself: Bool
  ) {
    self.authorizationEndpoint = authorizationEndpoint
    self.tokenEndpoint = tokenEndpoint
    self.keysEndpoint = keysEndpoint
    self.postsSecret = postsSecret
    self.namesItself = namesItself
  }
}

/// Why a provider, or what it says, is of no use. The raw values are ends of messages' keys, for the owner alone.
enum ProviderProblem: String, Error, Sendable, CaseIterable {
  /// No answer, or not the one that was to come.
  case unreachable
  /// An address that we do not call: not https, another port, or no public host.
  case refusedAddress
  case malformed
  case otherIssuer
  case withoutPKCE
  /// Signs in none of the ways that we take.
  case withoutAlgorithm
  case withoutKeys
}
