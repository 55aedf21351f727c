import Core
import Database
import Routing
import Templates
import Web

/// `/team`: everybody of the practice, and who is invited.
enum TeamHandlers {
  /// How long invitations that nobody accepted stay in the list.
  static let invitationDays = 30

  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let own = db.scope.actor.role ?? .patient
    let moments = try Moments(call, db.practice)
    let people = try Team.all(now: call.now, in: db).map { member in
      TeamPage.Person(
        href: "/team/\(member.id)", name: member.name, email: member.email, role: role(member.role, call),
        isActive: member.isActive, isSelf: member.id == db.scope.actor.user, factors: factors(member, call),
        seen: member.seenAt.map { moments.text($0) })
    }
    let since = call.now.adding(days: -invitationDays)
    let invitations = try StaffLinks.invitations(since: since, in: db).map { link, mail in
      invitation(link, mail, own, moments, call)
    }
    let done = call.query["done"].flatMap { TeamPage.Done(rawValue: $0) }
    return .page(
      TeamPage(
        title: call.text.text("team.title"), done: done.map { call.text.text("team.done.\($0.rawValue)") },
        people: people, invitations: invitations))
  }

  static func role(_ role: Role, _ call: Call) -> String { call.text.text("role.\(role.rawValue)") }

  /// What somebody can sign in with, in words.
  static func factors(_ member: TeamMember, _ call: Call) -> [String] {
    var words: [String] = []
    if member.hasPassword { words.append(call.text.text("team.factor.password")) }
    if member.hasApp { words.append(call.text.text("team.factor.app")) }
    if member.passkeys > 0 { words.append(call.text.text("team.factor.passkeys", count: member.passkeys)) }
    if member.recoveryCodesLeft > 0 {
      words.append(call.text.text("team.factor.recovery", count: member.recoveryCodesLeft))
    }
    return words
  }

  private static func invitation(
    _ link: StaffLink, _ mail: String?, _ own: Role, _ moments: Moments, _ call: Call
  ) -> TeamPage.Invitation {
    let state = state(of: link, mail, now: call.now)
    let manages = TeamRules.manages(own, link.role)
    return TeamPage.Invitation(
      path: "/team/invitations/\(link.id)", name: link.name, email: link.email, role: role(link.role, call),
      state: state, stateText: call.text.text("team.state.\(state.rawValue)"), until: moments.text(link.expiresAt),
      canRenew: manages, canWithdraw: manages && link.isOpen(at: call.now))
  }

  private static func state(of link: StaffLink, _ mail: String?, now: Instant) -> TeamPage.Invitation.State {
    if link.isWithdrawn { return .withdrawn }
    if link.expiresAt <= now { return .expired }
    switch mail {
    case "sent": return .sent
    case "failed": return .failed
    default: return .waiting
    }
  }
}
