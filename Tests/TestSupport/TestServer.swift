import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
public import SQL

/// The private MariaDB that `bin/test` started, migrated once for the whole run.
public enum TestServer {
  static func required(_ name: String) -> String {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
      fatalError("\(name) is not set: run the tests through bin/test")
    }
    return value
  }

  public static var socket: String { required("PRAXIS_TEST_DB_SOCKET") }
  public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()

  /// Keys of this run.
  public static let keys = newKeys()

  /// Keys as of another installation. They live in memory and one temporary file, and die with it.
  public static func newKeys() -> MasterKeys {
    do {
      let path = FileManager.default.temporaryDirectory.path() + "/praxis-test-keys-\(UUID().uuidString)"
      _ = FileManager.default.createFile(
        atPath: path, contents: Data(MasterKeys.newFile().utf8), attributes: [.posixPermissions: 0o600])
      defer { unlink(path) }
      var keys = try MasterKeys(path: path).with(.make())
      keys.blocklist = TestBlocklist.shared
      return keys
    } catch { fatalError("\(error)") }
  }

  public static func address(user: String, schema: String) -> ServerAddress {
    ServerAddress(
      socket: socket, user: user, password: user == "root" ? "" : required("PRAXIS_TEST_DB_PASSWORD"), schema: schema)
  }

  private static let migrated: Void = {
    do {
      let owner = try Connection(address(user: "praxis_owner", schema: "praxis_store"), keys: keys)
      _ = try Migrator(owner: owner, schemaFolder: repository + "/schema").run()
    } catch let error as DatabaseError {
      fatalError(error.serverMessage)
    } catch { fatalError("\(error)") }
  }()

  /// A statement from text that a test makes at run time, such as one with the name of a database of its own.
  public static func statement(_ text: String) -> SQL {
    unsafeBitCast(Shape(text: text, bindings: []), to: SQL.self)
  }
  private struct Shape {
    let text: String
    let bindings: [SQLValue]
  }

  /// A connection as the workers have it.
  public static func connect() throws -> Connection {
    _ = migrated
    return try Connection(address(user: "praxis_app", schema: "praxis"), keys: keys)
  }

  /// A connection with every right, for looking behind the views.
  public static func connectAsRoot() throws -> Connection {
    _ = migrated
    return try Connection(address(user: "root", schema: "praxis_store"), keys: keys)
  }
}
