import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/password`: a new password, or none. Both stand behind a factor shown just now.
enum PasswordChange {
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(page(call, error: nil))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    let password = call.form["new-password"] ?? ""
    let email = try Team.find(user, now: call.now, in: db.reader)?.email ?? ""
    let own = [call.session?.userName ?? "", email, db.practice.name, db.practice.slug]
    if let problem = PasswordRules.problem(password, own: own, list: db.reader.passwordBlocklist) {
      let words = call.text.text("identity.newPassword.\(problem.rawValue)", ["minimum": String(PasswordRules.minimum)])
      return .page(page(call, error: words), status: 422)
    }
    try db.transaction(AuditEvent("factor.add", "identity_user", user.id, fields: ["password"])) { tx in
      _ = try Factors.lock(.staff(user), now: call.now, in: tx)
      try Factors.setPassword(tx.hashPassword(Array(password.utf8)), of: user, in: tx)
      try StaffAlert.enqueue(.passwordChanged, for: user, now: call.now, in: tx)
      try OwnSessions.endOthers(of: .staff(user), but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=password")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    try db.transaction(AuditEvent("factor.remove", "identity_user", user.id, fields: ["password"])) { tx in
      guard try Factors.lock(.staff(user), now: call.now, in: tx).passwordMayGo else { throw Refusal.conflict }
      try Factors.setPassword(nil, of: user, in: tx)
      try StaffAlert.enqueue(.passwordRemoved, for: user, now: call.now, in: tx)
      try OwnSessions.endOthers(of: .staff(user), but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=passwordRemoved")
  }

  private static func page(_ call: Call, error: String?) -> PasswordChangePage {
    PasswordChangePage(
      title: call.text.text("identity.newPassword.title"),
      password: FormField(id: "new-password", value: "", error: error))
  }
}

struct PasswordChangePage: Page {
  static let template = "identity/password-change"
  let title: String
  let password: FormField
  static let fields: [Field<PasswordChangePage>] = [
    .text("title") { $0.title },
    .number("minimum") { _ in PasswordRules.minimum },
    .flag("hasErrors") { $0.password.error != nil },
    .list("errors") { $0.password.problems },
    .object("password") { $0.password },
  ]
  static let examples = [
    PasswordChangePage(title: "New password", password: FormField(id: "new-password", value: "", error: nil)),
    PasswordChangePage(
      title: "New password", password: FormField(id: "new-password", value: "", error: "Too short")),
  ]
}
