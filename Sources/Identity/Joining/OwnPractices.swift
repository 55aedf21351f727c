import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/practices`: a person's accounts at other practices, joined by showing each one's password and second
/// factor; and the way from one to the other.
enum OwnPractices {
  static let path = "/account/practices"

  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, db, email: "", FormErrors()))
  }

  @Sendable static func join(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    var errors = FormErrors()
    let email = FormRules.email(FormValues(call.form), "email", &errors)
    if email.isEmpty { errors.refuse("email", "forms.missing") }
    let (password, code) = (call.form["password"] ?? "", call.form["code"] ?? "")
    if password.isEmpty { errors.refuse("password", "forms.missing") }
    if code.isEmpty { errors.refuse("code", "forms.missing") }
    guard errors.isEmpty else { return .page(try page(call, db.reader, email: email, errors), status: 422) }
    let own = try OwnAccounts.person(of: user, in: db.reader)
    let typed = (email: try EmailAddress(email).normalized, password: password, code: code)
    switch try OtherPractices.join(typed, person: own, call, in: db) {
    case .wait(let seconds): return WaitPage.reply(seconds, proveBy: nil, call)
    case .refused: errors.refuse("email", "team.practices.refused")
    case .bothJoined: errors.refuse("email", "team.practices.bothJoined")
    case .joined(let person):
      try db.transaction(AuditEvent("account.join", "identity_user", user.id)) { tx in
        guard try OwnAccounts.setPerson(person, of: user, in: tx) else { throw Refusal.conflict }
        try StaffAlert.enqueue(.accountsJoined, for: user, now: call.now, in: tx)
      }
      return .redirect(path + "?done=joined")
    }
    return .page(try page(call, db.reader, email: email, errors), status: 422)
  }

  @Sendable static func separate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    struct Alone: Error {}
    do {
      try db.transaction(AuditEvent("account.separate", "identity_user", user.id)) { tx in
        guard try OwnAccounts.removePerson(of: user, in: tx) else { throw Alone() }
        try StaffAlert.enqueue(.accountsSeparated, for: user, now: call.now, in: tx)
      }
    } catch is Alone { return .redirect(path) }
    return .redirect(path + "?done=separated")
  }

  @Sendable static func goOver(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    let person = try OwnAccounts.person(of: try Caller.of(db.scope), in: db.reader)
    let slug = call.form["practice"] ?? ""
    guard slug != db.practice.slug,
      let (new, role) = try OtherPractices.goOver(to: slug, person: person, session, call, in: db)
    else { throw Refusal.notFound }
    try db.transaction(AuditEvent("session.switch", "identity_session", session.id, fields: ["out"])) { tx in
      try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(session.id)")
    }
    return .redirect(StaffCode.home(role), cookies: new.cookies)
  }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, email: String, _ errors: FormErrors
  ) throws -> OwnPracticesPage {
    let done = call.query["done"].flatMap { OwnPracticesPage.Done(rawValue: $0) }
    return OwnPracticesPage(
      title: call.text.text("team.practices.title"), practice: db.practice.name,
      role: TeamHandlers.role(db.scope.actor.role ?? .patient, call),
      done: done.map { call.text.text("team.practices.done.\($0.rawValue)") },
      others: try db.ownAccountsElsewhere().map {
        OwnPracticesPage.Other(slug: $0.slug, name: $0.practice, role: TeamHandlers.role($0.role, call))
      },
      isJoined: try OwnAccounts.person(of: try Caller.of(db.scope), in: db) != nil,
      email: FormField("email", email, errors, call), password: FormField("password", "", errors, call),
      code: FormField("code", "", errors, call))
  }
}
