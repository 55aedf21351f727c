import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/password`: a new password, or none. Both stand behind a factor shown just now.
enum PasswordChange {
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(PasswordChangePage(title: call.text.text("identity.newPassword.title"), error: nil))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    let password = call.form["new-password"] ?? ""
    let own = [call.session?.userName ?? "", db.practice.name, db.practice.slug]
    if let problem = PasswordRules.problem(password, own: own) {
      let words = call.text.text("identity.newPassword.\(problem.rawValue)", ["minimum": String(PasswordRules.minimum)])
      let error = FieldError(id: "new-password", message: words)
      return .page(
        PasswordChangePage(title: call.text.text("identity.newPassword.title"), error: error), status: 422)
    }
    try db.transaction(AuditEvent("factor.add", "identity_user", user.id, fields: ["password"])) { tx in
      _ = try Factors.lock(user, in: tx)
      try Factors.setPassword(tx.hashPassword(Array(password.utf8)), of: user, in: tx)
      try OwnSessions.endOthers(of: user, but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=password")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    try db.transaction(AuditEvent("factor.remove", "identity_user", user.id, fields: ["password"])) { tx in
      guard try Factors.lock(user, in: tx).passwordMayGo else { throw Refusal.conflict }
      try Factors.setPassword(nil, of: user, in: tx)
      try OwnSessions.endOthers(of: user, but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=passwordRemoved")
  }
}

struct PasswordChangePage: Page {
  static let template = "identity/password-change"
  let title: String
  let error: FieldError?
  static let fields: [Field<PasswordChangePage>] = [
    .text("title") { $0.title },
    .number("minimum") { _ in PasswordRules.minimum },
    .flag("hasErrors") { $0.error != nil },
    .list("errors") { [$0.error].compactMap { $0 } },
    .object("passwordError") { $0.error },
  ]
  static let examples = [
    PasswordChangePage(title: "New password", error: nil),
    PasswordChangePage(title: "New password", error: FieldError(id: "new-password", message: "Too short")),
  ]
}
