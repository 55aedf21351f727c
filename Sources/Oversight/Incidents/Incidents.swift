import Core
import Crypto
import Database
import SQL

/// All SQL of incidents.
enum Incidents {
  private static let noteColumn = SealedColumn("oversight_incident", "sealed_note")

  /// A row that holds what this version does not know: a bug, answered with 500.
  struct UnreadableIncident: Error {}

  private static let columns: SQL = """
    i.id, i.version, i.discovered_at, i.window_from, i.window_to, i.actor, i.user_id, i.network, i.sealed_note,
    i.authority_told_at, i.patients_told_at, i.closed_at, i.created_at, o.name, u.name
    """

  /// Open ones first, the latest discovery first.
  static func all(in db: borrowing TenantReader) throws -> [Incident] {
    try db.rows(
      """
      SELECT \(columns) FROM oversight_incident i
      JOIN identity_user o ON o.practice_id = \(db.scope) AND o.id = i.opened_by
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = i.user_id
      WHERE i.practice_id = \(db.scope) ORDER BY i.closed_at IS NOT NULL, i.discovered_at DESC, i.id LIMIT 500
      """, read)
  }
  static func find(_ id: IncidentID, in db: borrowing TenantReader) throws -> Incident? {
    try db.first(
      """
      SELECT \(columns) FROM oversight_incident i
      JOIN identity_user o ON o.practice_id = \(db.scope) AND o.id = i.opened_by
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = i.user_id
      WHERE i.practice_id = \(db.scope) AND i.id = \(id)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> Incident {
    let id = try row.id(0, as: IncidentID.self)
    let scope = IncidentScope(
      from: try row.instant(3), to: try row.instant(4),
      actor: try actor(try row.choice(5), try row.idIfPresent(6, as: UserID.self), try row.text(7)))
    return Incident(
      id: id, version: try row.int(1), discoveredAt: try row.instant(2), scope: scope,
      personName: try row.textIfPresent(14), note: try row.openedIfPresent(8, noteColumn, row: id.id) ?? "",
      authorityToldAt: try row.instantIfPresent(9), patientsToldAt: try row.instantIfPresent(10),
      closedAt: try row.instantIfPresent(11), openedBy: try row.text(13), createdAt: try row.instant(12))
  }

  private static func actor(
    _ kind: IncidentActor.Kind, _ user: UserID?, _ network: String
  ) throws(UnreadableIncident) -> IncidentActor {
    switch kind {
    case .anybody: return .anybody
    case .person:
      guard let user else { throw UnreadableIncident() }
      return .person(user)
    case .network:
      guard let block = NetworkBlock(network) else { throw UnreadableIncident() }
      return .network(block)
    }
  }

  static func insert(
    _ id: IncidentID, discoveredAt: Instant, _ scope: IncidentScope, note: String, by user: UserID, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    var (person, network): (UserID?, String) = (nil, "")
    switch scope.actor {
    case .anybody: break
    case .person(let user): person = user
    case .network(let block): network = block.text
    }
    try tx.execute(
      """
      INSERT INTO oversight_incident (practice_id, id, discovered_at, window_from, window_to, actor, user_id, network,
        sealed_note, opened_by, created_at)
      VALUES (\(tx.scope), \(id), \(discoveredAt), \(scope.from), \(scope.to), \(scope.actor.kind.rawValue), \(person),
        \(network), \(tx.sealIfPresent(note, noteColumn, row: id.id)), \(user), \(now))
      """)
  }

  /// False when somebody changed it since `version`, or the step was taken already; then nothing is written.
  static func take(
    _ step: IncidentStep, of id: IncidentID, version: Int, at now: Instant?, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let change: SQL =
      switch step {
      case .authority: "authority_told_at = \(now)"
      case .patients: "patients_told_at = \(now)"
      case .closed: "closed_at = \(now)"
      }
    return try tx.execute(
      """
      UPDATE oversight_incident SET version = version + 1, \(change)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """) == 1
  }
}
