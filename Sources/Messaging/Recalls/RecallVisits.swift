import Core
import Database
import SQL

/// Visits after which somebody can still be asked to come again: those to come, and those of the time a rule looks back.
enum RecallVisits {
  /// None takes a whole day: by its start the index finds it.
  static func condition(since: Instant) -> SQL {
    """
    starts_at > \(since.adding(days: -1)) AND ends_at > \(since)
      AND status IN ('proposed', 'booked', 'arrived', 'checkedIn', 'fulfilled')
    """
  }

  /// How many there are of each service that are, as things are now, the last of a patient who agreed to news.
  static func last(since: Instant, in db: borrowing TenantReader) throws -> [(service: EntityID, count: Int)] {
    try db.rows(
      """
      SELECT a.service_id, COUNT(*) FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id AND p.is_active
        AND NOT p.is_deceased AND p.restricted_at IS NULL
      WHERE a.practice_id = \(db.scope) AND a.id IN (
          SELECT v.id FROM scheduling_appointment v WHERE v.practice_id = \(db.scope) AND \(condition(since: since)))
        AND EXISTS (SELECT 1 FROM patients_consent c
          WHERE c.practice_id = \(db.scope) AND c.patient_id = a.patient_id AND c.topic = 'marketing'
            AND c.withdrawn_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM scheduling_appointment o
          WHERE o.practice_id = \(db.scope) AND o.patient_id = a.patient_id
            AND (o.starts_at > a.starts_at OR o.starts_at = a.starts_at AND o.id > a.id)
            AND o.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled'))
      GROUP BY a.service_id
      """
    ) { (service: try $0.id(0), count: try $0.int(1)) }
  }
}
