import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/sign-in/forgotten`: a link by mail with which a member of staff chooses a new password. Known and unknown
/// addresses get the same answer after the same work; whoever reads the mail still needs the second factor.
enum ForgottenPassword {
  /// Mails one person gets at most, whoever asks for them. Beyond it the answer stays the same and no mail leaves.
  static let mailsPerHour = 3
  static let mailsPerDay = 8

  @Sendable static func form(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    if call.query["sent"] != nil {
      return .page(ForgottenPasswordSentPage(title: call.text.text("team.forgotten.sentTitle")))
    }
    return .page(
      ForgottenPasswordPage(
        title: call.text.text("team.forgotten.title"), email: FormField(id: "email", value: "", error: nil)))
  }

  @Sendable static func request(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    let typed = call.form["email"] ?? ""
    let email: EmailAddress
    do throws(EmailAddressError) { email = try EmailAddress(typed) } catch {
      let field = FormField(id: "email", value: typed, error: call.text.text("identity.email.malformed"))
      return .page(ForgottenPasswordPage(title: call.text.text("team.forgotten.title"), email: field), status: 422)
    }
    let emailIndex = db.platformIndex(email.normalized, of: "email")
    return try LinkByMail.request(emailIndex, call, db) { try mail($0, call, $1) }
  }

  /// False for somebody who has no second factor to show, or has been sent enough.
  private static func mail(_ user: UserID, _ call: Call, _ db: borrowing TenantConnection) throws -> Bool {
    guard let member = try Team.find(user, now: call.now, in: db.reader), member.hasApp || member.recoveryCodesLeft > 0
    else { return false }
    let hour = try StaffLinks.count(of: user, .password, since: call.now.adding(hours: -1), in: db.reader)
    let day = try StaffLinks.count(of: user, .password, since: call.now.adding(hours: -24), in: db.reader)
    guard hour < mailsPerHour, day < mailsPerDay else { return false }
    let email = try EmailAddress(member.email)
    try db.transaction(AuditEvent("password.request", "identity_user", user.id)) { tx in
      try StaffLinks.make(
        NewStaffLink(
          purpose: .password, user: user, name: member.name, email: email, role: member.role,
          language: member.language, maker: nil, reason: ""), now: call.now, in: tx)
    }
    return true
  }
}

/// The address to send a link to.
struct ForgottenPasswordPage: Page {
  static let template = "team/forgotten-password"
  let title: String
  let email: FormField

  static let fields: [Field<ForgottenPasswordPage>] = [
    .text("title") { $0.title },
    .object("email") { $0.email },
    .flag("hasErrors") { $0.email.error != nil },
    .list("errors") { $0.email.problems },
  ]
  static let examples = [
    ForgottenPasswordPage(title: "Forgotten password", email: FormField(id: "email", value: "", error: nil)),
    ForgottenPasswordPage(
      title: "Forgotten password", email: FormField(id: "email", value: "mira@", error: "Not complete")),
  ]
}

/// Says the same for known and unknown addresses.
struct ForgottenPasswordSentPage: Page {
  static let template = "team/forgotten-password-sent"
  let title: String
  static let fields: [Field<ForgottenPasswordSentPage>] = [.text("title") { $0.title }]
  static let examples = [ForgottenPasswordSentPage(title: "Check your email")]
}
