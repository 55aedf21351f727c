import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// `/{practice}/invitation/{token}`: opening it changes nothing, however often a mail scanner fetches it. The form
/// makes the account, once, and signs its owner in. That the link was mailed proves the address.
enum InvitationAcceptance {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let link = try find(call, in: db)
    guard link.isOpen(at: call.now) else { return StaffLinkOverPage.reply(.invitation, call) }
    return .page(try page(call, link, name: link.name, FormErrors(), db))
  }

  @Sendable static func accept(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let link = try find(call, in: db.reader)
    guard link.isOpen(at: call.now) else { return StaffLinkOverPage.reply(.invitation, call) }
    let secret = try AppSetup.secret(link, call, in: db.reader)
    let email = try EmailAddress(link.email)
    var errors = FormErrors()
    let name = FormRules.line(FormValues(call.form), "name", limit: 120, isRequired: true, &errors)
    let password = call.form["password"] ?? ""
    NewPassword.check(password, own: [name, email.normalized], &errors, in: db.reader)
    let code = SixDigits(call.form["code"] ?? "")
    if code.flatMap({ TOTP.step(of: $0.text, secret: secret.bytes, at: call.now) }) == nil {
      errors.refuse("code", "team.app.wrong")
    }
    guard errors.isEmpty, let code else {
      return .page(try page(call, link, name: call.form["name"] ?? "", errors, db.reader), status: 422)
    }
    let new = NewUser(
      name: name, email: email, role: link.role, language: link.language, password: password, totp: secret)
    guard let session = try make(new, code, link, call, db) else { return StaffLinkOverPage.reply(.invitation, call) }
    return .redirect(SecurityHandlers.path, cookies: session.cookies)
  }

  /// The account and its first session, in one; nil when somebody was faster, or the address has an account by now.
  private static func make(
    _ new: NewUser, _ code: SixDigits, _ link: StaffLink, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> NewSession? {
    struct TooLate: Error {}
    let old = Sessions.token(call.request, .staff)
    do {
      return try db.transaction(AuditEvent("invitation.accept", "identity_staff_link", link.id)) { tx in
        guard try StaffLinks.use(link.id, now: call.now, in: tx) else { throw TooLate() }
        let user = try Users.add(new, now: call.now, in: tx)
        // The code that proves the app is used up, so that nobody who saw it typed can sign in with it.
        guard try AuthenticatorCode.use(code.text, of: .staff(user), now: call.now, in: tx) else { throw TooLate() }
        let session = NewSession(.staff(user), [.password, .totp], call)
        try session.store(replacing: old, in: tx)
        try tx.audit(session.event)
        return session
      }
    } catch is TooLate {
      return nil
    } catch NewUserProblem.emailTaken {
      return nil
    }
  }

  private static func find(_ call: Call, in db: borrowing TenantReader) throws -> StaffLink {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }),
      let link = try StaffLinks.find(token, .invitation, in: db)
    else { throw Refusal.notFound }
    return link
  }

  private static func page(
    _ call: Call, _ link: StaffLink, name: String, _ errors: FormErrors, _ db: borrowing TenantReader
  ) throws -> InvitationPage {
    let secret = try AppSetup.secret(link, call, in: db)
    return InvitationPage(
      title: call.text.text("team.join.title"), role: TeamHandlers.role(link.role, call),
      form: .make(link, secret: secret, name: name, errors, call, db.practice))
  }
}
