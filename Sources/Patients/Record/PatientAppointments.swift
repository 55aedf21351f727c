import Core
import Database
import SQL

/// An appointment as a patient's page lists it. The table is Scheduling's; it is only read here.
struct PatientAppointment: Sendable {
  let startsAt: Instant
  let service: String
  let practitioner: String
  /// FHIR AppointmentStatus.
  let status: String
}

enum PatientAppointments {
  /// Rows shown of each kind.
  static let limit = 25

  /// Soonest first.
  static func upcoming(
    _ patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> [PatientAppointment] {
    try db.rows(
      """
      SELECT a.starts_at, s.name, r.name, a.status FROM scheduling_appointment a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.starts_at > \(now)
      ORDER BY a.starts_at LIMIT \(limit)
      """, read)
  }

  /// Latest first.
  static func past(
    _ patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> [PatientAppointment] {
    try db.rows(
      """
      SELECT a.starts_at, s.name, r.name, a.status FROM scheduling_appointment a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.starts_at <= \(now)
      ORDER BY a.starts_at DESC LIMIT \(limit)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> PatientAppointment {
    PatientAppointment(
      startsAt: try row.instant(0), service: try row.text(1), practitioner: try row.text(2), status: try row.text(3))
  }
}
