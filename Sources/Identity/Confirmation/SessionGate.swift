import Core
import Crypto
public import Database
public import Routing
import SQL
public import Web

/// Between a session and what it asks for: a locked session, and one that has shown no factor for a while where one is
/// needed, gets a form for the factor in place of the answer. The form carries everything that was sent, to the same
/// address, so that what was typed before the lock arrives once the factor was shown.
public enum SessionGate {
  /// The fields that the form adds; handlers never see them.
  public static let fields: Set<String> = ["proof"]
  /// Wrong tries in a row that end the session.
  static let maximumTries = 10

  public enum Passage: Sendable {
    /// With the cookie of its new token when a factor was shown just now.
    case through(SessionInfo, Cookie?)
    case stopped(Reply)
  }

  public static func pass(
    _ call: Call, _ route: Route, _ db: borrowing TenantConnection
  ) throws -> Passage {
    guard let session = call.session, let user = db.scope.actor.user else { throw Refusal.signInRequired }
    let isDue = route.needsConfirmation && !session.isConfirmed(at: call.now)
    guard (session.isLocked && !route.worksWhileLocked) || isDue else { return .through(session, nil) }
    if route.isBackground { return .stopped(.response(.text("locked\n", status: 423))) }
    guard let typed = call.form["proof"], !typed.isEmpty else {
      return .stopped(ConfirmationPage.reply(call, session, error: call.form["proof"].map { _ in .missing }))
    }
    switch try attempt(typed, session, user, call, db) {
    case .right(let cookie): return .through(session.confirmed(at: call.now), cookie)
    case .wrong: return .stopped(ConfirmationPage.reply(call, session, error: .wrong))
    case .over: throw Refusal.signInRequired
    }
  }

  private enum Attempt {
    case right(Cookie)
    case wrong, over
  }

  /// The try is counted before anything is compared, so that tries sent side by side are counted one after the other.
  private static func attempt(
    _ typed: String, _ session: SessionInfo, _ user: UserID, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Attempt {
    let isCode = SixDigits(typed) != nil
    let password = isCode ? nil : try Passwords.hash(of: user, in: db.reader)
    let isPassword = !isCode && db.reader.verify(password: Array(typed.utf8), against: password)
    return try db.transaction(AuditEvent("session.confirm.try", "identity_session", session.id)) { tx in
      guard try countTry(session, in: tx) else {
        try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
        try tx.audit(AuditEvent("session.end", "identity_session", session.id, fields: ["tries"]))
        return .over
      }
      let isRight = try isPassword || AuthenticatorCode.use(typed, of: user, now: call.now, in: tx)
      guard isRight else {
        try tx.audit(AuditEvent("session.refuse", "identity_session", session.id, fields: ["confirmation"]))
        return .wrong
      }
      let proofs = session.proofs.union([isPassword ? .password : .totp])
      let cookie = try renew(session, proofs, now: call.now, in: tx)
      try tx.audit(AuditEvent("session.confirm", "identity_session", session.id))
      return .right(cookie)
    }
  }

  private static func countTry(_ session: SessionInfo, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_session SET wrong_proofs = wrong_proofs + 1
      WHERE practice_id = \(tx.scope) AND id = \(session.id) AND wrong_proofs < \(maximumTries)
      """) == 1
  }

  /// The session goes on under a new token: what it may do has just grown.
  private static func renew(
    _ session: SessionInfo, _ proofs: Set<Proof>, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Cookie {
    let token = Token.make()
    try tx.execute(
      """
      UPDATE identity_session SET token_hash = \(token.hash), confirmed_at = \(now), seen_at = \(now),
        wrong_proofs = 0, proofs = \(Proof.text(of: proofs))
      WHERE practice_id = \(tx.scope) AND id = \(session.id)
      """)
    return Cookie(SessionCookie.name(.staff), token.text, sameSite: .strict)
  }
}
