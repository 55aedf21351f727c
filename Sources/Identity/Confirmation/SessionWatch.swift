import Database
import Routing
import Web

/// What an open page asks, so that it locks when the session does, in every tab at once.
enum SessionWatch {
  /// `GET /session`: seconds until the lock, 0 when it is locked. Keeps nothing awake.
  @Sendable static func secondsLeft(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    return .response(.text("\(max(0, session.idleSecondsLeft))\n"))
  }

  /// `GET /session/activity`: somebody is at work on a page that sends nothing for long. Being asked is all it does.
  @Sendable static func activity(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .response(Response(status: 204, headers: [("Cache-Control", "no-store")]))
  }
}
