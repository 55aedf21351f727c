import Core
import Database
import SQL

/// When the appointments of a series are, for the one message that tells of all of them.
enum SeriesTimes {
  /// What one message lists, in order of time: of a confirmation the whole series, of news those that changed in one go.
  /// - Parameter also: the others of the news; see ``Companion``.
  static func told(
    by rule: AppointmentRule, of visit: Visit, _ also: [Visit], now: Instant, in db: borrowing TenantReader
  ) throws -> [Instant] {
    guard rule.kind != .confirmation else { return try read(ledBy: visit.appointment, now: now, in: db) }
    // Two places in one session are one date.
    return also.isEmpty ? [] : Set(([visit] + also).map(\.start)).sorted()
  }

  /// Those that stand and are to come, when this is the first appointment of its series; none otherwise.
  private static func read(
    ledBy appointment: AppointmentID, now: Instant, in db: borrowing TenantReader
  ) throws -> [Instant] {
    let times = try db.rows(
      """
      SELECT o.starts_at FROM scheduling_appointment a
      JOIN scheduling_appointment o ON o.practice_id = \(db.scope) AND o.series_id = a.series_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(appointment) AND o.starts_at > \(now)
        AND o.status IN ('proposed', 'booked')
        AND a.series_date = (SELECT MIN(f.series_date) FROM scheduling_appointment f
          WHERE f.practice_id = \(db.scope) AND f.series_id = a.series_id)
      ORDER BY o.starts_at
      """
    ) { try $0.instant(0) }
    return times.count > 1 ? times : []
  }
}
