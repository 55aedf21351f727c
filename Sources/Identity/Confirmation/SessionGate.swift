import Core
import Crypto
public import Database
public import Routing
import SQL
public import Web

/// Between a session and what it asks for: a locked session, and one that has not shown the factor that is needed, gets
/// a form for it in place of the answer. The form carries everything that was sent, to the same address, so that what
/// was typed before arrives once the factor was shown.
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
    guard let session = call.session else { throw Refusal.signInRequired }
    let holder = try FactorHolder.of(db.scope)
    switch try need(of: holder, session, route, call, db.reader) {
    case .nothing: return .through(session, nil)
    case .setUp: return .stopped(FactorNeededPage.reply(call))
    case .factor: break
    }
    if route.isBackground { return .stopped(.response(.text("locked\n", status: 423))) }
    let typed = call.form["proof"] ?? ""
    let answer = PasskeyAnswer(.get, call.form)
    guard !typed.isEmpty || answer != nil else {
      let error = call.form["proof"].map { _ in ConfirmationPage.Problem.missing }
      return .stopped(ConfirmationPage.reply(call, session, holder, error: error))
    }
    let given: Given = answer.map { .passkey($0, settings) } ?? .typed(typed)
    switch try attempt(given, session, holder, call, db) {
    case .right(let proof, let cookie): return .through(session.confirmed(at: call.now, by: proof), cookie)
    case .wrong: return .stopped(ConfirmationPage.reply(call, session, holder, error: .wrong))
    case .over: throw Refusal.signInRequired
    }
  }

  private enum Need { case nothing, factor, setUp }

  /// Staff have shown their factors at the sign-in. Patients and those who act for them have shown their mailbox: what
  /// is clinical takes a second factor, and so does changing a second factor that there is.
  private static func need(
    of holder: FactorHolder, _ session: SessionInfo, _ route: Route, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Need {
    let isConfirmed = session.isConfirmed(at: call.now)
    if holder.user != nil {
      let isLocked = session.isLocked && !route.worksWhileLocked
      return isLocked || (route.needsConfirmation && !isConfirmed) ? .factor : .nothing
    }
    let isDue =
      route.needsSecondFactor && !session.hasSecondFactor
      || route.needsConfirmation && !(session.hasSecondFactor && isConfirmed)
    guard isDue else { return .nothing }
    if try Factors.of(holder, in: db).hasSecond { return .factor }
    return route.needsSecondFactor ? .setUp : .nothing
  }

  private enum Attempt {
    case right(Proof, Cookie)
    case wrong, over
  }
  private enum Given {
    case typed(String)
    case passkey(PasskeyAnswer, IdentitySettings)
  }

  /// The try is counted before anything is compared, so that tries sent side by side are counted one after the other.
  private static func attempt(
    _ given: Given, _ session: SessionInfo, _ holder: FactorHolder, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Attempt {
    // Outside the transaction: it takes 30 ms.
    let isPassword = try isPassword(given, of: holder, in: db.reader)
    let patient = db.scope.actor.patient
    func event(_ action: StaticString, _ fields: [String]) -> AuditEvent {
      AuditEvent(action, "identity_session", session.id, patient: patient, fields: fields)
    }
    return try db.transaction(event("session.confirm.try", [])) { tx in
      guard try countTry(session, in: tx) else {
        try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
        try tx.audit(event("session.end", ["tries"]))
        return .over
      }
      let proof = try isPassword ? .password : proof(given, session, holder, call, in: tx)
      guard let proof else {
        try tx.audit(event("session.refuse", ["confirmation"]))
        return .wrong
      }
      let cookie = try SessionRenewal.renew(session, holder.kind, adding: proof, now: call.now, in: tx)
      try tx.audit(event("session.confirm", [proof.rawValue]))
      return .right(proof, cookie)
    }
  }

  /// Of a member of staff: nobody else has one.
  private static func isPassword(
    _ given: Given, of holder: FactorHolder, in db: borrowing TenantReader
  ) throws -> Bool {
    guard case .typed(let text) = given, SixDigits(text) == nil, let user = holder.user else { return false }
    return db.verify(password: Array(text.utf8), against: try Passwords.hash(of: user, in: db))
  }

  /// Nil when it proves nothing.
  private static func proof(
    _ given: Given, _ session: SessionInfo, _ holder: FactorHolder, _ call: Call, in tx: borrowing TenantTransaction
  ) throws -> Proof? {
    switch given {
    case .typed(let text) where SixDigits(text) == nil: return try recovery(text, holder, call, in: tx)
    case .typed(let text):
      return try AuthenticatorCode.use(text, of: holder, now: call.now, in: tx) ? .totp : nil
    case .passkey(let answer, let settings):
      guard let challenge = answer.challenge(settings),
        try PasskeyChallenge.use(challenge, session: session.id, now: call.now, in: tx),
        let key = try Passkeys.find(credentialHash: answer.credentialHash, of: holder, in: tx.reader),
        let state = answer.verify(algorithm: key.algorithm, publicKey: key.publicKey, settings),
        try Passkeys.use(key.id, state, now: call.now, in: tx)
      else { return nil }
      return .passkey
    }
  }

  /// In the portal a code from paper stands in for an app or a passkey that is lost. Staff type theirs at the sign-in.
  private static func recovery(
    _ typed: String, _ holder: FactorHolder, _ call: Call, in tx: borrowing TenantTransaction
  ) throws -> Proof? {
    guard let account = holder.account, try RecoveryCodes.use(typed, of: holder, now: call.now, in: tx) else {
      return nil
    }
    try tx.audit(
      AuditEvent("factor.use", holder.entity, account, patient: tx.scope.actor.patient, fields: ["recovery"]))
    try PortalAlert.enqueue(.recoveryCodeUsed, for: account, now: call.now, in: tx)
    return .recovery
  }

  private static func countTry(_ session: SessionInfo, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_session SET wrong_proofs = wrong_proofs + 1
      WHERE practice_id = \(tx.scope) AND id = \(session.id) AND wrong_proofs < \(maximumTries)
      """) == 1
  }
}
