import Core
import Database
import SQL

/// Planned sessions of groups in a warning, full or empty: each is a time that was promised.
enum BookedSessions {
  static func taking(_ resource: ResourceID) -> SQL {
    "AND (g.practitioner_id = \(resource) OR g.room_id = \(resource) OR g.device_id = \(resource))"
  }

  static func find(_ condition: SQL, now: Instant, in db: borrowing TenantReader) throws -> [BookedAppointment] {
    try db.rows(
      """
      SELECT \(Groups.columns(db.scope, now)), s.name, r.name
      FROM scheduling_group g
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = g.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = g.practitioner_id
      WHERE g.practice_id = \(db.scope) AND g.ends_at > \(now) AND g.status = 'planned' \(condition)
      ORDER BY g.starts_at, g.id
      """
    ) { row in
      let group = try Groups.read(row)
      return BookedAppointment(
        what: .session(group), span: group.span, service: try row.text(Groups.columnCount),
        practitioner: try row.text(Groups.columnCount + 1))
    }
  }

  /// Those of the days of an exception. Where the practitioner has one of their own, that one counts.
  static func against(
    _ draft: ExceptionDraft, _ days: TimeSpan, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> [BookedAppointment] {
    let during: SQL = "AND g.starts_at < \(days.end) AND g.ends_at > \(days.start)"
    if let resource = draft.resource { return try find("\(during) \(taking(resource))", now: now, in: db) }
    let own = try db.rows(
      """
      SELECT resource_id, first_date, last_date FROM scheduling_exception
      WHERE practice_id = \(db.scope) AND resource_id IS NOT NULL AND first_date <= \(draft.last)
        AND last_date >= \(draft.first)
      """
    ) { (who: try $0.id(0, as: ResourceID.self), first: try $0.date(1), last: try $0.date(2)) }
    return try find(during, now: now, in: db).filter { booked in
      guard case .session(let group) = booked.what else { return true }
      let date = zone.local(group.span.start).date
      return !own.contains { $0.who == group.assignment.practitioner && $0.first <= date && date <= $0.last }
    }
  }
}
