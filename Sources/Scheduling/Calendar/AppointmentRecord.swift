import Core
import Crypto
import Database
import SQL

/// One appointment with all that its page says.
struct AppointmentRecord: Sendable {
  let appointment: Appointment
  let patient: PersonName
  let serviceName: String
  let isVideo: Bool
  let note: String?
  let overrideReason: String?
  let cancelReason: String?
  /// What the patient was told of why their request was declined.
  let answer: String?
  let isCancelledByPatient: Bool
  let isLateFeeDue: Bool
  let isBookedOnline: Bool
  let createdAt: Instant
  let isLateFeeWaived: Bool
  /// Where it is, when not at the practice itself.
  let place: String?

  /// What the trail says of showing it to somebody.
  var read: AuditEvent {
    AuditEvent("appointment.read", "scheduling_appointment", appointment.id.id, patient: appointment.patient)
  }

  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> AppointmentRecord? {
    try db.first(
      """
      SELECT \(Appointments.columns), p.sealed_name, s.name, s.mode, a.sealed_note, a.sealed_override_reason,
        a.sealed_cancel_reason, a.cancelled_by, a.late_fee_due, a.source, a.created_at, a.late_fee_waived, l.name,
        IF(a.status = 'cancelled' AND a.was_asked, a.sealed_answer, NULL)
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = a.location_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(id)
      """
    ) { row in
      let appointment = try Appointments.read(row)
      let mode: Service.Mode = try row.choice(26)
      return AppointmentRecord(
        appointment: appointment,
        patient: CalendarEntries.name(try row.opened(24, CalendarEntries.patientName, row: appointment.patient.id)),
        serviceName: try row.text(25), isVideo: mode == .video,
        note: try row.openedIfPresent(27, Appointments.noteColumn, row: id.id),
        overrideReason: try row.openedIfPresent(28, Appointments.reasonColumn, row: id.id),
        cancelReason: try row.openedIfPresent(29, Appointments.cancelReasonColumn, row: id.id),
        answer: try row.openedIfPresent(36, Appointments.answerColumn, row: id.id),
        isCancelledByPatient: try row.textIfPresent(30) == Cancellations.By.patient.rawValue,
        isLateFeeDue: try row.bool(31), isBookedOnline: try row.text(32) == NewAppointment.Source.online.rawValue,
        createdAt: try row.instant(33), isLateFeeWaived: try row.bool(34), place: try row.textIfPresent(35))
    }
  }
}
