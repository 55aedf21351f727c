/// Where mail goes. Without a host nothing is sent: development writes mail to `var/mail`, production refuses.
public struct SMTPSettings: Sendable {
  public enum Security: String, Sendable, CaseIterable {
    /// STARTTLS or nothing is sent.
    case starttls
    /// TLS from the first byte (port 465).
    case tls
    /// For a relay on this machine only.
    case none
  }

  public let host: String?
  public let port: Int
  public let security: Security
  public let user: String?
  /// The envelope sender and `From` address of the installation.
  public let from: String?
  private let passwordFile: String?

  init(_ file: ConfigurationFile) throws(OperatorError) {
    host = file.text("smtp_host")
    security = try file.choice("smtp_security", default: Security.starttls)
    let usual =
      switch security {
      case .starttls: 587
      case .tls: 465
      case .none: 25
      }
    port = try file.number("smtp_port", default: usual, in: 1...65_535)
    user = file.text("smtp_user")
    passwordFile = file.path("smtp_password_file")
    from = file.text("smtp_from")
    if host != nil && from == nil { throw file.refuse("smtp_from", "is needed when smtp_host is set") }
    if (user == nil) != (passwordFile == nil) {
      throw file.refuse("smtp_user", "and smtp_password_file go together")
    }
  }

  /// Nil when the relay asks for no password.
  public func password() throws(OperatorError) -> String? {
    guard let passwordFile else { return nil }
    return try TextFile.readSecret(passwordFile)
  }

  static let keys: Set<String> = [
    "smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password_file", "smtp_from",
  ]
}
