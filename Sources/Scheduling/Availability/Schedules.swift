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
    let these: SQL = areAll ? "" : "AND h.resource_id IN \(list: resources.map { $0.id })"
    let (things, zone) = (resources.filter { $0.kind != .practitioner }, try Zone(name: db.practice.zoneName))
    let usual = Dictionary(
      resources.compactMap { one in one.home.map { (one.id, $0) } }, uniquingKeysWith: { first, _ in first })
    // Of rooms and devices all days: one that has hours at all is closed on the days without. By another clock all days
    // too: it may show another date.
    let whole = resources.filter { one in one.kind != .practitioner || one.home.map { $0.zone != zone } ?? false }
    let rows = try db.rows(
      """
      SELECT h.resource_id, h.weekday, h.opens_minute, h.closes_minute, h.location_id, l.name, l.zone
      FROM scheduling_hours h
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = h.location_id
      WHERE h.practice_id = \(db.scope) \(these)
        AND (h.weekday IN \(list: weekdays(from: first, through: last))
          OR h.resource_id IN \(list: whole.map { $0.id }) OR l.zone <> \(zone.name))
      """
    ) { row -> OpeningHours.Weekly? in
      guard let opens = LocalTime(minutes: try row.int(2)), let closes = LocalTime(minutes: try row.int(3)) else {
        return nil
      }
      let resource: ResourceID = try row.id(0)
      return OpeningHours.Weekly(
        resource: resource, weekday: try row.int(1), opens: opens, closes: closes,
        site: try site(row, 4) ?? usual[resource])
    }
    // Few in number; those of others are never asked for.
    let exceptions = try db.rows(
      """
      SELECT e.resource_id, e.first_date, e.last_date, e.opens_minute, e.closes_minute, e.reason, e.location_id, l.name,
        l.zone, e.at_practice
      FROM scheduling_exception e
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = e.location_id
      WHERE e.practice_id = \(db.scope) AND e.first_date <= \(last.adding(days: 2))
        AND e.last_date >= \(first.adding(days: -2))
      """, readException)
    let weekly = rows.compactMap { $0 }
    let openByDefault = things.map { $0.id }.filter { thing in !weekly.contains { $0.resource == thing } }
    return OpeningHours(
      weekly: weekly, exceptions: exceptions, openByDefault: Set(openByDefault), usual: usual,
      zone: zone)
  }

  /// The place that hours name, from three columns on.
  private static func site(_ row: borrowing Row, _ column: Int) throws -> Site? {
    guard let location = try row.idIfPresent(column, as: LocationID.self) else { return nil }
    return Site(
      location: location, name: try row.text(column + 1), zone: try Zone(name: try row.text(column + 2)), isNamed: true)
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
    let resource = try row.idIfPresent(0, as: ResourceID.self)
    let site = try site(row, 6)
    let place: WantedPlace =
      if resource != nil {
        .any
      } else if try row.bool(9) {
        .exactly(nil)
      } else {
        site.map { .exactly($0.location) } ?? .any
      }
    return OpeningHours.Exception(
      resource: resource, place: place, first: try row.date(1), last: try row.date(2),
      hours: hours, site: resource == nil ? nil : site, reason: try row.text(5))
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
