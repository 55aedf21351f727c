import Core
import Database
import SQL

/// Visits after which somebody can still be asked to come again: those to come, and those of the time a rule looks back.
enum RecallVisits {
  static func condition(since: Instant) -> SQL {
    "ends_at > \(since) AND status IN ('proposed', 'booked', 'arrived', 'checkedIn', 'fulfilled')"
  }

  /// How many there are of each service that are, as things are now, the last of their patient.
  static func last(since: Instant, in db: borrowing TenantReader) throws -> [(service: EntityID, count: Int)] {
    try db.rows(
      """
      SELECT a.service_id, COUNT(*) FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.id IN (
          SELECT v.id FROM scheduling_appointment v WHERE v.practice_id = \(db.scope) AND \(condition(since: since)))
        AND NOT EXISTS (SELECT 1 FROM scheduling_appointment o
          WHERE o.practice_id = \(db.scope) AND o.patient_id = a.patient_id AND o.id <> a.id
            AND o.starts_at >= a.starts_at
            AND o.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled'))
      GROUP BY a.service_id
      """
    ) { (service: try $0.id(0), count: try $0.int(1)) }
  }
}
