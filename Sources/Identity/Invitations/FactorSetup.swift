import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/{practice}/factors/{token}`: a person whose second factor was reset shows their password and connects a new app.
/// Where the password was reset as well, they choose a new one.
enum FactorSetup {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let asked = try find(call, in: db) else { return StaffLinkOverPage.reply(.factors, call) }
    return .page(try page(call, asked, FormErrors(), db))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let asked = try find(call, in: db.reader) else { return StaffLinkOverPage.reply(.factors, call) }
    let secret = try AppSetup.secret(asked.link, call, in: db.reader)
    let password = call.form["password"] ?? ""
    var errors = FormErrors()
    let step = SixDigits(call.form["code"] ?? "").flatMap {
      TOTP.step(of: $0.text, secret: secret.bytes, at: call.now)
    }
    if step == nil { errors.refuse("code", "team.app.wrong") }
    if !asked.hasPassword {
      NewPassword.check(password, own: [asked.link.name, asked.link.email], &errors, in: db.reader)
    }
    guard errors.isEmpty, let step else { return .page(try page(call, asked, errors, db.reader), status: 422) }
    // Outside the transaction: it takes 30 ms.
    let isRight =
      try !asked.hasPassword
      || db.reader.verify(password: Array(password.utf8), against: Passwords.hash(of: asked.user, in: db.reader))
    let new = asked.hasPassword ? nil : password
    switch try attempt(asked, isRight: isRight, new, secret, step, call, db) {
    case .over: return StaffLinkOverPage.reply(.factors, call)
    case .began(let session): return .redirect(SecurityHandlers.path, cookies: session.cookies)
    case .wrong:
      errors.refuse("password", "team.password.wrong")
      return .page(try page(call, asked, errors, db.reader), status: 422)
    }
  }

  private enum Attempt {
    case over, wrong
    case began(NewSession)
  }

  /// The try is counted in the same transaction, right or wrong, before anything else: tries sent side by side are
  /// counted one after the other.
  private static func attempt(
    _ asked: Asked, isRight: Bool, _ newPassword: String?, _ secret: TOTPSecret, _ step: Int64, _ call: Call,
    _ db: borrowing TenantConnection
  ) throws -> Attempt {
    let (link, user) = (asked.link, asked.user)
    return try db.transaction(AuditEvent("link.try", "identity_staff_link", link.id)) { tx in
      guard try StaffLinks.countTry(link.id, now: call.now, in: tx) else { return .over }
      guard isRight else {
        try tx.audit(AuditEvent("session.refuse", "identity_user", user.id, fields: ["password"]))
        return .wrong
      }
      guard try StaffLinks.use(link.id, now: call.now, in: tx) else { return .over }
      _ = try Factors.lock(.staff(user), now: call.now, in: tx)
      if let newPassword { try Factors.setPassword(tx.hashPassword(Array(newPassword.utf8)), of: user, in: tx) }
      let sealed = try tx.seal(Hex.encode(secret.bytes), Users.totpColumn, row: user.id)
      try Factors.setApp(sealed, step: step, of: .staff(user), in: tx)
      try TeamChanges.endSessions(of: user, in: tx)
      let session = NewSession(.staff(user), [.password, .totp, .mail], call)
      try session.store(replacing: nil, in: tx)
      try tx.audit(AuditEvent("user.factors.set", "identity_user", user.id, fields: ["totp"]))
      try tx.audit(session.event)
      try StaffAlert.enqueue(.appAdded, for: user, now: call.now, in: tx)
      return .began(session)
    }
  }

  private struct Asked {
    let link: StaffLink
    let user: UserID
    let hasPassword: Bool
  }

  /// Nil for a link that is over.
  private static func find(_ call: Call, in db: borrowing TenantReader) throws -> Asked? {
    guard let token = call.parameters["token"].flatMap({ Token(text: $0) }),
      let link = try StaffLinks.find(token, .factors, in: db), let user = link.user
    else { throw Refusal.notFound }
    guard link.isOpen(at: call.now), try Users.isActive(user, in: db) else { return nil }
    return Asked(link: link, user: user, hasPassword: try Passwords.hash(of: user, in: db) != nil)
  }

  private static func page(
    _ call: Call, _ asked: Asked, _ errors: FormErrors, _ db: borrowing TenantReader
  ) throws -> FactorSetupPage {
    let secret = try AppSetup.secret(asked.link, call, in: db)
    return FactorSetupPage(
      title: call.text.text("team.factors.title"), hasPassword: asked.hasPassword,
      form: .make(asked.link, secret: secret, name: nil, errors, call, db.practice))
  }
}
