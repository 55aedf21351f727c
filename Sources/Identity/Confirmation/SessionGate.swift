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
  public static let fields: Set<String> = PasskeyAnswer.fields.union(["proof"])
  /// Wrong tries in a row that end the session.
  static let maximumTries = 10

  public enum Passage: Sendable {
    /// With the cookie of its new token when a factor was shown just now.
    case through(SessionInfo, Cookie?)
    case stopped(Reply)
  }

  public static func pass(
    _ call: Call, _ route: Route, _ settings: IdentitySettings, _ db: borrowing TenantConnection
  ) throws -> Passage {
    guard let session = call.session, let user = db.scope.actor.user else { throw Refusal.signInRequired }
    let isDue = route.needsConfirmation && !session.isConfirmed(at: call.now)
    guard (session.isLocked && !route.worksWhileLocked) || isDue else { return .through(session, nil) }
    if route.isBackground { return .stopped(.response(.text("locked\n", status: 423))) }
    let typed = call.form["proof"] ?? ""
    let answer = PasskeyAnswer(.get, call.form)
    guard !typed.isEmpty || answer != nil else {
      return .stopped(ConfirmationPage.reply(call, session, error: call.form["proof"].map { _ in .missing }))
    }
    let given: Given = answer.map { .passkey($0, settings) } ?? .typed(typed)
    switch try attempt(given, session, user, call, db) {
    case .right(let cookie): return .through(session.confirmed(at: call.now), cookie)
    case .wrong: return .stopped(ConfirmationPage.reply(call, session, error: .wrong))
    case .over: throw Refusal.signInRequired
    }
  }

  private enum Attempt {
    case right(Cookie)
    case wrong, over
  }
  private enum Given {
    case typed(String)
    case passkey(PasskeyAnswer, IdentitySettings)
  }

  /// The try is counted before anything is compared, so that tries sent side by side are counted one after the other.
  private static func attempt(
    _ given: Given, _ session: SessionInfo, _ user: UserID, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Attempt {
    // Outside the transaction: it takes 30 ms.
    let isPassword = try isPassword(given, of: user, in: db.reader)
    return try db.transaction(AuditEvent("session.confirm.try", "identity_session", session.id)) { tx in
      guard try countTry(session, in: tx) else {
        try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
        try tx.audit(AuditEvent("session.end", "identity_session", session.id, fields: ["tries"]))
        return .over
      }
      let proof = try isPassword ? .password : proof(given, session, user, call, in: tx)
      guard let proof else {
        try tx.audit(AuditEvent("session.refuse", "identity_session", session.id, fields: ["confirmation"]))
        return .wrong
      }
      let cookie = try renew(session, session.proofs.union([proof]), now: call.now, in: tx)
      try tx.audit(AuditEvent("session.confirm", "identity_session", session.id, fields: [proof.rawValue]))
      return .right(cookie)
    }
  }

  private static func isPassword(_ given: Given, of user: UserID, in db: borrowing TenantReader) throws -> Bool {
    guard case .typed(let text) = given, SixDigits(text) == nil else { return false }
    return db.verify(password: Array(text.utf8), against: try Passwords.hash(of: user, in: db))
  }

  /// Nil when it proves nothing.
  private static func proof(
    _ given: Given, _ session: SessionInfo, _ user: UserID, _ call: Call, in tx: borrowing TenantTransaction
  ) throws -> Proof? {
    switch given {
    case .typed(let text):
      return try AuthenticatorCode.use(text, of: user, now: call.now, in: tx) ? .totp : nil
    case .passkey(let answer, let settings):
      guard let challenge = answer.challenge(settings),
        try PasskeyChallenge.use(challenge, session: session.id, now: call.now, in: tx),
        let key = try Passkeys.find(credentialHash: answer.credentialHash, of: user, in: tx.reader),
        let state = answer.verify(algorithm: key.algorithm, publicKey: key.publicKey, settings),
        try Passkeys.use(key.id, state, now: call.now, in: tx)
      else { return nil }
      return .passkey
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
