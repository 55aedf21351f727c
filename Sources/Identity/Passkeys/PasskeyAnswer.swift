import Core
import Crypto
import Web

/// What a browser sends once an authenticator has answered, as fields of a form in base64url.
struct PasskeyAnswer {
  /// The fields of a signature. Those of a new key begin with `new-`, so that one is never taken for the other.
  static let fields: Set<String> = [
    "passkey-id", "passkey-client-data", "passkey-authenticator-data", "passkey-signature",
  ]
  /// `webauthn.create` for a new key, `webauthn.get` for a signature (WebAuthn Level 2, section 5.8.1).
  enum Kind: String { case create = "webauthn.create", get = "webauthn.get" }

  let kind: Kind
  let credentialID: [UInt8]
  let clientData: [UInt8]
  let authenticatorData: [UInt8]
  /// Empty for a new key.
  let signature: [UInt8]

  /// Nil when the form has no answer of this kind, or none that can be read.
  init?(_ kind: Kind, _ form: Form) {
    let prefix = kind == .create ? "new-passkey-" : "passkey-"
    func bytes(_ name: String) -> [UInt8]? { form[prefix + name].flatMap { Base64URL.decode($0) } }
    guard let id = bytes("id"), (1...1023).contains(id.count), let clientData = bytes("client-data"),
      let data = bytes("authenticator-data"), let signature = kind == .create ? [] : bytes("signature")
    else { return nil }
    self.kind = kind
    (credentialID, self.clientData, authenticatorData, self.signature) = (id, clientData, data, signature)
  }

  var credentialHash: [UInt8] { Digest.sha256(credentialID) }

  /// The challenge that was answered; nil unless it was of our kind, on a page of ours, and not in a frame of others.
  func challenge(_ settings: IdentitySettings) -> [UInt8]? {
    guard let said = read(clientData), case .string(kind.rawValue)? = said["type"],
      case .string(let challenge)? = said["challenge"], case .string(let origin)? = said["origin"],
      settings.origins.contains(origin)
    else { return nil }
    if case .bool(true)? = said["crossOrigin"] { return nil }
    return Base64URL.decode(challenge)
  }

  private func read(_ bytes: [UInt8]) -> JSONObject? {
    let limits = JSONLimits(bytes: 8192, depth: 8, values: 100)
    do throws(JSONError) {
      guard case .object(let object) = try JSONReader.read(bytes, limits: limits) else { return nil }
      return object
    } catch { return nil }
  }

  /// Verifies the signature with a key that is on file.
  func verify(algorithm: Int, publicKey: [UInt8], _ settings: IdentitySettings) -> Passkey.State? {
    guard let algorithm = Passkey.Algorithm(rawValue: algorithm) else { return nil }
    do throws(Passkey.Problem) {
      return try Passkey.verify(
        authenticatorData: authenticatorData, clientDataHash: Digest.sha256(clientData), signature: signature,
        algorithm: algorithm, publicKey: publicKey, site: settings.passkeySite)
    } catch { return nil }
  }
}
