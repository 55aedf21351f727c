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
    let throttle = Throttle(emailIndex: pending.emailIndex, address: call.request.remoteAddress, in: db)
    if let wait = try throttle.take(now: call.now, in: db) { return StaffSignIn.wait(wait, call) }

    let old = Sessions.token(call.request, .staff)
    let session = try db.enter(candidate, origin: call.origin) { tenant in
      try begin(candidate.user, code: digits(call.form["code"] ?? ""), replacing: old, now: call.now, tenant)
    }
    guard let session else {
      try StaffSignIn.refused(candidate, "code", call, db)
      let error = FieldError(id: "code", message: call.text.text("identity.code.refused"))
      return .page(try page(call, candidate, error: error, db), status: 422)
    }
    try throttle.forgetAccount(now: call.now, in: db)
    return .redirect(home(candidate.role), cookies: [session.cookie, PendingSignIn.clearing])
  }

  /// Where a member of staff begins.
  static func home(_ role: Role) -> String { Permission.readSchedule.isHeld(by: role) ? "/calendar" : "/patients" }

  /// Codes are often typed as they are shown, in two groups.
  private static func digits(_ typed: String) -> String {
    String(decoding: typed.utf8.filter { $0 != 0x20 }, as: UTF8.self)
  }

  private static func page(
    _ call: Call, _ candidate: SignInCandidate, error: FieldError?, _ db: borrowing SystemConnection
  ) throws -> StaffCodePage {
    StaffCodePage(
      title: call.text.text("identity.code.title"), practice: try StaffSignIn.practiceName(candidate, db), error: error)
  }

  /// The code was used already, or the account ended a moment ago: undoes the transaction.
  private struct Used: Error {}

  /// Nil for a wrong code. A code works once: its step is stored with the session, and only ever rises.
  private static func begin(
    _ user: UserID, code: String, replacing: Token?, now: Instant, _ db: borrowing TenantConnection
  ) throws -> NewSession? {
    guard let secret = try secret(of: user, in: db.reader),
      let step = TOTP.step(of: code, secret: secret, at: now)
    else { return nil }
    let session = NewSession(.staff(user), now: now)
    do {
      try db.transaction(session.event) { tx in
        let taken = try tx.execute(
          """
          UPDATE identity_user SET totp_last_step = \(step)
          WHERE practice_id = \(tx.scope) AND id = \(user) AND totp_last_step < \(step) AND status = 'active'
          """)
        guard taken == 1 else { throw Used() }
        try session.store(replacing: replacing, now: now, in: tx)
      }
    } catch is Used { return nil }
    return session
  }

  private static func secret(of user: UserID, in db: borrowing TenantReader) throws -> [UInt8]? {
    let sealed = try db.first(
      "SELECT sealed_totp FROM identity_user WHERE practice_id = \(db.scope) AND id = \(user)"
    ) { row in try row.opened(0, Users.totpColumn, row: user.id) }
    return sealed.flatMap { Hex.decode($0) }
  }
}
