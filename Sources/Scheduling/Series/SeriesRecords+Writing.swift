import Calendars
import Core
import Database
import SQL

extension SeriesRecords {
  static func insert(
    _ series: Series, formKey: [UInt8]?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let pattern = series.pattern
    try tx.execute(
      """
      INSERT INTO scheduling_series (practice_id, id, previous_id, rule, first_date, starts_minute, minutes, service_id,
        practitioner_id, room_id, device_id, zone, form_key, created_at)
      VALUES (\(tx.scope), \(series.id), \(series.previous), \(pattern.rule.text), \(pattern.first),
        \(pattern.time.minutes), \(pattern.minutes), \(pattern.service), \(pattern.practitioner), \(pattern.room.id),
        \(pattern.device.id), \(pattern.clock?.name), \(formKey), \(now))
      """)
  }

  static func leaveOut(_ gap: Gap, of series: SeriesID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_series_gap (practice_id, series_id, gap_date, reason)
      VALUES (\(tx.scope), \(series), \(gap.date), \(gap.reason.rawValue))
      """)
  }

  static func update(_ series: SeriesID, to pattern: SeriesPattern, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_series SET rule = \(pattern.rule.text), first_date = \(pattern.first),
        starts_minute = \(pattern.time.minutes), minutes = \(pattern.minutes),
        practitioner_id = \(pattern.practitioner), room_id = \(pattern.room.id), device_id = \(pattern.device.id),
        zone = \(pattern.clock?.name)
      WHERE practice_id = \(tx.scope) AND id = \(series)
      """)
  }

  /// What stays of a series that a part is split off from.
  static func shorten(_ series: Series, to part: SeriesPart, in tx: borrowing TenantTransaction) throws {
    let rule = series.pattern.rule
    let end: RecurrenceRule.End =
      switch rule.end {
      case .count: .count(part.before + part.gapsBefore)
      case .until: .until(part.first.adding(days: -1))
      }
    guard let shorter = RecurrenceRule(rule.pattern, every: rule.every, end: end) else { return }
    try tx.execute(
      """
      UPDATE scheduling_series SET rule = \(shorter.text) WHERE practice_id = \(tx.scope) AND id = \(series.id)
      """)
  }

  /// Dates from one on become those of another series, or of the same, so many days later: also those that were
  /// cancelled or left out, which are remembered like that. The order keeps two from being on one date in between.
  static func carry(
    from first: LocalDate, of series: SeriesID, to other: SeriesID, days: Int, in tx: borrowing TenantTransaction
  ) throws {
    let latestFirst: SQL = days > 0 ? "DESC" : "ASC"
    try tx.execute(
      """
      UPDATE scheduling_appointment SET series_id = \(other), series_date = series_date + INTERVAL \(days) DAY
      WHERE practice_id = \(tx.scope) AND series_id = \(series) AND series_date >= \(first)
      ORDER BY series_date \(latestFirst)
      """)
    try tx.execute(
      """
      UPDATE scheduling_series_gap SET series_id = \(other), gap_date = gap_date + INTERVAL \(days) DAY
      WHERE practice_id = \(tx.scope) AND series_id = \(series) AND gap_date >= \(first)
      ORDER BY gap_date \(latestFirst)
      """)
  }
}
