/// Headers that every response carries, whoever made it (docs/security.md; OWASP ASVS 5.0, 3.2 to 3.5).
public struct SecurityHeaders: Sendable, Equatable {
  /// No inline script or style, nothing of another site, no framing, script sinks only through our policy `praxis`.
  public static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    + "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    + "require-trusted-types-for 'script'; trusted-types praxis"

  /// Everything a practice page never asks for.
  public static let permissionsPolicy =
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    + "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    + "screen-wake-lock=(), usb=(), xr-spatial-tracking=()"

  /// One year, with subdomains, on TLS only. Off in development: the rule would bind every port of `localhost`.
  public let strictTransport: Bool

  public init(strictTransport: Bool) { self.strictTransport = strictTransport }

  func lines(requestID: String, isSecure: Bool, ownPolicy: Bool) -> [(name: String, value: String)] {
    var lines = [
      ("X-Content-Type-Options", "nosniff"),
      // Not `no-referrer`: with it browsers send `Origin: null` with our own forms, and those that lack Sec-Fetch-Site
      // would have no way to show where a form comes from. Nothing leaves the site either way.
      ("Referrer-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Permissions-Policy", Self.permissionsPolicy),
      ("X-Request-ID", requestID),
    ]
    if !ownPolicy { lines.append(("Content-Security-Policy", Self.contentSecurityPolicy)) }
    if isSecure && strictTransport {
      lines.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    }
    return lines
  }
}
