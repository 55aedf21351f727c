import Core
import Database
import SQL

/// The SQL behind the settings of practitioners, rooms and devices.
enum ResourceRecords {
  private static let columns: SQL = "id, kind, name, title, location_id, user_id, color, position, is_active, capacity"

  private static func read(_ row: borrowing Row) throws -> ResourceRecord {
    ResourceRecord(
      id: try row.id(0), kind: try row.choice(1), name: try row.text(2), title: try row.text(3),
      location: try row.idIfPresent(4, as: LocationID.self), user: try row.idIfPresent(5, as: UserID.self),
      color: try row.int(6), position: try row.int(7), isActive: try row.bool(8), capacity: try row.int(9))
  }

  /// Active ones first, in the practice's order.
  static func all(of kinds: [Resource.Kind], in db: borrowing TenantReader) throws -> [ResourceRecord] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_resource
      WHERE practice_id = \(db.scope) AND kind IN \(list: kinds.map(\.rawValue))
      ORDER BY is_active DESC, kind, position, name
      """, read)
  }
  static func find(_ id: ResourceID, of kinds: [Resource.Kind], in db: borrowing TenantReader) throws -> ResourceRecord?
  {
    try db.first(
      """
      SELECT \(columns) FROM scheduling_resource
      WHERE practice_id = \(db.scope) AND id = \(id) AND kind IN \(list: kinds.map(\.rawValue))
      """, read)
  }

  static func insert(_ id: ResourceID, _ draft: ResourceDraft, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_resource (practice_id, id, kind, name, title, location_id, user_id, color, position,
        capacity)
      VALUES (\(tx.scope), \(id), \(draft.kind.rawValue), \(draft.name), \(draft.title), \(draft.location),
        \(draft.user),
        \(draft.color), \(draft.position), \(draft.capacity))
      """)
  }
  /// After ``Resources/lock(_:in:)``, so that open calendars notice and no other form writes at the same time.
  static func write(_ id: ResourceID, _ draft: ResourceDraft, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_resource SET name = \(draft.name), title = \(draft.title), location_id = \(draft.location),
        user_id = \(draft.user), color = \(draft.color), position = \(draft.position),
        capacity = \(draft.capacity)
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
  static func setActive(_ id: ResourceID, _ isActive: Bool, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE scheduling_resource SET is_active = \(isActive) WHERE practice_id = \(tx.scope) AND id = \(id)")
  }
}
