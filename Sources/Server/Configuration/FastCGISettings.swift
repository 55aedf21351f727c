public import FastCGI

/// The sockets between nginx and the workers.
public struct FastCGISettings: Sendable {
  /// Of visitors; the other lanes' stand beside it (`Lane`).
  public let socket: String
  /// Locked while the supervisor lives; holds its process id.
  public let pidFile: String
  /// Group that may connect, by name; nil leaves the supervisor's own.
  public let group: String?
  private let secretFile: String
  private let users: [String]

  init(_ file: ConfigurationFile) throws(OperatorError) {
    socket = file.absolute(try file.required("fastcgi_socket"))
    let longest = ListeningSocket.maximumPathBytes - Lane.longestSuffix
    guard socket.utf8.count <= longest else {
      throw file.refuse("fastcgi_socket", "must be at most \(longest) bytes long")
    }
    pidFile = file.path("pid_file") ?? socket + ".pid"
    group = file.text("fastcgi_group")
    secretFile = file.absolute(try file.required("fastcgi_secret_file"))
    users = (file.text("nginx_users") ?? "").utf8.split(whereSeparator: { $0 == 0x20 || $0 == UInt8(ascii: ",") })
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The shared secret and the users nginx's workers run as; without `nginx_users` only our own user may connect.
  public func credentials() throws(OperatorError) -> Credentials {
    let secret = Array(try TextFile.readSecret(secretFile).utf8)
    guard secret.count >= 32 else { throw OperatorError("\(secretFile) must hold at least 32 characters.") }
    var uids: Set<UInt32> = []
    for user in users { uids.insert(try Accounts.uid(ofUser: user)) }
    if uids.isEmpty { uids = [Accounts.ownUID] }
    return Credentials(secret: secret, allowedUIDs: uids)
  }

  static let keys: Set<String> = ["fastcgi_socket", "fastcgi_group", "fastcgi_secret_file", "nginx_users", "pid_file"]
}
