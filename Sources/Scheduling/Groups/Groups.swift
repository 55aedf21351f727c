import Core
import Database
import SQL

/// All SQL of sessions; that of their places is ``GroupPlaces``.
enum Groups {
  /// Of `g`, a session. `now` decides which kept places still count.
  static func columns(_ scope: TenantScope, _ now: Instant) -> SQL {
    """
    g.id, g.version, g.sequence, g.service_id, g.practitioner_id, g.room_id, g.device_id, g.places, g.status,
    g.starts_at, g.ends_at, g.buffer_before, g.buffer_after,
    (SELECT COUNT(*) FROM scheduling_place l WHERE l.practice_id = \(scope) AND l.group_id = g.id
      AND (l.expires_at IS NULL OR l.expires_at > \(now))),
    g.series_id, g.location_id
    """
  }

  static let columnCount = 16

  static func read(_ row: borrowing Row) throws -> GroupSession {
    GroupSession(
      id: try row.id(0), version: try row.int(1), sequence: try row.int(2), service: try row.id(3),
      assignment: Availability.Assignment(
        practitioner: try row.id(4), room: try row.idIfPresent(5, as: ResourceID.self),
        device: try row.idIfPresent(6, as: ResourceID.self),
        location: try row.idIfPresent(15, as: LocationID.self)),
      places: try row.int(7), status: try row.choice(8),
      span: TimeSpan(start: try row.instant(9), end: try row.instant(10)), bufferBefore: try row.int(11),
      bufferAfter: try row.int(12), taken: try row.int(13),
      series: try row.idIfPresent(14, as: GroupID.self))
  }

  static func find(_ id: GroupID, now: Instant, in db: borrowing TenantReader) throws -> GroupSession? {
    try db.first(
      """
      SELECT \(columns(db.scope, now)) FROM scheduling_group g WHERE g.practice_id = \(db.scope) AND g.id = \(id)
      """, read)
  }

  static func isPlanned(_ id: GroupID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.first(
      "SELECT 1 FROM scheduling_group WHERE practice_id = \(tx.scope) AND id = \(id) AND status = 'planned'"
    ) { _ in true } ?? false
  }

  /// The session a form has already made, when it is sent a second time.
  static func made(by formKey: [UInt8], in db: borrowing TenantReader) throws -> GroupID? {
    try db.first(
      "SELECT id FROM scheduling_group WHERE practice_id = \(db.scope) AND form_key = \(formKey)"
    ) { try $0.id(0) }
  }

  /// Planned sessions of a service that begin in the span, in time order, full ones too.
  static func planned(
    _ service: ServiceID, startingIn span: TimeSpan, now: Instant, in db: borrowing TenantReader
  ) throws -> [GroupSession] {
    try db.rows(
      """
      SELECT \(columns(db.scope, now)) FROM scheduling_group g
      WHERE g.practice_id = \(db.scope) AND g.service_id = \(service) AND g.status = 'planned'
        AND g.starts_at >= \(span.start) AND g.starts_at < \(span.end)
      ORDER BY g.starts_at, g.id
      """, read)
  }

  /// Sessions that touch the span, cancelled ones too, with what they are called. None is longer than a day.
  static func all(
    during span: TimeSpan, now: Instant, in db: borrowing TenantReader
  ) throws -> [NamedGroup] {
    try db.rows(
      """
      SELECT STRAIGHT_JOIN \(columns(db.scope, now)), s.name, s.mode FROM scheduling_group g
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = g.service_id
      WHERE g.practice_id = \(db.scope) AND g.starts_at >= \(span.start.adding(days: -1)) AND g.starts_at < \(span.end)
        AND g.ends_at > \(span.start)
      ORDER BY g.starts_at, g.id
      """
    ) { row in
      let mode: Service.Mode = try row.choice(17)
      return NamedGroup(group: try read(row), name: try row.text(16), isVideo: mode == .video)
    }
  }
}

/// A session with what its service is called.
struct NamedGroup: Sendable {
  let group: GroupSession
  let name: String
  let isVideo: Bool
}
