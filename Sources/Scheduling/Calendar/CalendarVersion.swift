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
    ) { row in "\(try row.int(0)).\(try row.int(1)).\(try row.int(2))" }
    return "\(state ?? "")." + tick(showing: dates, zone: zone, now: now)
  }

  /// The same, where all resources of the practice have been read anyway.
  static func of(_ resources: [Resource], showing dates: [LocalDate], zone: Zone, now: Instant) -> String {
    let versions = resources.reduce(0) { $0 + $1.version }
    return "\(resources.count).\(versions).\(resources.count { $0.isActive })."
      + tick(showing: dates, zone: zone, now: now)
  }

  private static func tick(showing dates: [LocalDate], zone: Zone, now: Instant) -> String {
    dates.contains(zone.local(now).date) ? "\(now.seconds / Int64(minutesPerTick * 60))" : "0"
  }
}
