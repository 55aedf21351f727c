import Core
import Database
import Routing
import SQL
import Web

/// `/healthz`: 200 when this worker reaches the database, 503 otherwise. Says nothing else.
enum HealthRoutes {
  static let all: [Route] = [.systemGet("/healthz", "HealthRoutes.show", show)]

  @Sendable static func show(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    _ = try db.rows("SELECT MAX(number) FROM system_migration") { try $0.intIfPresent(0) }
    return .response(.text("ok\n"))
  }
}
