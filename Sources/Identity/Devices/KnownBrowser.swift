import Core
import Crypto
import Database
import Routing
import SQL
import Web

/// The browser somebody signs in with, known again by a cookie of its own. One cookie serves every account that is used
/// in the browser; each account remembers it for itself, by a hash.
struct KnownBrowser: Sendable {
  static let cookieName = "praxis-device"
  static let days = 365

  private let token: Token
  private let label: String

  /// What the browser shows, or a new token for one that shows none.
  init(_ call: Call) {
    let name = Cookie.name(Self.cookieName, isSecure: call.request.isSecure)
    token = call.request.cookies[name].flatMap { Token(text: $0) } ?? .make()
    label = DeviceLabel.of(call.request.headers["user-agent"] ?? "")
  }

  /// The browser as a counter names it.
  var mark: String { Hex.encode(token.hash) }

  /// The browser when an account with this address has seen it before; nil for a stranger. The same statement runs for
  /// each address, known or not.
  static func known(
    _ call: Call, emailIndex: [UInt8], in db: borrowing SystemConnection
  ) throws -> KnownBrowser? {
    let browser = KnownBrowser(call)
    let isKnown = try db.rows(
      """
      SELECT token_hash FROM system_device
      WHERE email_index = \(emailIndex) AND token_hash = \(browser.token.hash) LIMIT 1
      """
    ) { try $0.bytes(0) }
    return isKnown.isEmpty ? nil : browser
  }

  /// For another year from each sign-in.
  var cookie: Cookie { Cookie(Self.cookieName, token.text, sameSite: .strict, maxAge: Self.days * 86_400) }

  /// Remembers the browser for this account. One that the account has not seen is news for its owner, unless it is the
  /// first there is: then the owner is who just signed in.
  func greet(_ user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let isKnown =
      try tx.execute(
        """
        UPDATE identity_device SET seen_at = \(now), label = \(label)
        WHERE practice_id = \(tx.scope) AND user_id = \(user) AND token_hash = \(token.hash)
        """) == 1
    guard !isKnown else { return }
    try tx.execute(
      """
      DELETE FROM identity_device
      WHERE practice_id = \(tx.scope) AND user_id = \(user) AND seen_at < \(now.adding(days: -Self.days))
      """)
    let others =
      try tx.first(
        "SELECT COUNT(*) FROM identity_device WHERE practice_id = \(tx.scope) AND user_id = \(user)"
      ) { try $0.int(0) } ?? 0
    let id = EntityID.make(at: now)
    try tx.execute(
      """
      INSERT INTO identity_device (practice_id, id, user_id, token_hash, label, created_at, seen_at)
      VALUES (\(tx.scope), \(id), \(user), \(token.hash), \(label), \(now), \(now))
      """)
    if others > 0 { try StaffAlert.enqueue(.newDevice(id), for: user, now: now, in: tx) }
  }
}
