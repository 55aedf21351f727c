import Core
import Crypto
import Database
import Routing
import SQL

enum WaitingPatients {
  /// Everybody who waits, in the order in which they are asked: the oldest wish first. One statement, by indexes on what
  /// it looks up for each.
  /// - Parameter reach: whom the reader may see by name.
  static func all(
    for practitioner: ResourceID, _ span: TimeSpan, within reach: PatientReach?, now: Instant,
    in db: borrowing TenantReader
  ) throws -> [WaitingPatient] {
    let isReached: SQL = reach.map { $0.condition("e.patient_id", db.scope) } ?? "FALSE"
    let first = WaitlistEntries.columnCount
    return try db.rows(
      """
      SELECT \(WaitlistEntries.columns), \(isReached), p.sealed_name, \(facts(practitioner, span, now, db.scope))
      FROM scheduling_waitlist_entry e
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      WHERE e.practice_id = \(db.scope) AND e.state IN ('waiting', 'offered')
      ORDER BY e.created_at, e.id
      """
    ) { row in
      let entry = try WaitlistEntries.read(row)
      let name =
        try row.bool(first)
        ? CalendarEntries.name(try row.opened(first + 1, CalendarEntries.patientName, row: entry.patient.id)) : nil
      return WaitingPatient(
        entry: entry, name: name, freedIt: try row.bool(first + 2), wasOffered: try row.bool(first + 3),
        isBusy: try row.bool(first + 4), isRestricted: try row.bool(first + 5), hasAddress: try row.bool(first + 6))
    }
  }

  /// The same of one wish, inside the transaction that would make the offer.
  static func find(
    _ id: WaitlistEntryID, for practitioner: ResourceID, _ span: TimeSpan, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> WaitingPatient? {
    guard let entry = try WaitlistEntries.lock(id, in: tx) else { return nil }
    return try tx.first(
      """
      SELECT \(facts(practitioner, span, now, tx.scope))
      FROM scheduling_waitlist_entry e
      JOIN patients_patient p ON p.practice_id = \(tx.scope) AND p.id = e.patient_id
      WHERE e.practice_id = \(tx.scope) AND e.id = \(id)
      """
    ) { row in
      WaitingPatient(
        entry: entry, name: nil, freedIt: try row.bool(0), wasOffered: try row.bool(1), isBusy: try row.bool(2),
        isRestricted: try row.bool(3), hasAddress: try row.bool(4))
    }
  }

  /// Of `e`, a wish, and `p`, its patient: five columns. What was offered counts by patient, who may have two wishes; not
  /// what was of a session that went elsewhere before they could answer.
  private static func facts(
    _ practitioner: ResourceID, _ span: TimeSpan, _ now: Instant, _ scope: TenantScope
  ) -> SQL {
    """
    EXISTS (SELECT 1 FROM scheduling_freed_time f
      WHERE f.practice_id = \(scope) AND f.patient_id = e.patient_id AND f.practitioner_id = \(practitioner)
        AND f.starts_at < \(span.end) AND f.ends_at > \(span.start)),
    EXISTS (SELECT 1 FROM scheduling_waitlist_entry w
      JOIN scheduling_offer o ON o.practice_id = \(scope) AND o.entry_id = w.id
      WHERE w.practice_id = \(scope) AND w.patient_id = e.patient_id AND o.practitioner_id = \(practitioner)
        AND o.is_asked IS NOT NULL AND o.starts_at < \(span.end) AND o.ends_at > \(span.start)),
    EXISTS (SELECT 1 FROM scheduling_appointment a
      WHERE a.practice_id = \(scope) AND a.patient_id = e.patient_id AND a.starts_at < \(span.end)
        AND a.starts_at > \(span.start.adding(days: -1)) AND a.ends_at > \(span.start)
        AND (a.status IN ('proposed', 'booked', 'arrived', 'checkedIn')
          OR a.status = 'pending' AND a.answer_by > \(now))),
    p.restricted_at IS NOT NULL OR p.is_deceased OR NOT p.is_active,
    p.sealed_email IS NOT NULL AND NOT EXISTS (SELECT 1 FROM messaging_preference m
      WHERE m.practice_id = \(scope) AND m.patient_id = e.patient_id AND m.no_email_by IS NOT NULL)
    """
  }
}
