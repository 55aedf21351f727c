import Core
import Crypto
import Database
import Routing
import SQL

/// Who takes part in a session. Only staff ever read it: participants learn nothing of one another.
enum GroupParticipants {
  struct Participant: Sendable {
    let appointment: Appointment
    /// Nil for a patient whom the reader does not reach.
    let name: PersonName?
    let isLateFeeDue: Bool
  }

  /// Those whose visit stands, in the order in which they came.
  static func live(_ group: GroupID, in tx: borrowing TenantTransaction) throws -> [Appointment] {
    try tx.rows(
      """
      SELECT \(Appointments.columns) FROM scheduling_appointment a
      WHERE a.practice_id = \(tx.scope) AND a.group_id = \(group)
        AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')
      ORDER BY a.created_at, a.id
      """, Appointments.read)
  }

  /// Everybody, also who cancelled or did not come.
  static func all(
    _ group: GroupID, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [Participant] {
    let first = Appointments.columnCount
    return try db.rows(
      """
      SELECT \(Appointments.columns), p.sealed_name, \(reach.condition("a.patient_id", db.scope)), a.late_fee_due
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      WHERE a.practice_id = \(db.scope) AND a.group_id = \(group)
      ORDER BY a.created_at, a.id
      """
    ) { row in
      let appointment = try Appointments.read(row)
      let name =
        try row.bool(first + 1)
        ? CalendarEntries.name(try row.opened(first, CalendarEntries.patientName, row: appointment.patient.id)) : nil
      return Participant(appointment: appointment, name: name, isLateFeeDue: try row.bool(first + 2))
    }
  }

  /// Where the patient of an appointment has a place, with the one of this appointment.
  static func sessions(ofPatientIn appointment: AppointmentID, in db: borrowing TenantReader) throws -> Set<GroupID> {
    Set(
      try db.rows(
        """
        SELECT o.group_id FROM scheduling_appointment a
        JOIN scheduling_appointment o ON o.practice_id = \(db.scope) AND o.patient_id = a.patient_id
        WHERE a.practice_id = \(db.scope) AND a.id = \(appointment) AND o.group_id IS NOT NULL
          AND o.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')
        """
      ) { try $0.id(0, as: GroupID.self) })
  }

  static func includes(
    _ patient: PatientID, in group: GroupID, _ tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.first(
      """
      SELECT 1 FROM scheduling_appointment
      WHERE practice_id = \(tx.scope) AND group_id = \(group) AND patient_id = \(patient)
        AND status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled') LIMIT 1
      """
    ) { _ in true } ?? false
  }
}

extension AppointmentStatus {
  /// Whether it has a place of its session.
  var takesPart: Bool {
    switch self {
    case .proposed, .pending, .booked, .arrived, .checkedIn, .fulfilled: true
    case .cancelled, .noshow, .waitlist, .enteredInError: false
    }
  }
}
