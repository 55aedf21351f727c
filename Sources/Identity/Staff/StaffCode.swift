import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// The second step: a code of the authenticator app begins the session.
enum StaffCode {
  @Sendable static func form(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let pending = try PendingSignIn.read(call.request, now: call.now, in: db) else {
      return .redirect("/sign-in")
    }
    guard pending.candidates.count == 1 else { return .redirect("/sign-in/practice") }
    return .page(try page(call, pending.candidates[0], error: nil, db))
  }

  @Sendable static func check(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let pending = try PendingSignIn.read(call.request, now: call.now, in: db) else {
      return .redirect("/sign-in")
    }
    guard pending.candidates.count == 1 else { return .redirect("/sign-in/practice") }
    let candidate = pending.candidates[0]
    let throttle = try Throttle(.code, of: candidate, emailIndex: pending.emailIndex, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) {
      return WaitPage.reply(wait, proveBy: throttle.isStranger ? "" : nil, call)
    }

    // Before the browser is known by being in: what it was until now is what was counted.
    let passwords = try Throttle(passwordOf: pending.emailIndex, call, in: db)
    let old = Sessions.token(call.request, .staff)
    let session = try db.enter(candidate, origin: call.origin) { tenant in
      try begin(candidate, pending.first, replacing: old, call, tenant)
    }
    guard let session else {
      try StaffSignIn.refused(candidate, "code", throttle, call, db)
      return .page(try page(call, candidate, error: call.text.text("identity.code.refused"), db), status: 422)
    }
    try throttle.forget(now: call.now, in: db)
    if pending.first == .password { try passwords.forgetWrong(now: call.now, in: db) }
    return .redirect(home(candidate.role), cookies: session.cookies + [PendingSignIn.clearing])
  }

  /// Where a member of staff begins.
  static func home(_ role: Role) -> String { Permission.readSchedule.isHeld(by: role) ? "/calendar" : "/patients" }

  private static func page(
    _ call: Call, _ candidate: SignInCandidate, error: String?, _ db: borrowing SystemConnection
  ) throws -> StaffCodePage {
    StaffCodePage(
      title: call.text.text("identity.code.title"), practice: try StaffSignIn.practiceName(candidate, db),
      code: FormField(id: "code", value: "", error: error))
  }

  /// Nil for a code that is wrong or was used.
  private static func begin(
    _ candidate: SignInCandidate, _ first: Proof, replacing: Token?, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> NewSession? {
    let session = NewSession(.staff(candidate.user), [first, .totp], call)
    struct Refused: Error {}
    do {
      try db.transaction(session.event) { tx in
        let typed = call.form["code"] ?? ""
        guard try AuthenticatorCode.use(typed, of: .staff(candidate.user), now: call.now, in: tx) else {
          throw Refused()
        }
        try PendingSignIn.settle(first, of: candidate.user, now: call.now, in: tx)
        try session.store(replacing: replacing, in: tx)
      }
    } catch is Refused { return nil }
    return session
  }
}
