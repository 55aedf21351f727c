/// How to reach the server that takes our mail.
public struct SMTPSettings: Sendable, Equatable {
  public enum Security: String, Sendable, CaseIterable {
    /// Plain text, and then only to this machine.
    case none
    /// Plain greeting, then STARTTLS; without it nothing is sent.
    case startTLS = "starttls"
    /// TLS from the first byte (RFC 8314).
    case implicit
  }

  public let host: String
  public let port: Int
  public let security: Security
  /// Name we give in EHLO.
  public let helloName: String
  public let username: String?
  public let password: String?
  /// PEM file of trusted authorities; nil takes the system's.
  public let authorities: String?
  /// Milliseconds until the connection stands, TLS included.
  public let connectTimeout: Int
  /// Milliseconds for the whole exchange.
  public let timeout: Int

  public init(
    host: String, port: Int, security: Security, helloName: String = "localhost", username: String? = nil,
    password: String? = nil, authorities: String? = nil, connectTimeout: Int = 10_000, timeout: Int = 30_000
  ) {
    self.host = host
    self.port = port
    self.security = security
    self.helloName = helloName
    self.username = username
    self.password = password
    self.authorities = authorities
    self.connectTimeout = connectTimeout
    self.timeout = timeout
  }
}
