import Core
import Database
import SQL
import Templates

/// What the audit trail says about an appointment.
struct AppointmentHistory: Sendable {
  struct Event: Sendable {
    let at: Instant
    let action: String
    /// `staff`, `patient`, `visitor`, `job` or `operator`.
    let actor: String
    let name: String?
  }

  /// Newest first, at most fifty, without what the list of messages says. Found by the patient, which the trail has an
  /// index on; an event from before its patient was known, as a visitor's booking is, is not among them.
  static func read(_ id: AppointmentID, of patient: PatientID, in db: borrowing TenantReader) throws -> [Event] {
    try db.rows(
      """
      SELECT e.at, e.action, e.actor_kind, u.name
      FROM audit_event e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.actor_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND e.entity_id = \(id)
        AND e.entity = 'scheduling_appointment' AND e.action NOT LIKE 'notice.%'
        AND e.action <> 'appointment.read'
      ORDER BY e.seq DESC LIMIT 50
      """
    ) { row in
      Event(at: try row.instant(0), action: try row.text(1), actor: try row.text(2), name: try row.textIfPresent(3))
    }
  }

  static func word(_ event: Event, _ text: Localizer) -> String {
    switch event.action {
    case "appointment.book": text.text("calendar.history.book")
    case "appointment.request": text.text("calendar.history.request")
    case "appointment.approve": text.text("calendar.history.approve")
    case "appointment.decline": text.text("calendar.history.decline")
    case "appointment.expire": text.text("calendar.history.expire")
    case "appointment.fee.waive": text.text("calendar.history.feeWaive")
    case "appointment.overbook": text.text("calendar.history.overbook")
    case "appointment.override": text.text("calendar.history.override")
    case "appointment.reschedule": text.text("calendar.history.move")
    case "appointment.arrive": text.text("calendar.history.arrive")
    case "appointment.arrive.undo": text.text("calendar.history.arriveUndo")
    case "appointment.noshow": text.text("calendar.history.noShow")
    case "appointment.noshow.undo": text.text("calendar.history.noShowUndo")
    case "appointment.fulfil": text.text("calendar.history.fulfil")
    case "appointment.fulfil.undo": text.text("calendar.history.fulfilUndo")
    case "appointment.cancel": text.text("calendar.history.cancel")
    case "appointment.cancel.undo": text.text("calendar.history.cancelUndo")
    case "calendar.write": text.text("calendar.history.google")
    default: text.text("calendar.history.other")
    }
  }

  static func actor(_ event: Event, _ text: Localizer) -> String {
    switch event.actor {
    case "patient", "guardian", "visitor": text.text("calendar.history.byPatient")
    case "job": text.text("calendar.history.byJob")
    case "operator": text.text("calendar.history.byOperator")
    default: event.name ?? text.text("calendar.history.byStaff")
    }
  }
}
