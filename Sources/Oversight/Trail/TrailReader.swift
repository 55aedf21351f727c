import Core
import Database
import Routing

/// What the person at the page may open from it.
struct TrailReader: Sendable {
  let readsTrail: Bool
  let readsPatients: Bool
  let exports: Bool
  let managesIncidents: Bool

  init(_ db: borrowing TenantReader) {
    let role = db.scope.actor.role
    func holds(_ permission: Permission) -> Bool { role.map { permission.isHeld(by: $0) } ?? false }
    readsTrail = holds(.readAudit)
    readsPatients = holds(.readPatients)
    exports = holds(.exportAudit)
    managesIncidents = holds(.manageIncidents)
  }
}
