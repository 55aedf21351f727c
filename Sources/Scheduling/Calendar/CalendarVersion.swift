import Core
import Database
import SQL

/// What an open calendar asks for every few seconds. Every change of an appointment or a hold locks its resources and
/// so moves their versions; the sum over all of them moves with each.
enum CalendarVersion {
  /// Minutes after which a calendar that shows today is drawn anew although nothing was changed: for the line that
  /// marks the time, and for holds that ran out.
  static let minutesPerTick = 5

  /// One read of the practice's resource rows; numbers only.
  static func read(showing dates: [LocalDate], zone: Zone, now: Instant, in db: borrowing TenantReader) throws -> String
  {
    let state = try db.first(
      """
      SELECT COUNT(*), CAST(COALESCE(SUM(r.version), 0) AS SIGNED), CAST(COALESCE(SUM(r.is_active), 0) AS SIGNED)
      FROM scheduling_resource r WHERE r.practice_id = \(db.scope)
      """
    ) { row in State(count: try row.int(0), versions: try row.int(1), active: try row.int(2)) }
    return text(state ?? State(count: 0, versions: 0, active: 0), dates, zone, now)
  }

  /// The same version and the rows it stands for, in one statement: for the calendar itself.
  static func readWithResources(
    showing dates: [LocalDate], zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> (resources: [Resource], version: String) {
    let rows = try Resources.allWithVersions(in: db)
    let state = State(
      count: rows.count, versions: rows.map(\.version).reduce(0, &+), active: rows.count { $0.resource.isActive })
    return (rows.map(\.resource), text(state, dates, zone, now))
  }

  private struct State {
    let count: Int
    let versions: Int
    let active: Int
  }
  private static func text(_ state: State, _ dates: [LocalDate], _ zone: Zone, _ now: Instant) -> String {
    let tick = dates.contains(zone.local(now).date) ? "\(now.seconds / Int64(minutesPerTick * 60))" : "0"
    return "\(state.count).\(state.versions).\(state.active).\(tick)"
  }
}
