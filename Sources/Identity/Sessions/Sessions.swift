import Core
import Crypto
import Database
import Routing
import SQL
import Web

/// Finding and ending sessions.
enum Sessions {
  /// What the browser shows as its session, live or not.
  static func token(_ request: Request, _ kind: SessionKind) -> Token? {
    request.cookies[Cookie.name(SessionCookie.name(kind), isSecure: request.isSecure)].flatMap { Token(text: $0) }
  }

  /// Whether somebody is signed in, for pages that are open to all. The same rules as the dispatcher's.
  static func isLive(_ call: Call, _ kind: SessionKind, in db: borrowing SystemConnection) throws -> Bool {
    guard let token = token(call.request, kind) else { return false }
    let seconds = kind.endsAfterIdleSeconds ?? kind.absoluteSeconds
    let found = try db.rows(
      """
      SELECT kind FROM system_session WHERE token_hash = \(token.hash) AND kind = \(kind.rawValue)
        AND expires_at > \(call.now) AND seen_at > \(call.now.adding(seconds: -seconds))
        AND (status IS NULL OR status = 'active')
      """
    ) { try $0.text(0) }
    return !found.isEmpty
  }

  /// Ends the caller's session and tells the browser to forget what it kept of it.
  static func end(
    _ call: Call, _ kind: SessionKind, patient: PatientID?, to path: String, in db: borrowing TenantConnection
  ) throws -> Reply {
    if let session = call.session {
      try db.transaction(AuditEvent("session.end", "identity_session", session.id, patient: patient)) { tx in
        try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
      }
    }
    let name = SessionCookie.name(kind)
    var response = Response.redirect(
      path, cookies: [Cookie(name, "", sameSite: kind == .staff ? .strict : .lax, maxAge: 0)])
    // Not "cookies": that would end the other kind of session and the chosen language as well.
    response.headers.append(("Clear-Site-Data", "\"cache\", \"storage\""))
    return .response(response)
  }
}
