import Core
import Database
import SQL

/// Reads what free time is computed from: hours, exceptions and claims of a set of resources. Three statements,
/// whatever the number of days and people.
enum Schedules {
  static func hours(
    of resources: Set<ResourceID>, from first: LocalDate, through last: LocalDate, in db: borrowing TenantReader
  ) throws -> OpeningHours {
    var openByDefault: Set<ResourceID> = []
    let weekly = try db.rows(
      """
      SELECT r.id, r.kind, h.weekday, h.opens_minute, h.closes_minute FROM scheduling_resource r
      LEFT JOIN scheduling_hours h ON h.practice_id = \(db.scope) AND h.resource_id = r.id
      WHERE r.practice_id = \(db.scope) AND r.id IN \(list: resources.sorted()) ORDER BY h.weekday, h.opens_minute
      """
    ) { row -> OpeningHours.Weekly? in
      let (id, kind): (ResourceID, Resource.Kind) = (try row.id(0), try row.choice(1))
      guard let weekday = try row.intIfPresent(2) else {
        if kind != .practitioner { openByDefault.insert(id) }
        return nil
      }
      guard let opens = LocalTime(minutes: try row.int(3)), let closes = LocalTime(minutes: try row.int(4)) else {
        return nil
      }
      return OpeningHours.Weekly(resource: id, weekday: weekday, opens: opens, closes: closes)
    }
    let exceptions = try db.rows(
      """
      SELECT resource_id, first_date, last_date, opens_minute, closes_minute, reason FROM scheduling_exception
      WHERE practice_id = \(db.scope) AND first_date <= \(last) AND last_date >= \(first)
        AND (resource_id IS NULL OR resource_id IN \(list: resources.sorted()))
      """, readException)
    return OpeningHours(weekly: weekly.compactMap { $0 }, exceptions: exceptions, openByDefault: openByDefault)
  }

  private static func readException(_ row: borrowing Row) throws -> OpeningHours.Exception {
    var hours: (LocalTime, LocalTime)?
    if let opens = try row.intIfPresent(3).flatMap({ LocalTime(minutes: $0) }),
      let closes = try row.intIfPresent(4).flatMap({ LocalTime(minutes: $0) })
    {
      hours = (opens, closes)
    }
    return OpeningHours.Exception(
      resource: try row.idIfPresent(0, as: ResourceID.self), first: try row.date(1), last: try row.date(2),
      hours: hours,
      reason: try row.text(5))
  }

  /// Claims that touch the span and still count. `apart` are left out: an appointment does not stand in its own way.
  static func claims(
    of resources: Set<ResourceID>, during span: TimeSpan, now: Instant, apart: AppointmentID?, apartHold: HoldID?,
    in db: borrowing TenantReader
  ) throws -> [Claim] {
    try db.rows(
      """
      SELECT resource_id, starts_at, ends_at, appointment_id, hold_id FROM scheduling_claim
      WHERE practice_id = \(db.scope) AND resource_id IN \(list: resources.sorted())
        AND starts_at < \(span.end) AND ends_at > \(span.start) AND (expires_at IS NULL OR expires_at > \(now))
      """
    ) { row in
      Claim(
        resource: try row.id(0), span: TimeSpan(start: try row.instant(1), end: try row.instant(2)),
        appointment: try row.idIfPresent(3, as: AppointmentID.self), hold: try row.idIfPresent(4, as: HoldID.self))
    }
    .filter { ($0.appointment == nil || $0.appointment != apart) && ($0.hold == nil || $0.hold != apartHold) }
  }
}
