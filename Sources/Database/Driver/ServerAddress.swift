/// Where MariaDB is and who asks. An empty password means the `unix_socket` plugin decides by the process's user.
public struct ServerAddress: Sendable {
  public let socket: String
  public let user: String
  public let password: String
  public let schema: String

  public init(socket: String, user: String, password: String, schema: String) {
    self.socket = socket
    self.user = user
    self.password = password
    self.schema = schema
  }
}
