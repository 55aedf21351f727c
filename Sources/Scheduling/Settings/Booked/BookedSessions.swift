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
      SELECT \(Groups.columns(db.scope, now)), s.name, r.name, \(BookedAppointments.whereHoursAre("g", db.scope))
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
        practitioner: try row.text(Groups.columnCount + 1), practitionerID: group.assignment.practitioner,
        location: group.assignment.location, home: try row.idIfPresent(Groups.columnCount + 2, as: LocationID.self),
        weekdaysThere: try row.int(Groups.columnCount + 3))
    }
  }
}
