import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/{practice}/password/{token}`: a new password for somebody who got the mail and has the second factor. It does not
/// reset that one, and it ends every session there is.
enum PasswordReset {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let (link, _) = try find(call, in: db) else { return StaffLinkOverPage.reply(.password, call) }
    return .page(page(call, link, FormErrors(), db.practice))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let (link, user) = try find(call, in: db.reader) else { return StaffLinkOverPage.reply(.password, call) }
    let password = call.form["password"] ?? ""
    var errors = FormErrors()
    NewPassword.check(password, own: [link.name, link.email], &errors, in: db.reader)
    if (call.form["code"] ?? "").isEmpty { errors.refuse("code", "forms.missing") }
    guard errors.isEmpty else { return .page(page(call, link, errors, db.practice), status: 422) }
    switch try attempt(link, user, password, call, db) {
    case .over: return StaffLinkOverPage.reply(.password, call)
    case .began(let session): return .redirect(StaffCode.home(link.role), cookies: session.cookies)
    case .wrong:
      errors.refuse("code", "identity.code.refused")
      return .page(page(call, link, errors, db.practice), status: 422)
    }
  }

  private enum Attempt {
    case over, wrong
    case began(NewSession)
  }

  /// The try is counted in the same transaction, right or wrong, before the code is looked at: a code has a million
  /// values, and a link allows a handful of them.
  private static func attempt(
    _ link: StaffLink, _ user: UserID, _ password: String, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Attempt {
    try db.transaction(AuditEvent("link.try", "identity_staff_link", link.id)) { tx in
      guard try StaffLinks.countTry(link.id, now: call.now, in: tx) else { return .over }
      guard let proof = try SecondFactor.use(call.form["code"] ?? "", of: user, now: call.now, in: tx) else {
        try tx.audit(AuditEvent("session.refuse", "identity_user", user.id, fields: ["code"]))
        return .wrong
      }
      guard try StaffLinks.use(link.id, now: call.now, in: tx) else { return .over }
      _ = try Factors.lock(.staff(user), now: call.now, in: tx)
      try Factors.setPassword(tx.hashPassword(Array(password.utf8)), of: user, in: tx)
      try TeamChanges.endSessions(of: user, in: tx)
      try StaffLinks.revokeAll(of: user, now: call.now, in: tx)
      let session = NewSession(.staff(user), [.password, proof, .mail], call)
      try session.store(replacing: nil, in: tx)
      try tx.audit(AuditEvent("password.reset", "identity_user", user.id))
      try tx.audit(session.event)
      try StaffAlert.enqueue(.passwordChanged, for: user, now: call.now, in: tx)
      return .began(session)
    }
  }

  /// Nil for a link that is over.
  private static func find(_ call: Call, in db: borrowing TenantReader) throws -> (StaffLink, UserID)? {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }),
      let link = try StaffLinks.find(token, .password, in: db), let user = link.user
    else { throw Refusal.notFound }
    guard link.isOpen(at: call.now), try Users.isActive(user, in: db) else { return nil }
    return (link, user)
  }

  private static func page(
    _ call: Call, _ link: StaffLink, _ errors: FormErrors, _ practice: PracticeProfile
  ) -> PasswordResetPage {
    PasswordResetPage(
      title: call.text.text("team.reset.password"),
      form: .make(link, secret: nil, name: nil, errors, call, practice))
  }
}

/// A new password, and the second factor that says whose it is.
struct PasswordResetPage: Page {
  static let template = "team/password-reset"
  let title: String
  let form: StaffLinkForm

  static let fields: [Field<PasswordResetPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("hasErrors") { !$0.form.problems.isEmpty },
    .list("errors") { $0.form.problems },
  ]
  static let examples = StaffLinkForm.examples(.password).map {
    PasswordResetPage(title: "Choose a new password", form: $0)
  }
}
