import Core
import Database
import Routing
import Templates
import Web

/// `/team/invitations`: inviting somebody, sending it again, taking it back.
enum InvitationHandlers {
  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let values = FormValues(["language": db.practice.language.rawValue, "role": Role.practitioner.rawValue])
    return .page(page(call, db, values))
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form)
    let (draft, errors) = try InvitationDraft.parse(typed, roles: roles(db.reader), now: call.now, in: db.reader)
    guard let draft else { return .page(page(call, db.reader, typed, errors), status: 422) }
    try db.transaction(AuditEvent("invitation.send", "identity_staff_link", nil, fields: [draft.role.rawValue])) { tx in
      try StaffLinks.make(
        NewStaffLink(
          purpose: .invitation, user: nil, name: draft.name, email: draft.email, role: draft.role,
          language: draft.language, maker: tx.scope.actor.user, reason: ""), now: call.now, in: tx)
    }
    return .redirect("/team?done=invited")
  }

  /// A new link to the same address; the one before is worth nothing from now on.
  @Sendable static func renew(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let link = try find(call, db)
    let email = try EmailAddress(link.email)
    guard !link.isUsed, try Team.isActive(email, in: db.reader) == nil else { throw Refusal.conflict }
    try db.transaction(AuditEvent("invitation.resend", "identity_staff_link", link.id)) { tx in
      _ = try StaffLinks.revoke(link.id, now: call.now, in: tx)
      try StaffLinks.make(
        NewStaffLink(
          purpose: .invitation, user: nil, name: link.name, email: email, role: link.role, language: link.language,
          maker: tx.scope.actor.user, reason: ""), now: call.now, in: tx)
    }
    return .redirect("/team?done=renewed")
  }

  @Sendable static func withdraw(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let link = try find(call, db)
    struct TooLate: Error {}
    do {
      try db.transaction(AuditEvent("invitation.withdraw", "identity_staff_link", link.id)) { tx in
        guard try StaffLinks.revoke(link.id, now: call.now, in: tx) else { throw TooLate() }
      }
    } catch is TooLate {
      // Withdrawn twice is withdrawn; accepted meanwhile is something to be told.
      if try StaffLinks.find(link.id, .invitation, in: db.reader)?.isUsed == true { throw Refusal.conflict }
    }
    return .redirect("/team?done=withdrawn")
  }

  private static func find(_ call: Call, _ db: borrowing TenantConnection) throws -> StaffLink {
    guard let id = call.parameters["invitation"].flatMap({ EntityID(text: $0) }),
      let link = try StaffLinks.find(id, .invitation, in: db.reader)
    else { throw Refusal.notFound }
    try TeamRules.require(link.role, call, in: db)
    return link
  }

  private static func roles(_ db: borrowing TenantReader) -> [Role] {
    db.scope.actor.role.map { TeamRules.rolesToGive($0) } ?? []
  }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ errors: FormErrors = FormErrors()
  ) -> InvitationNewPage {
    var builder = FormBuilder(call.text, values, errors: errors)
    builder.line("name", "team.invite.name", hint: "team.invite.nameHint", isRequired: true)
    builder.line("email", type: "email", "team.invite.email", hint: "team.invite.emailHint", isRequired: true)
    builder.choice(
      "role", roles(db).map { ($0.rawValue, TeamHandlers.role($0, call)) }, "team.invite.role",
      hint: "team.invite.roleHint")
    builder.choice("language", Language.allCases.map { ($0.rawValue, $0.name) }, "team.invite.language")
    return InvitationNewPage(title: call.text.text("team.invite.title"), controls: builder.controls)
  }
}
