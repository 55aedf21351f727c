import Core
import Crypto
import Web

/// The public keys of a provider (RFC 7517): those for signatures that we take. Others stand beside them and do not
/// count.
struct ProviderKeys: Sendable {
  struct Entry: Sendable {
    /// Nil for a key without a name.
    let id: String?
    let key: SignatureKey
  }
  let entries: [Entry]

  /// Nil for a document that is no set of keys, or holds none of use.
  init?(_ document: [UInt8]) {
    guard case .array(let keys)? = JSONText.object(document, ProviderMetadata.limits)?["keys"] else { return nil }
    entries = keys.compactMap { value in
      guard case .object(let key) = value, let read = Self.key(key) else { return nil }
      return Entry(id: key["kid"]?.string, key: read)
    }
    guard !entries.isEmpty else { return nil }
  }

  /// The key a token names. A token that names none is taken only where there is no choice.
  func key(_ id: String?, for algorithm: SignatureKey.Algorithm) -> SignatureKey? {
    let fitting = entries.filter { $0.key.algorithm == algorithm && (id == nil || $0.id == id) }
    return fitting.count == 1 ? fitting[0].key : nil
  }

  private static func key(_ object: JSONObject) -> SignatureKey? {
    if let use = object["use"]?.string, use != "sig" { return nil }
    func bytes(_ name: String) -> [UInt8]? { object[name]?.string.flatMap { Base64URL.decode($0) } }
    let key: SignatureKey? =
      switch object["kty"]?.string {
      case "RSA": bytes("n").flatMap { n in bytes("e").flatMap { SignatureKey(modulus: n, exponent: $0) } }
      case "EC" where object["crv"]?.string == "P-256":
        bytes("x").flatMap { x in bytes("y").flatMap { SignatureKey(x: x, y: $0) } }
      default: nil
      }
    guard let key else { return nil }
    if let algorithm = object["alg"]?.string, algorithm != key.algorithm.rawValue { return nil }
    return key
  }
}
