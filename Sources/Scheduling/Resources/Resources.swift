import Core
import Database
import SQL

/// Practitioners, rooms and devices.
enum Resources {
  private static let columns: SQL =
    "r.id, r.kind, r.name, r.title, r.location_id, r.color, r.is_active, r.version, r.capacity, l.name, l.zone"
  /// Of `r`, a resource: `l` is where it belongs.
  private static func home(_ scope: TenantScope) -> SQL {
    "LEFT JOIN practices_location l ON l.practice_id = \(scope) AND l.id = r.location_id"
  }

  private static func read(_ row: borrowing Row) throws -> Resource {
    Resource(
      id: try row.id(0), kind: try row.choice(1), name: try row.text(2), title: try row.text(3),
      home: try home(row), color: try row.int(5), isActive: try row.bool(6),
      version: try row.int(7), capacity: try row.int(8))
  }

  private static func home(_ row: borrowing Row) throws -> Site? {
    guard let location = try row.idIfPresent(4, as: LocationID.self) else { return nil }
    return Site(
      location: location, name: try row.text(9), zone: try Zone(name: try row.text(10)), isNamed: false)
  }

  /// Active ones, practitioners first, in the order the practice gave them.
  static func active(in db: borrowing TenantReader) throws -> [Resource] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_resource r \(home(db.scope))
      WHERE r.practice_id = \(db.scope) AND r.is_active ORDER BY r.kind, r.position, r.name
      """, read)
  }

  /// Also those no longer in use, in the same order.
  static func all(in db: borrowing TenantReader) throws -> [Resource] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_resource r \(home(db.scope))
      WHERE r.practice_id = \(db.scope) ORDER BY r.kind, r.position, r.name
      """, read)
  }

  /// The practitioner that a member of staff is; nil for somebody who treats nobody.
  static func practitioner(of user: UserID, in db: borrowing TenantReader) throws -> Resource? {
    try db.first(
      """
      SELECT \(columns) FROM scheduling_resource r \(home(db.scope))
      WHERE r.practice_id = \(db.scope) AND r.user_id = \(user) AND r.kind = 'practitioner' AND r.is_active
      ORDER BY r.position, r.name LIMIT 1
      """, read)
  }

  /// Locks the rows and moves their version: the first statement of every transaction that changes claims. Rows are
  /// locked in the order of the primary key, so two transactions never wait for each other in a circle.
  static func lock(_ ids: Set<ResourceID>, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_resource SET version = version + 1
      WHERE practice_id = \(tx.scope) AND id IN \(list: ids.sorted()) ORDER BY practice_id, id
      """)
  }

  /// The resources a service can use, by kind. An empty kind is not needed.
  static func offering(_ service: ServiceID, in db: borrowing TenantReader) throws -> [Resource] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_service_resource o
      JOIN scheduling_resource r ON r.practice_id = o.practice_id AND r.id = o.resource_id
      \(home(db.scope))
      WHERE o.practice_id = \(db.scope) AND o.service_id = \(service) AND r.is_active
      ORDER BY r.kind, r.position, r.name
      """, read)
  }
}
