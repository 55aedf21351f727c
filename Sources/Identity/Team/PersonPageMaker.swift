import Core
import Database
import Routing
import Templates

/// Puts the page of one member of staff together.
enum PersonPageMaker {
  /// - Parameters:
  ///   - typed: what was sent, when it comes back.
  ///   - isConflict: somebody else has changed the account meanwhile; the page shows how it stands now.
  static func page(
    _ call: Call, _ member: TeamMember, _ db: borrowing TenantReader, done: TeamPage.Done? = nil,
    typed: FormValues? = nil, errors: FormErrors = FormErrors(), isConflict: Bool = false
  ) throws -> PersonPage {
    let own = db.scope.actor.role ?? .patient
    let isSelf = member.id == db.scope.actor.user
    let manages = TeamRules.manages(own, member.role)
    let moments = try Moments(call, db.practice)
    let devices = try PersonDetails.devices(of: member.id, in: db).map { device in
      PersonPage.Device(
        label: device.label.isEmpty ? call.text.text("team.device.unknown") : device.label,
        first: moments.text(device.createdAt), last: moments.text(device.seenAt))
    }
    let resets = try PersonDetails.resets(of: member.id, in: db).map {
      PersonPage.Reset(at: moments.text($0.at), maker: $0.maker, reason: $0.reason, isDone: $0.isDone)
    }
    return PersonPage(
      title: member.name, path: "/team/\(member.id)", version: String(member.version), email: member.email,
      role: TeamHandlers.role(member.role, call), isActive: member.isActive, since: moments.day(member.createdAt),
      seen: member.seenAt.map { moments.text($0) }, sessions: member.sessions,
      factors: TeamHandlers.factors(member, call), devices: devices, resets: resets,
      done: done.map { call.text.text("team.done.\($0.rawValue)") }, isConflict: isConflict,
      locked: manages ? nil : call.text.text("team.ownersOnly"),
      roleControls: manages && member.isActive ? role(call, member, own, typed, errors, isConflict) : [],
      canDeactivate: manages && member.isActive && !isSelf, canReactivate: manages && !member.isActive,
      canEndSessions: manages && member.sessions > 0 && !isSelf,
      resetControls: manages && member.isActive && !isSelf ? reset(call, typed, errors) : [],
      supervisionHref: member.role == .supervisor ? "/team/\(member.id)/supervision" : nil)
  }

  private static func role(
    _ call: Call, _ member: TeamMember, _ own: Role, _ typed: FormValues?, _ errors: FormErrors, _ isConflict: Bool
  ) -> [FormControl] {
    let stored = FormValues(["role": member.role.rawValue])
    let isTyped = typed.map { !$0["role"].isEmpty } ?? false
    var builder = FormBuilder(
      call.text, isTyped ? typed ?? stored : stored, stored: isConflict && isTyped ? stored : nil, errors: errors)
    builder.choice(
      "role", TeamRules.rolesToGive(own).map { ($0.rawValue, TeamHandlers.role($0, call)) }, "team.invite.role",
      hint: "team.roleHint")
    return builder.controls
  }

  private static func reset(_ call: Call, _ typed: FormValues?, _ errors: FormErrors) -> [FormControl] {
    var builder = FormBuilder(call.text, typed ?? FormValues([:]), errors: errors)
    builder.area("reason", "team.reset.reason", hint: "team.reset.reasonHint", isRequired: true)
    builder.check("forgotten", "team.reset.forgotten", hint: "team.reset.forgottenHint")
    return builder.controls
  }
}
