import Core
import Database
import SQL

/// How a request ended that nobody agreed to, as its patient reads it.
struct EndedRequest: Sendable {
  let by: Cancellations.By
  /// What staff wrote to the patient when they declined.
  let answer: String?

  /// Nil for what is no request, still is one, or was agreed to.
  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> EndedRequest? {
    try db.first(
      """
      SELECT cancelled_by, sealed_answer FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND id = \(id) AND status = 'cancelled' AND was_asked
      """
    ) { row in
      EndedRequest(
        by: try row.choice(0), answer: try row.openedIfPresent(1, Appointments.answerColumn, row: id.id))
    }
  }
}
