import Core
import Database
import Routing

/// Who may do what to whom. That somebody manages the team at all is the permission `team.change`.
enum TeamRules {
  /// Owners are made, changed and put out of the practice by owners alone.
  static func manages(_ role: Role, _ other: Role) -> Bool {
    Permission.changeTeam.isHeld(by: role) && (other != .owner || role == .owner)
  }

  /// Roles that somebody of this role may give.
  static func rolesToGive(_ role: Role) -> [Role] {
    Role.allCases.filter { $0 != .patient && manages(role, $0) }
  }

  /// - Throws: ``Refusal/forbidden``, written into the trail, when the caller may not do this to somebody of that role.
  static func require(_ other: Role, _ call: Call, in db: borrowing TenantConnection) throws {
    guard let role = db.scope.actor.role, manages(role, other) else {
      try db.transaction(AuditEvent("access.refuse", "identity_user", nil, fields: ["owner"])) { _ in }
      throw Refusal.forbidden
    }
  }
}
