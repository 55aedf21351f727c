import Core
import Database
import Routing
import Templates
import Web

/// `/team/{user}`: one member of staff, and what those who manage the team do about their account.
enum PersonHandlers {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let done = call.query["done"].flatMap { TeamPage.Done(rawValue: $0) }
    return .page(try PersonPageMaker.page(call, try find(call, db), db, done: done))
  }

  @Sendable static func changeRole(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let member = try manageable(call, db)
    let typed = FormValues(call.form)
    guard let role = Role(rawValue: typed["role"]), role != .patient else {
      return try refused(call, db, member, typed, "role", "forms.choose")
    }
    try TeamRules.require(role, call, in: db)
    guard role != member.role else { return .redirect(path(member)) }
    let event = AuditEvent("user.role", "identity_user", member.id.id, fields: [member.role.rawValue, role.rawValue])
    let outcome = try change(event, call, db) { tx in
      guard try role == .owner || TeamChanges.isOwnerLeft(without: member.id, in: tx) else { return .lastOwner }
      guard try TeamChanges.setRole(role, of: member.id, version: version(call), in: tx) else { return .conflict }
      try StaffAlert.enqueue(.roleChanged(role), for: member.id, now: call.now, in: tx)
      return .done
    }
    switch outcome {
    case .conflict: return try conflict(call, db, typed)
    case .lastOwner: return try refused(call, db, member, typed, "role", "team.lastOwner")
    case .done: break
    }
    // One's own session has ended with all others.
    return .redirect(member.id == db.scope.actor.user ? "/sign-in" : path(member) + "?done=role")
  }

  @Sendable static func deactivate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let member = try manageable(call, db)
    // Somebody who could close their own account by a slip could not open it again.
    guard member.id != db.scope.actor.user else { throw Refusal.forbidden }
    guard member.isActive else { return .redirect(path(member)) }
    let outcome = try change(AuditEvent("user.deactivate", "identity_user", member.id.id), call, db) { tx in
      guard try TeamChanges.isOwnerLeft(without: member.id, in: tx) else { return .lastOwner }
      guard try TeamChanges.setActive(false, of: member.id, version: version(call), in: tx) else { return .conflict }
      try TeamChanges.endSessions(of: member.id, in: tx)
      try StaffLinks.revokeAll(of: member.id, now: call.now, in: tx)
      try StaffAlert.enqueue(.deactivated, for: member.id, now: call.now, in: tx)
      return .done
    }
    guard outcome == .done else { return try conflict(call, db, FormValues(call.form)) }
    return .redirect(path(member) + "?done=deactivated")
  }

  @Sendable static func reactivate(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let member = try manageable(call, db)
    guard !member.isActive else { return .redirect(path(member)) }
    let outcome = try change(AuditEvent("user.reactivate", "identity_user", member.id.id), call, db) { tx in
      guard try TeamChanges.setActive(true, of: member.id, version: version(call), in: tx) else { return .conflict }
      try StaffAlert.enqueue(.reactivated, for: member.id, now: call.now, in: tx)
      return .done
    }
    guard outcome == .done else { return try conflict(call, db, FormValues(call.form)) }
    return .redirect(path(member) + "?done=reactivated")
  }

  @Sendable static func endSessions(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let member = try manageable(call, db)
    try db.transaction(AuditEvent("user.sessions.end", "identity_user", member.id.id)) { tx in
      try TeamChanges.endSessions(of: member.id, in: tx)
    }
    return .redirect(path(member) + "?done=ended")
  }

  /// By somebody else than its owner: a lost phone, with a reason that stays on the person's page.
  @Sendable static func resetFactors(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let member = try manageable(call, db)
    guard member.id != db.scope.actor.user else { throw Refusal.forbidden }
    guard member.isActive else { throw Refusal.conflict }
    let typed = FormValues(call.form)
    var errors = FormErrors()
    let reason = FormRules.lines(typed, "reason", limit: 300, &errors)
    if reason.isEmpty { errors.refuse("reason", "forms.missing") }
    guard errors.isEmpty else {
      let page = try PersonPageMaker.page(call, member, db.reader, typed: typed, errors: errors)
      return .page(page, status: page.status)
    }
    let email = try EmailAddress(member.email)
    let isForgotten = typed.isOn("forgotten")
    let person = try OwnAccounts.person(of: member.id, in: db.reader)
    let event = AuditEvent(
      "user.factors.reset", "identity_user", member.id.id, fields: isForgotten ? ["totp", "password"] : ["totp"])
    let outcome = try change(event, call, db) { tx in
      guard
        try TeamChanges.resetFactors(
          of: member.id, withPassword: isForgotten, version: version(call), in: tx)
      else { return .conflict }
      try StaffLinks.revokeAll(of: member.id, now: call.now, in: tx)
      try StaffLinks.make(
        NewStaffLink(
          purpose: .factors, user: member.id, name: member.name, email: email, role: member.role,
          language: member.language, maker: tx.scope.actor.user, reason: reason), now: call.now, in: tx)
      return .done
    }
    guard outcome == .done else { return try conflict(call, db, typed) }
    // Whoever held the lost factor may have gone over from here.
    if let person { try OtherPractices.endSessions(of: person, call, in: db) }
    return .redirect(path(member) + "?done=reset")
  }

  // MARK: Shared

  private enum Outcome: Error { case done, conflict, lastOwner }

  /// Whatever is not done leaves neither a change nor an event.
  private static func change(
    _ event: AuditEvent, _ call: Call, _ db: borrowing TenantConnection,
    _ body: (borrowing TenantTransaction) throws -> Outcome
  ) throws -> Outcome {
    do {
      return try db.transaction(event) { tx in
        let outcome = try body(tx)
        guard outcome == .done else { throw outcome }
        return outcome
      }
    } catch let outcome as Outcome { return outcome }
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> TeamMember {
    guard let member = try Team.find(try call.id("user"), now: call.now, in: db) else { throw Refusal.notFound }
    return member
  }

  private static func manageable(_ call: Call, _ db: borrowing TenantConnection) throws -> TeamMember {
    let member = try find(call, db.reader)
    try TeamRules.require(member.role, call, in: db)
    return member
  }

  private static func version(_ call: Call) -> Int { call.form["version"].flatMap { Decimal.parse($0) } ?? -1 }
  private static func path(_ member: TeamMember) -> String { "/team/\(member.id)" }

  private static func conflict(_ call: Call, _ db: borrowing TenantConnection, _ typed: FormValues) throws -> Reply {
    let page = try PersonPageMaker.page(call, try find(call, db.reader), db.reader, typed: typed, isConflict: true)
    return .page(page, status: 409)
  }

  private static func refused(
    _ call: Call, _ db: borrowing TenantConnection, _ member: TeamMember, _ typed: FormValues, _ field: String,
    _ key: String
  ) throws -> Reply {
    var errors = FormErrors()
    errors.refuse(field, key)
    let page = try PersonPageMaker.page(call, member, db.reader, typed: typed, errors: errors)
    return .page(page, status: page.status)
  }
}
