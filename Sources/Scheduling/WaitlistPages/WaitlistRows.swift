import Core
import Crypto
import Database
import Routing
import SQL

/// What the page of the waitlist shows.
enum WaitlistRows {
  struct Wish: Sendable {
    let entry: WaitlistEntry
    /// Nil for a patient whom the reader does not reach.
    let patient: PersonName?
    let service: String
    let practitioner: String?
  }
  struct Offered: Sendable {
    let offer: Offer
    let patient: PersonName?
    let service: String
    let practitioner: String
    let offeredBy: String?
    let isByVideo: Bool
  }
  /// Of those that ended; older ones are in the trail.
  static let history = 30

  /// Open wishes in the order in which they are asked.
  static func wishes(within reach: PatientReach, in db: borrowing TenantReader) throws -> [Wish] {
    let first = WaitlistEntries.columnCount
    return try db.rows(
      """
      SELECT \(WaitlistEntries.columns), p.sealed_name, s.name, r.name, \(reach.condition("e.patient_id", db.scope))
      FROM scheduling_waitlist_entry e
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = e.service_id
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.practitioner_id
      WHERE e.practice_id = \(db.scope) AND e.state IN ('waiting', 'offered')
      ORDER BY e.created_at, e.id
      """
    ) { row in
      let entry = try WaitlistEntries.read(row)
      return Wish(
        entry: entry, patient: try name(row, first, entry.patient, isReached: try row.bool(first + 3)),
        service: try row.text(first + 1), practitioner: try row.textIfPresent(first + 2))
    }
  }

  /// Those that wait for an answer, the most urgent first.
  static func offersOut(within reach: PatientReach, now: Instant, in db: borrowing TenantReader) throws -> [Offered] {
    try offered(
      "o.state = 'offered' AND o.expires_at > \(now) ORDER BY o.expires_at, o.id", within: reach, in: db)
  }
  /// Those that ended, the latest first.
  static func offersEnded(within reach: PatientReach, now: Instant, in db: borrowing TenantReader) throws -> [Offered] {
    try offered(
      """
      (o.state <> 'offered' OR o.expires_at <= \(now))
      ORDER BY COALESCE(o.ended_at, o.expires_at) DESC, o.id DESC LIMIT \(history)
      """, within: reach, in: db)
  }

  private static func offered(
    _ condition: SQL, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [Offered] {
    try db.rows(
      """
      SELECT \(Offers.columns), p.sealed_name, s.name, r.name, u.name, s.mode = 'video',
        \(reach.condition("e.patient_id", db.scope))
      \(Offers.from(db.scope))
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = o.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.practitioner_id
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = o.offered_by
      WHERE o.practice_id = \(db.scope) AND \(condition)
      """
    ) { row in
      let (offer, first) = (try Offers.read(row), Offers.columnCount)
      return Offered(
        offer: offer, patient: try name(row, first, offer.patient, isReached: try row.bool(first + 5)),
        service: try row.text(first + 1), practitioner: try row.text(first + 2),
        offeredBy: try row.textIfPresent(first + 3), isByVideo: try row.bool(first + 4))
    }
  }

  /// How many wait, and how many are asked right now: numbers alone.
  static func counts(now: Instant, in db: borrowing TenantReader) throws -> (wishes: Int, offers: Int) {
    let found = try db.first(
      """
      SELECT
        (SELECT COUNT(*) FROM scheduling_waitlist_entry e
          WHERE e.practice_id = \(db.scope) AND e.state IN ('waiting', 'offered')),
        (SELECT COUNT(*) FROM scheduling_offer o
          WHERE o.practice_id = \(db.scope) AND o.state = 'offered' AND o.expires_at > \(now))
      """
    ) { (wishes: try $0.int(0), offers: try $0.int(1)) }
    return found ?? (0, 0)
  }

  private static func name(
    _ row: borrowing Row, _ column: Int, _ patient: PatientID, isReached: Bool
  ) throws -> PersonName? {
    guard isReached else { return nil }
    return CalendarEntries.name(try row.opened(column, CalendarEntries.patientName, row: patient.id))
  }
}
