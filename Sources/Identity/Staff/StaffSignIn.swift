import Core
import Database
import Routing
import SQL
import Templates
import Web

/// Staff sign in with e-mail address and password, then with a code of their authenticator app. Between the steps
/// nobody is signed in. Unknown, wrong and ended accounts get the same answer after the same work.
enum StaffSignIn {
  /// Practices one address and password may open; each costs one verification.
  static let maximumPractices = 5

  // MARK: Address and password

  @Sendable static func form(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    if try Sessions.isLive(call, .staff, in: db) { return .redirect("/calendar") }
    return .page(page(call, email: "", error: nil))
  }

  @Sendable static func check(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request) else { throw Refusal.forbidden }
    let typed = call.form["email"] ?? ""
    let emailIndex = db.platformIndex(normalized(typed), of: "email")
    let throttle = try Throttle(passwordOf: emailIndex, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) {
      return WaitPage.reply(wait, proveBy: throttle.isStranger ? typed : nil, call)
    }

    let verified = try verify(call.form["password"] ?? "", emailIndex: emailIndex, throttle, call, db)
    guard !verified.isEmpty else {
      var reply = Reply.page(page(call, email: typed, error: call.text.text("identity.staff.refused")), status: 422)
      reply.alarm = try Stuffing.countWrong(now: call.now, in: db)
      return reply
    }
    try throttle.giveBack(in: db)
    let pending = PendingSignIn(emailIndex: emailIndex, candidates: verified)
    return .redirect(
      verified.count == 1 ? "/sign-in/code" : "/sign-in/practice",
      cookies: [pending.cookie(visitor: visitor, now: call.now, in: db)])
  }

  private static func page(_ call: Call, email: String, error: String?) -> StaffSignInPage {
    StaffSignInPage(
      title: call.text.text("identity.staff.title"), email: FormField(id: "email", value: email, error: error))
  }

  /// An address that is none is looked up as it was typed, and not found.
  static func normalized(_ typed: String) -> String {
    do throws(EmailAddressError) { return try EmailAddress(typed).normalized } catch { return typed }
  }

  /// The accounts this password opens. Every wrong one is written into its practice's trail.
  private static func verify(
    _ password: String, emailIndex: [UInt8], _ throttle: Throttle, _ call: Call, _ db: borrowing SystemConnection
  ) throws -> [SignInCandidate] {
    let bytes = Array(password.utf8)
    var verified: [SignInCandidate] = []
    let candidates = try db.signInCandidates(emailIndex: emailIndex).prefix(maximumPractices)
    if candidates.isEmpty {
      _ = db.verify(password: bytes, against: nil)
      try throttle.spendAsLongAsARefusal(in: db)
    }
    for candidate in candidates {
      if db.verify(password: bytes, against: candidate.openingHash), candidate.isActive {
        verified.append(candidate)
      } else {
        try refusedPassword(candidate, call, db)
      }
    }
    return verified
  }

  // MARK: Several practices

  @Sendable static func choose(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let pending = try PendingSignIn.read(call.request, now: call.now, in: db) else {
      return .redirect("/sign-in")
    }
    let choices = try pending.candidates.enumerated().map { index, candidate in
      PracticeChoicePage.Choice(
        slug: candidate.practiceSlug, name: try practiceName(candidate, db), isFirst: index == 0)
    }
    return .page(PracticeChoicePage(title: call.text.text("identity.choice.title"), practices: choices))
  }

  @Sendable static func chosen(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request),
      let pending = try PendingSignIn.read(call.request, now: call.now, in: db)
    else { return .redirect("/sign-in") }
    guard let candidate = pending.candidates.first(where: { $0.practiceSlug == call.form["practice"] }) else {
      return .redirect("/sign-in/practice")
    }
    let one = PendingSignIn(emailIndex: pending.emailIndex, candidates: [candidate])
    return .redirect("/sign-in/code", cookies: [one.cookie(visitor: visitor, now: call.now, in: db)])
  }

  // MARK: Shared with the second step

  static func practiceName(_ candidate: SignInCandidate, _ db: borrowing SystemConnection) throws -> String {
    let slug = candidate.practiceSlug
    return try db.rows("SELECT name FROM system_practice WHERE slug = \(slug)") { try $0.text(0) }.first ?? ""
  }

  static func refusedPassword(
    _ candidate: SignInCandidate, _ call: Call, _ db: borrowing SystemConnection
  ) throws {
    try refuse(candidate, "password", call, db) { tx in
      try PasswordTries.countWrong(of: candidate.user, now: call.now, in: tx)
    }
  }

  /// A second factor was wrong after a password that was right: tried that often, it is somebody else's password by now.
  static func refused(
    _ candidate: SignInCandidate, _ what: String, _ throttle: Throttle, _ call: Call, _ db: borrowing SystemConnection
  ) throws {
    let isNews = try throttle.isAtLimit(in: db)
    try refuse(candidate, what, call, db) { tx in
      if isNews { try StaffAlert.enqueue(.codesTried, for: candidate.user, now: call.now, in: tx) }
    }
  }

  private static func refuse(
    _ candidate: SignInCandidate, _ what: String, _ call: Call, _ db: borrowing SystemConnection,
    _ body: (borrowing TenantTransaction) throws -> Void
  ) throws {
    try db.enter(candidate, origin: call.origin) { db in
      try db.transaction(
        AuditEvent("session.refuse", "identity_user", candidate.user.id, fields: [what]), body)
    }
  }
}
