import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/authenticator` and `/portal/authenticator`: an authenticator app by QR code or typed secret, proved by its
/// first code.
enum AuthenticatorSetup {
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try page(call, error: nil, status: 200, db)
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let place = try FactorPlace(db.scope)
    let secret = try secret(call, place.holder, db.reader)
    guard let code = SixDigits(call.form["code"] ?? ""),
      let step = TOTP.step(of: code.text, secret: secret.bytes, at: call.now)
    else { return try page(call, error: call.text.text("identity.app.refused"), status: 422, db.reader) }
    let cookies = try db.transaction(place.event("factor.add", "totp")) { tx in
      _ = try place.lock(call, in: tx)
      let sealed = try tx.seal(Hex.encode(secret.bytes), place.holder.appColumn, row: place.holder.id)
      try Factors.setApp(sealed, step: step, of: place.holder, in: tx)
      try place.tell(.appAdded, call, in: tx)
      try OwnSessions.endOthers(of: place.holder, but: call.session?.id, in: tx)
      return try place.shown(.totp, call, in: tx)
    }
    return place.done("app", call, cookies)
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let place = try FactorPlace(db.scope)
    try db.transaction(place.event("factor.remove", "totp")) { tx in
      guard try place.lock(call, in: tx).appMayGo else { throw Refusal.conflict }
      try Factors.setApp(nil, step: 0, of: place.holder, in: tx)
      try place.tell(.appRemoved, call, in: tx)
      try OwnSessions.endOthers(of: place.holder, but: call.session?.id, in: tx)
    }
    return .redirect(place.security + "?done=appRemoved")
  }

  /// The same for a page and the form it holds, another one after every change: nothing has to be stored before the
  /// app has proved that it knows it.
  private static func secret(
    _ call: Call, _ holder: FactorHolder, _ db: borrowing TenantReader
  ) throws -> TOTPSecret {
    let version = try Factors.of(holder, in: db).version
    let text = "\(call.session?.id.description ?? "") \(holder.id) \(version)"
    let bytes = try db.blindIndex(text, of: "authenticator-setup", bytes: TOTP.secretBytes)
    guard let secret = TOTPSecret(bytes) else { preconditionFailure("the index has as many bytes as were asked for") }
    return secret
  }

  private static func page(
    _ call: Call, error: String?, status: Int, _ db: borrowing TenantReader
  ) throws -> Reply {
    let place = try FactorPlace(db.scope)
    let secret = try secret(call, place.holder, db)
    let form = AuthenticatorForm(
      app: AppSetup(secret, account: place.label(call), issuer: db.practice.name),
      proof: FormField(id: "code", value: "", error: error), action: place.authenticator, back: place.security,
      next: place.next(call))
    let title = call.text.text("identity.app.title")
    return place.isPortal
      ? .page(PortalAuthenticatorPage(title: title, form: form), status: status)
      : .page(AuthenticatorSetupPage(title: title, form: form), status: status)
  }
}

/// The form of both pages, `templates/identity/_authenticator-form`.
struct AuthenticatorForm: TemplateModel {
  let app: AppSetup
  let proof: FormField
  let action: String
  let back: String
  /// Where to go afterwards.
  let next: String?
  static let fields: [Field<AuthenticatorForm>] = [
    .object("app") { $0.app },
    .object("proof") { $0.proof },
    .text("action") { $0.action },
    .text("backHref") { $0.back },
    .optionalText("nextPage") { $0.next },
  ]
  static let examples = [
    AuthenticatorForm(
      app: .example, proof: FormField(id: "code", value: "", error: nil), action: "/account/authenticator",
      back: "/account/security", next: nil),
    AuthenticatorForm(
      app: .example, proof: FormField(id: "code", value: "", error: "Not right"), action: "/portal/authenticator",
      back: "/portal/security", next: "/portal/record/access"),
  ]
}

struct AuthenticatorSetupPage: Page {
  static let template = "identity/authenticator-setup"
  let title: String
  let form: AuthenticatorForm
  static let fields: [Field<AuthenticatorSetupPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form.proof.error != nil },
    .list("errors") { $0.form.proof.problems },
  ]
  static let examples = AuthenticatorForm.examples.map { AuthenticatorSetupPage(title: "Authenticator app", form: $0) }
}

/// The same in the portal.
struct PortalAuthenticatorPage: Page {
  static let template = "portal/portal-authenticator"
  let title: String
  let form: AuthenticatorForm
  static let fields: [Field<PortalAuthenticatorPage>] = [
    .text("title") { $0.title },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form.proof.error != nil },
    .list("errors") { $0.form.proof.problems },
  ]
  static let examples = AuthenticatorForm.examples.map { PortalAuthenticatorPage(title: "Authenticator app", form: $0) }
}
