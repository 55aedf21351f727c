import Core
import Crypto
@_spi(Bootstrap) import Database

/// A MariaDB of one test's own, migrated, for what concerns every practice of a server. It takes seconds to start.
public final class TestDatabase {
  public let folder: TemporaryDirectory
  private let socket: String

  public init() throws {
    folder = try TemporaryDirectory()
    let start = try ChildProcess(Peer.checkout + "/bin/private-database", [folder.path, "--fast"])
    socket = try start.line(withinMilliseconds: 120_000)
    guard start.finish() == 0 else { throw TestFailure("the database did not start") }
    _ = try Migrator(owner: try connect(schema: "praxis_store"), schemaFolder: Peer.checkout + "/schema").run()
  }

  deinit {
    do {
      try ChildProcess(Peer.checkout + "/bin/private-database", [folder.path, "--stop"]).finish()
    } catch {
      // It ends with the machine's temporary folder at the latest; the test has said what it had to say.
    }
  }

  /// With every right, as the owner has it.
  /// - Parameter schema: `praxis_store` for the tables, `praxis` for the views.
  public func connect(schema: String) throws -> Connection {
    try Connection(
      ServerAddress(socket: socket, user: "root", password: "", schema: schema), keys: TestServer.keys)
  }
}
