import Core
import Database
import SQL

/// How many there are, in one statement.
struct TodayFigures: Sendable, Equatable {
  let withoutOutcome: Int
  let missed: Int
  let bookedOnline: Int
  /// Visits of the last thirty days that took place or should have.
  let due: Int

  static func read(_ scope: TodayScope, in db: borrowing TenantReader) throws -> TodayFigures {
    let (now, mine) = (scope.now, scope.condition(db.scope))
    let found = try db.first(
      """
      SELECT
        (SELECT COUNT(*) FROM scheduling_appointment a
          WHERE a.practice_id = \(db.scope) AND \(TodayList.withoutOutcome.condition(now)) AND \(mine)),
        (SELECT COUNT(*) FROM scheduling_appointment a
          WHERE a.practice_id = \(db.scope) AND \(TodayList.missed.condition(now)) AND \(mine)),
        (SELECT COUNT(*) FROM scheduling_appointment a
          WHERE a.practice_id = \(db.scope) AND \(TodayList.bookedOnline.condition(now)) AND \(mine)),
        (SELECT COUNT(*) FROM scheduling_appointment a
          WHERE a.practice_id = \(db.scope) AND a.starts_at >= \(TodayList.since(now)) AND a.starts_at < \(now)
            AND a.status IN ('fulfilled', 'noshow') AND \(mine))
      """
    ) { row in
      TodayFigures(
        withoutOutcome: try row.int(0), missed: try row.int(1), bookedOnline: try row.int(2), due: try row.int(3))
    }
    return found ?? TodayFigures(withoutOutcome: 0, missed: 0, bookedOnline: 0, due: 0)
  }

  subscript(list: TodayList) -> Int {
    switch list {
    case .withoutOutcome: withoutOutcome
    case .missed: missed
    case .bookedOnline: bookedOnline
    }
  }
}
