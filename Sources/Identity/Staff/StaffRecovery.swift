import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/sign-in/recovery`: a code from paper in place of the app's, after the password.
enum StaffRecovery {
  @Sendable static func form(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard try PendingSignIn.one(call, in: db) != nil else { return .redirect("/sign-in") }
    return .page(page(call, error: nil))
  }

  @Sendable static func check(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let (pending, candidate) = try PendingSignIn.one(call, in: db) else { return .redirect("/sign-in") }
    let throttle = try Throttle(.recovery, of: candidate, emailIndex: pending.emailIndex, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) {
      return WaitPage.reply(wait, proveBy: throttle.isStranger ? "" : nil, call)
    }
    // Before the browser is known by being in: what it was until now is what was counted.
    let passwords = try Throttle(passwordOf: pending.emailIndex, call, in: db)
    let old = Sessions.token(call.request, .staff)
    let session = try db.enter(candidate, origin: call.origin) {
      try begin(candidate, pending.first, replacing: old, call, $0)
    }
    guard let session else {
      try StaffSignIn.refused(candidate, "recovery", throttle, call, db)
      return .page(page(call, error: call.text.text("identity.recovery.refused")), status: 422)
    }
    try throttle.forget(now: call.now, in: db)
    if pending.first == .password { try passwords.forgetWrong(now: call.now, in: db) }
    return .redirect(SecurityHandlers.path, cookies: session.cookies + [PendingSignIn.clearing])
  }

  private struct Refused: Error {}

  private static func begin(
    _ candidate: SignInCandidate, _ first: Proof, replacing: Token?, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> NewSession? {
    let session = NewSession(.staff(candidate.user), [first, .recovery], call)
    do {
      try db.transaction(session.event) { tx in
        let typed = call.form["code"] ?? ""
        guard try RecoveryCodes.use(typed, of: .staff(candidate.user), now: call.now, in: tx) else { throw Refused() }
        try tx.audit(AuditEvent("factor.use", "identity_user", candidate.user.id, fields: ["recovery"]))
        try StaffAlert.enqueue(.recoveryCodeUsed, for: candidate.user, now: call.now, in: tx)
        try PendingSignIn.settle(first, of: candidate.user, now: call.now, in: tx)
        try session.store(replacing: replacing, in: tx)
      }
    } catch is Refused { return nil }
    return session
  }

  private static func page(_ call: Call, error: String?) -> StaffRecoveryPage {
    StaffRecoveryPage(
      title: call.text.text("identity.recovery.useTitle"), code: FormField(id: "code", value: "", error: error))
  }
}

struct StaffRecoveryPage: Page {
  static let template = "identity/staff-recovery"
  let title: String
  let code: FormField
  static let fields: [Field<StaffRecoveryPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.code.error != nil },
    .list("errors") { $0.code.problems },
    .object("code") { $0.code },
  ]
  static let examples = [
    StaffRecoveryPage(title: "Recovery code", code: FormField(id: "code", value: "", error: nil)),
    StaffRecoveryPage(title: "Recovery code", code: FormField(id: "code", value: "", error: "Not right")),
  ]
}
