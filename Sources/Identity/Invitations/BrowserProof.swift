import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// Strangers have tried an account too often, and its owner sits at a browser that is a stranger as well. A link by mail
/// lets that browser in: from then on it counts its tries for itself. It opens nothing: password and second factor are
/// asked for as always.
enum BrowserProof {
  /// `POST /sign-in/browser`: known and unknown addresses get the same answer after the same work.
  @Sendable static func request(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let emailIndex = try emailIndex(call, in: db) else { return .redirect("/sign-in") }
    return try LinkByMail.request(emailIndex, call, db) { try mail($0, call, $1) }
  }

  /// Of the address typed, or of half a sign-in.
  private static func emailIndex(_ call: Call, in db: borrowing SystemConnection) throws -> [UInt8]? {
    let typed = call.form["email"] ?? ""
    guard typed.isEmpty else { return db.platformIndex(StaffSignIn.normalized(typed), of: "email") }
    return try PendingSignIn.read(call.request, now: call.now, in: db)?.emailIndex
  }

  private static func mail(_ user: UserID, _ call: Call, _ db: borrowing TenantConnection) throws -> Bool {
    guard let member = try Team.find(user, now: call.now, in: db.reader) else { return false }
    let hour = try StaffLinks.count(of: user, .browser, since: call.now.adding(hours: -1), in: db.reader)
    let day = try StaffLinks.count(of: user, .browser, since: call.now.adding(hours: -24), in: db.reader)
    guard hour < ForgottenPassword.mailsPerHour, day < ForgottenPassword.mailsPerDay else { return false }
    let email = try EmailAddress(member.email)
    try db.transaction(AuditEvent("browser.request", "identity_user", user.id)) { tx in
      try StaffLinks.make(
        NewStaffLink(
          purpose: .browser, user: user, name: member.name, email: email, role: member.role,
          language: member.language, maker: nil, reason: ""), now: call.now, in: tx)
    }
    return true
  }

  /// `GET /{practice}/browser/{token}`: a button, so that mail scanners let nobody in.
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard try find(call, in: db) != nil else { return StaffLinkOverPage.reply(.browser, call) }
    return .page(
      BrowserProofPage(
        title: call.text.text("team.browser.title"), action: StaffLinkPurpose.browser.path(call, db.practice),
        practice: db.practice.name))
  }

  @Sendable static func accept(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let (link, user) = try find(call, in: db.reader) else { return StaffLinkOverPage.reply(.browser, call) }
    let browser = KnownBrowser(call)
    let isUsed = try db.transaction(AuditEvent("browser.trust", "identity_user", user.id)) { tx in
      guard try StaffLinks.use(link.id, now: call.now, in: tx) else { return false }
      try browser.greet(user, now: call.now, in: tx)
      return true
    }
    return isUsed ? .redirect("/sign-in", cookies: [browser.cookie]) : StaffLinkOverPage.reply(.browser, call)
  }

  /// Nil for a link that is over.
  private static func find(_ call: Call, in db: borrowing TenantReader) throws -> (StaffLink, UserID)? {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }),
      let link = try StaffLinks.find(token, .browser, in: db), let user = link.user
    else { throw Refusal.notFound }
    guard link.isOpen(at: call.now), try Users.isActive(user, in: db) else { return nil }
    return (link, user)
  }
}

/// The button behind the link of the mail.
struct BrowserProofPage: Page {
  static let template = "team/browser-proof"
  let title: String
  let action: String
  let practice: String

  static let fields: [Field<BrowserProofPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("practice") { $0.practice },
  ]
  static let examples = [
    BrowserProofPage(title: "Is this you?", action: "/harbor/browser/abc", practice: "Harbour Lane Practice"),
    BrowserProofPage(title: "Is this you?", action: "/harbor/browser/abc", practice: "<Lane>"),
  ]
}
