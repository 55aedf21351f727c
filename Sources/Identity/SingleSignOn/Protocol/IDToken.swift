import Core
import Crypto
import Web

/// What a provider says of the person who has just signed in there (OpenID Connect Core 1.0, section 2): read first,
/// believed once it is verified.
struct IDToken: Sendable {
  static let algorithms = Set(SignatureKey.Algorithm.allCases.map(\.rawValue))
  /// Clocks differ by as much.
  static let skewSeconds: Int64 = 60
  /// A token is made for the sign-in that fetches it: one that is older was kept by somebody.
  static let oldestSeconds: Int64 = 600

  /// What it was asked for.
  struct Expected: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String
    let now: Instant
  }

  /// Why it does not count. Names of codes, for the trail.
  enum Problem: String, Error, Sendable, CaseIterable {
    case malformed, algorithm, unknownKey, signature, issuer, audience, expired, issuedAt, nonce, subject
  }

  let algorithm: SignatureKey.Algorithm
  let keyID: String?
  private let signed: [UInt8]
  private let signature: [UInt8]
  private let claims: JSONObject

  private static let limits = JSONLimits(bytes: 16_384, depth: 8, values: 500)

  /// Reads, and verifies nothing yet.
  init(_ text: String) throws(Problem) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard text.utf8.count <= 32_768, parts.count == 3 else { throw .malformed }
    let decoded = parts.compactMap { Base64URL.decode(String(decoding: $0, as: UTF8.self)) }
    guard decoded.count == 3, let header = JSONText.object(decoded[0], Self.limits),
      let claims = JSONText.object(decoded[1], Self.limits)
    else { throw .malformed }
    guard let name = header["alg"]?.string, let algorithm = SignatureKey.Algorithm(rawValue: name) else {
      throw .algorithm
    }
    // What a header calls critical must be understood, and we know of nothing that is (RFC 7515, section 4.1.11).
    guard header["crit"] == nil else { throw .malformed }
    self.algorithm = algorithm
    self.claims = claims
    keyID = header["kid"]?.string
    signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    signature = decoded[2]
  }

  /// Who it is (OpenID Connect Core 1.0, section 3.1.3.7).
  func verified(by keys: ProviderKeys, _ expected: Expected) throws(Problem) -> ProvidedIdentity {
    guard let key = keys.key(keyID, for: algorithm) else { throw .unknownKey }
    guard key.accepts(signature, of: signed) else { throw .signature }
    guard claims["iss"]?.string == expected.issuer else { throw .issuer }
    guard isFor(expected.clientID) else { throw .audience }
    let now = expected.now.seconds
    guard let end = claims["exp"]?.seconds, end > now - Self.skewSeconds else { throw .expired }
    guard let made = claims["iat"]?.seconds, made <= now + Self.skewSeconds, made >= now - Self.oldestSeconds else {
      throw .issuedAt
    }
    if let start = claims["nbf"] {
      guard let start = start.seconds, start <= now + Self.skewSeconds else { throw .issuedAt }
    }
    guard let nonce = claims["nonce"]?.string, Digest.areEqual(Array(nonce.utf8), Array(expected.nonce.utf8)) else {
      throw .nonce
    }
    guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count),
      subject.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
    else { throw .subject }
    return ProvidedIdentity(
      subject: subject, email: claims["email_verified"] == .bool(true) ? claims["email"]?.string : nil,
      isMultiFactor: isMultiFactor)
  }

  /// One audience, ours; or several, of which we are the one it was issued to.
  private func isFor(_ clientID: String) -> Bool {
    guard let audience = claims["aud"] else { return false }
    if let party = claims["azp"] { guard party.string == clientID else { return false } }
    if let one = audience.string { return one == clientID }
    guard let all = audience.strings, all.contains(clientID) else { return false }
    return all.count == 1 || claims["azp"] != nil
  }

  /// RFC 8176 for `amr`; for `acr` the values of REFEDS, PAPE and the OpenID profile for phishing-resistant factors.
  private var isMultiFactor: Bool {
    if let methods = claims["amr"]?.strings, methods.contains("mfa") { return true }
    return claims["acr"]?.string.map { Self.multiFactorClasses.contains($0) } ?? false
  }
  private static let multiFactorClasses: Set<String> = [
    "https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor", "phr", "phrh",
  ]
}

/// Somebody as their provider knows them.
struct ProvidedIdentity: Sendable, Equatable {
  /// The one thing that stays theirs at this provider.
  let subject: String
  /// Only where the provider has verified it.
  let email: String?
  /// Two factors were shown there.
  let isMultiFactor: Bool

  /// Whether the practice lets addresses like this one in; an empty domain asks for none.
  func isOf(domain: String) -> Bool {
    guard !domain.isEmpty else { return true }
    guard let at = email?.utf8.lastIndex(of: UInt8(ascii: "@")), let email else { return false }
    let typed = email.utf8[email.utf8.index(after: at)...].map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
    return typed == Array(domain.utf8)
  }
}
