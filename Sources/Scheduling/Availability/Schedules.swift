import Core
import Database
import SQL

/// Reads what free time is computed from: hours, exceptions and claims of a set of resources. Three statements,
/// whatever the number of days and people.
enum Schedules {
  /// - Parameter areAll: these are all resources of the practice, which then need not be named: quicker to plan.
  static func hours(
    of resources: [Resource], areAll: Bool, from first: LocalDate, through last: LocalDate,
    in db: borrowing TenantReader
  ) throws -> OpeningHours {
    let these: SQL = areAll ? "" : "AND resource_id IN \(list: resources.map { $0.id })"
    let places = resources.filter { $0.kind != .practitioner }
    // Of rooms and devices all days: one that has hours at all is closed on the days without.
    let rows = try db.rows(
      """
      SELECT resource_id, weekday, opens_minute, closes_minute FROM scheduling_hours
      WHERE practice_id = \(db.scope) \(these)
        AND (weekday IN \(list: weekdays(from: first, through: last)) OR resource_id IN \(list: places.map { $0.id }))
      """
    ) { row -> OpeningHours.Weekly? in
      guard let opens = LocalTime(minutes: try row.int(2)), let closes = LocalTime(minutes: try row.int(3)) else {
        return nil
      }
      return OpeningHours.Weekly(resource: try row.id(0), weekday: try row.int(1), opens: opens, closes: closes)
    }
    // Few in number; those of others are never asked for.
    let exceptions = try db.rows(
      """
      SELECT resource_id, first_date, last_date, opens_minute, closes_minute, reason FROM scheduling_exception
      WHERE practice_id = \(db.scope) AND first_date <= \(last) AND last_date >= \(first)
      """, readException)
    let weekly = rows.compactMap { $0 }
    let openByDefault = places.map { $0.id }.filter { place in !weekly.contains { $0.resource == place } }
    return OpeningHours(weekly: weekly, exceptions: exceptions, openByDefault: Set(openByDefault))
  }

  private static func weekdays(from first: LocalDate, through last: LocalDate) -> [Int] {
    (0..<min(7, max(0, last.days(since: first) + 1))).map { first.adding(days: $0).weekday }.sorted()
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
      SELECT c.id, c.resource_id, c.starts_at, c.ends_at, c.appointment_id, c.hold_id, c.lane,
        c.group_id
      FROM scheduling_claim c
      WHERE c.practice_id = \(db.scope) AND c.resource_id IN \(list: resources.sorted())
        AND \(ClaimLanes.touching(span)) AND (c.expires_at IS NULL OR c.expires_at > \(now))
      """
    ) { row in
      Claim(
        id: try row.id(0), resource: try row.id(1), lane: try row.int(6),
        span: TimeSpan(start: try row.instant(2), end: try row.instant(3)),
        appointment: try row.idIfPresent(4, as: AppointmentID.self), hold: try row.idIfPresent(5, as: HoldID.self),
        group: try row.idIfPresent(7, as: GroupID.self))
    }
    .filter { ($0.appointment == nil || $0.appointment != apart) && ($0.hold == nil || $0.hold != apartHold) }
  }
}
