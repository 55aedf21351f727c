import Core
import Database
import SQL

/// What time ends on the waitlist by itself.
enum WaitlistSweep {
  /// Wishes whose last date is past end; freed times that are past are forgotten.
  /// - Returns: how many; without any, nothing is written.
  static func endPast(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    // Where it is still that day somebody can still be asked.
    let today = try PlaceNames.read(in: db.reader).today(now)
    let isAnything = try db.reader.first(
      """
      SELECT EXISTS (SELECT 1 FROM scheduling_waitlist_entry
          WHERE practice_id = \(db.scope) AND state = 'waiting' AND last_date < \(today))
        OR EXISTS (SELECT 1 FROM scheduling_freed_time
          WHERE practice_id = \(db.scope) AND starts_at < \(now.adding(days: -1)))
      """
    ) { try $0.bool(0) }
    guard isAnything == true else { return 0 }
    return try db.transaction(AuditEvent("waitlist.sweep", "scheduling_waitlist_entry", nil)) { tx in
      try WaitlistEntries.endPast(before: today, now: now, in: tx) + FreedTimes.removePast(now: now, in: tx)
    }
  }
}
