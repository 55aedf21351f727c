import Core

/// The identity provider that a practice has chosen, as it is stored.
struct Provider: Sendable {
  let id: EntityID
  let isOn: Bool
  /// Its name, and where its description of itself begins.
  let issuer: String
  let clientID: String
  let hasSecret: Bool
  /// Lower case; empty lets any address in.
  let emailDomain: String
  let version: Int
  let metadata: ProviderMetadata
  let describedAt: Instant?
  let keySet: [UInt8]?
  let keysAt: Instant?
  let failedAt: Instant?

  /// Whether it can be asked who somebody is.
  var isUsable: Bool { isOn && describedAt != nil && !metadata.authorizationEndpoint.isEmpty }

  /// What people know it by: the host of its issuer.
  var host: String { Self.host(of: issuer) }
  static func host(of issuer: String) -> String {
    let parts = issuer.split(separator: "/", omittingEmptySubsequences: true)
    return parts.count > 1 ? String(parts[1]) : issuer
  }

  /// Who somebody is there, as one text: the same subject at another issuer is somebody else.
  func subject(_ identity: ProvidedIdentity) -> String { "\(issuer)\n\(identity.subject)" }

  /// Where it sends browsers back to: an address of this practice alone, so that what one provider answers can never
  /// count at a practice with another.
  static func redirect(to practice: String, _ settings: IdentitySettings) -> String {
    settings.baseURL + path(of: practice) + "/return"
  }
  /// The staff sign-in of one practice.
  static func path(of practice: String) -> String { "/sign-in/at/\(practice)" }
}
