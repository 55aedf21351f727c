import Crypto
@_spi(Bootstrap) import Database
import Foundation
@testable import Server
import TestSupport

/// An installation's key files in a temporary folder, with a configuration for commands to run on.
struct KeyFolder {
  let folder: TemporaryDirectory
  let configuration: Configuration
  var keyFile: String { configuration.keyFile }
  var patientKeyFile: String { configuration.patientKeyFile }

  init() throws {
    folder = try TemporaryDirectory()
    let path = folder.path
    let text = [
      "mode = development", "var = \(path)/var", "database_socket = \(TestServer.socket)",
      "database_app_password_file = password", "database_owner_password_file = password", "fastcgi_socket = web.sock",
      "fastcgi_secret_file = secret", "key_file = keys", "templates = t", "static = s",
      "schema = \(TestServer.repository)/schema", "base_url = http://localhost:8080",
    ].joined(separator: "\n")
    try text.write(toFile: path + "/praxis.conf", atomically: true, encoding: .utf8)
    _ = FileManager.default.createFile(
      atPath: path + "/password",
      contents: Data((ProcessInfo.processInfo.environment["PRAXIS_TEST_DB_PASSWORD"] ?? "").utf8),
      attributes: [.posixPermissions: 0o600])
    configuration = try Configuration(text: text, path: path + "/praxis.conf")
    _ = try KeyFile.ensure(path: configuration.keyFile)
    try PatientKeyFile.create(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
  }

  func keys() throws -> MasterKeys { try PatientKeyFile.read(path: patientKeyFile, keyFile: keyFile) }

  func connect(_ user: String = "praxis_app", schema: String = "praxis") throws -> Connection {
    _ = try TestServer.connect()
    return try Connection(TestServer.address(user: user, schema: schema), keys: try keys())
  }

  static func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "done"
    } catch { return "\(error)" }
  }
}
