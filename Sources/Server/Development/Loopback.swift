import Database
import Routing
import Web

/// Pages of development answer this machine alone, whatever stands in front of the worker.
enum Loopback {
  static func only(_ handle: @escaping Route.System) -> Route.System {
    { call, db in
      guard includes(call.request.remoteAddress) else { throw Refusal.notFound }
      return try handle(call, db)
    }
  }
  static func only(_ handle: @escaping Route.Read) -> Route.Read {
    { call, db in
      guard includes(call.request.remoteAddress) else { throw Refusal.notFound }
      return try handle(call, db)
    }
  }

  private static func includes(_ address: String) -> Bool { ["127.0.0.1", "::1"].contains(address) }
}
