import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/authenticator`: an authenticator app by QR code or typed secret, proved by its first code.
enum AuthenticatorSetup {
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, error: nil, db))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    let secret = try secret(call, user, db.reader)
    guard let code = SixDigits(call.form["code"] ?? ""),
      let step = TOTP.step(of: code.text, secret: secret.bytes, at: call.now)
    else {
      return .page(try page(call, error: call.text.text("identity.app.refused"), db.reader), status: 422)
    }
    try db.transaction(AuditEvent("factor.add", "identity_user", user.id, fields: ["totp"])) { tx in
      _ = try Factors.lock(user, in: tx)
      let sealed = try tx.seal(Hex.encode(secret.bytes), Users.totpColumn, row: user.id)
      try Factors.setApp(sealed, step: step, of: user, in: tx)
      try StaffAlert.enqueue(.appAdded, for: user, now: call.now, in: tx)
      try OwnSessions.endOthers(of: user, but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=app")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    try db.transaction(AuditEvent("factor.remove", "identity_user", user.id, fields: ["totp"])) { tx in
      guard try Factors.lock(user, in: tx).appMayGo else { throw Refusal.conflict }
      try Factors.setApp(nil, step: 0, of: user, in: tx)
      try StaffAlert.enqueue(.appRemoved, for: user, now: call.now, in: tx)
      try OwnSessions.endOthers(of: user, but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=appRemoved")
  }

  /// The same for a page and the form it holds, another one after every change: nothing has to be stored before the
  /// app has proved that it knows it.
  private static func secret(_ call: Call, _ user: UserID, _ db: borrowing TenantReader) throws -> TOTPSecret {
    let version = try Factors.of(user, in: db).version
    let text = "\(call.session?.id.description ?? "") \(user) \(version)"
    let bytes = try db.blindIndex(text, of: "authenticator-setup", bytes: TOTP.secretBytes)
    guard let secret = TOTPSecret(bytes) else { preconditionFailure("the index has as many bytes as were asked for") }
    return secret
  }

  private static func page(
    _ call: Call, error: String?, _ db: borrowing TenantReader
  ) throws -> AuthenticatorSetupPage {
    let app = AppSetup(
      try secret(call, try Caller.of(db.scope), db), account: call.session?.userName ?? "", issuer: db.practice.name)
    return AuthenticatorSetupPage(
      title: call.text.text("identity.app.title"), app: app,
      proof: FormField(id: "code", value: "", error: error))
  }
}

struct AuthenticatorSetupPage: Page {
  static let template = "identity/authenticator-setup"
  let title: String
  let app: AppSetup
  let proof: FormField
  static let fields: [Field<AuthenticatorSetupPage>] = [
    .text("title") { $0.title },
    .object("app") { $0.app },
    .flag("hasErrors") { $0.proof.error != nil },
    .list("errors") { $0.proof.problems },
    .object("proof") { $0.proof },
  ]
  static let examples = [
    AuthenticatorSetupPage(
      title: "Authenticator app", app: .example,
      proof: FormField(id: "code", value: "", error: nil)),
    AuthenticatorSetupPage(
      title: "Authenticator app", app: .example,
      proof: FormField(id: "code", value: "", error: "Not right")),
  ]
}
