import Core

/// What the configuration decides for sign-in.
public struct IdentitySettings: Sendable {
  /// The host that passkeys are made for: every practice of the installation is reached under it.
  let passkeySite: String
  /// Scheme, host and port a browser may say it asks from.
  let origins: Set<String>

  /// - Parameters:
  ///   - baseURL: `https://host` or `https://host:port`, checked by the configuration.
  ///   - otherOrigins: further addresses of the same host, in development.
  public init(baseURL: String, otherOrigins: Set<String> = []) {
    let host = baseURL.split(separator: "/").last ?? ""
    passkeySite = String(host.split(separator: ":").first ?? "")
    origins = otherOrigins.union([baseURL])
  }
}
