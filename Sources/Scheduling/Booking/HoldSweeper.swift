public import Core
public import Database
import SQL

/// Removes what is left of places that nobody confirmed, and ends requests and offers that nobody answered.
public enum HoldSweeper {
  /// A hold that has run out can still be confirmed when its time is free; after a day nobody comes back to it.
  static let daysKept = 1

  /// Removes the claims of holds that have run out, and holds older than a day with their claims.
  /// - Returns: how many rows went away; without any, nothing is written at all.
  @discardableResult
  public static func sweep(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let ended =
      try Requests.expire(now: now, in: db) + OfferAnswers.expire(now: now, in: db)
      + WaitlistSweep.endPast(now: now, in: db)
    let old = now.adding(days: -daysKept)
    guard try isAnythingLeft(now: now, old: old, in: db.reader) else { return ended }
    return try ended
      + db.transaction(AuditEvent("hold.sweep", "scheduling_hold", nil)) { tx in
        try FreedTimes.tellEndedHolds(now: now, in: tx)
        let claims = try tx.execute(
          "DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope) AND expires_at <= \(now)")
        let places = try tx.execute(
          "DELETE FROM scheduling_place WHERE practice_id = \(tx.scope) AND expires_at <= \(now)")
        let holds = try tx.execute(
          """
          DELETE FROM scheduling_hold
          WHERE practice_id = \(tx.scope) AND created_at < \(old) AND expires_at <= \(now)
          """)
        return claims + places + holds
      }
  }

  private static func isAnythingLeft(now: Instant, old: Instant, in db: borrowing TenantReader) throws -> Bool {
    let count = try db.first(
      """
      SELECT EXISTS (SELECT 1 FROM scheduling_claim WHERE practice_id = \(db.scope) AND expires_at <= \(now))
        OR EXISTS (SELECT 1 FROM scheduling_place WHERE practice_id = \(db.scope) AND expires_at <= \(now))
        OR EXISTS (SELECT 1 FROM scheduling_hold
          WHERE practice_id = \(db.scope) AND created_at < \(old) AND expires_at <= \(now))
        OR EXISTS (SELECT 1 FROM scheduling_hold
          WHERE practice_id = \(db.scope) AND is_told = FALSE AND expires_at <= \(now))
      """
    ) { try $0.int(0) }
    return count == 1
  }
}
