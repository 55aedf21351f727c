public import Database

/// MariaDB's socket and the three users of Praxis. Each reads its own password only when it logs in, so a web worker
/// never holds the owner's.
public struct DatabaseSettings: Sendable {
  public enum User: Sendable {
    /// Migrations.
    case owner
    /// Requests and jobs.
    case app
    case backup
  }

  private struct Login: Sendable {
    let user: String
    let passwordFile: String?
  }

  public let socket: String
  private let owner: Login
  private let app: Login
  private let backup: Login

  init(_ file: ConfigurationFile) throws(OperatorError) {
    socket = file.absolute(try file.required("database_socket"))
    owner = Self.login(file, "owner")
    app = Self.login(file, "app")
    backup = Self.login(file, "backup")
  }

  private static func login(_ file: ConfigurationFile, _ role: String) -> Login {
    Login(
      user: file.text("database_\(role)_user") ?? "praxis_\(role)",
      passwordFile: file.path("database_\(role)_password_file"))
  }

  /// Without a password file MariaDB's `unix_socket` plugin decides by the process's user.
  /// - Throws: `OperatorError` when the password file cannot be used.
  public func address(_ user: User, schema: String) throws(OperatorError) -> ServerAddress {
    let login =
      switch user {
      case .owner: owner
      case .app: app
      case .backup: backup
      }
    var password = ""
    if let file = login.passwordFile { password = try TextFile.readSecret(file) }
    return ServerAddress(socket: socket, user: login.user, password: password, schema: schema)
  }

  static let keys: Set<String> = [
    "database_socket", "database_owner_user", "database_owner_password_file", "database_app_user",
    "database_app_password_file", "database_backup_user", "database_backup_password_file",
  ]
}
