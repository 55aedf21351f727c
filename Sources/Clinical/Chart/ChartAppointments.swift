import Core
import Database
import SQL

/// An appointment as the chart lists it. The table is Scheduling's; it is only read here.
struct ChartAppointment: Sendable {
  let startsAt: Instant
  let service: String
  let practitioner: String
  /// FHIR AppointmentStatus.
  let status: String

  /// The next 25, soonest first, then the latest 25: one statement.
  static func all(_ patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> [ChartAppointment] {
    try db.rows(
      """
      SELECT a.starts_at, s.name, r.name, a.status FROM (
        (SELECT id, starts_at, service_id, practitioner_id, status, 0 AS part FROM scheduling_appointment
         WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND starts_at > \(now)
         ORDER BY starts_at LIMIT 25)
        UNION ALL
        (SELECT id, starts_at, service_id, practitioner_id, status, 1 FROM scheduling_appointment
         WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND starts_at <= \(now)
         ORDER BY starts_at DESC LIMIT 25)
      ) a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      ORDER BY a.part, IF(a.part = 0, a.starts_at, NULL), a.starts_at DESC
      """
    ) { row in
      ChartAppointment(
        startsAt: try row.instant(0), service: try row.text(1), practitioner: try row.text(2), status: try row.text(3))
    }
  }
}
