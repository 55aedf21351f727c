import Core
import Outbound

/// What the configuration decides for sign-in.
public struct IdentitySettings: Sendable {
  /// The host that passkeys are made for: every practice of the installation is reached under it.
  let passkeySite: String
  /// Scheme, host and port a browser may say it asks from.
  let origins: Set<String>
  /// Scheme, host and port of our own addresses.
  let baseURL: String
  /// Asks the identity providers that practices have chosen.
  let providers: ProviderClient

  /// - Parameters:
  ///   - baseURL: `https://host` or `https://host:port`, checked by the configuration.
  ///   - otherOrigins: further addresses of the same host, in development.
  ///   - allowsLoopback: an identity provider on this machine, in development and tests.
  public init(baseURL: String, otherOrigins: Set<String> = [], allowsLoopback: Bool = false) {
    self.baseURL = baseURL
    providers = ProviderClient(http: .forProviders(allowsLoopback: allowsLoopback))
    let host = baseURL.split(separator: "/").last ?? ""
    passkeySite = String(host.split(separator: ":").first ?? "")
    origins = otherOrigins.union([baseURL])
  }
}
