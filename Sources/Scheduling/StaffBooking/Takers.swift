import Core
import Crypto
import Database
import Routing
import SQL

/// Who or what has a claim.
enum Taker: Sendable {
  struct Visit: Sendable {
    let appointment: AppointmentID
    /// Nil for a patient whom the reader does not reach.
    let patient: PersonName?
    let service: String
    /// Without the buffers.
    let span: TimeSpan
  }
  case visit(Visit)
  case hold(until: Instant)
  /// A calendar elsewhere.
  case elsewhere
  /// A session, by what it is called; who takes part is nobody's business here.
  case group(String, TimeSpan)
}

enum Takers {
  /// In one statement, by the primary keys of the claims and of what they belong to.
  static func read(
    _ claims: [Claim], now: Instant, in db: borrowing TenantReader
  ) throws -> [EntityID: Taker] {
    guard !claims.isEmpty else { return [:] }
    let reach = try PatientReach.of(.readSchedule, now: now, in: db)
    let found = try db.rows(
      """
      SELECT c.id, c.expires_at, a.id, a.starts_at, a.ends_at, s.name, p.id, p.sealed_name,
        \(reach.condition("a.patient_id", db.scope)), c.external_id, gs.name, g.starts_at, g.ends_at
      FROM scheduling_claim c
      LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = c.appointment_id
      LEFT JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      LEFT JOIN scheduling_group g ON g.practice_id = \(db.scope) AND g.id = c.group_id
      LEFT JOIN scheduling_service gs ON gs.practice_id = \(db.scope) AND gs.id = g.service_id
      WHERE c.practice_id = \(db.scope) AND c.id IN \(list: Set(claims.map(\.id)).sorted())
      """
    ) { row -> (id: EntityID, taker: Taker) in
      let id = try row.id(0)
      guard let appointment = try row.idIfPresent(2, as: AppointmentID.self) else {
        if try row.idIfPresent(9) != nil { return (id, .elsewhere) }
        if let name = try row.textIfPresent(10) {
          return (id, .group(name, TimeSpan(start: try row.instant(11), end: try row.instant(12))))
        }
        return (id, .hold(until: try row.instant(1)))
      }
      let name =
        try row.bool(8) ? CalendarEntries.name(try row.opened(7, CalendarEntries.patientName, row: try row.id(6))) : nil
      return (
        id,
        .visit(
          Taker.Visit(
            appointment: appointment, patient: name, service: try row.text(5),
            span: TimeSpan(start: try row.instant(3), end: try row.instant(4))))
      )
    }
    return Dictionary(found.map { ($0.id, $0.taker) }) { first, _ in first }
  }
}
