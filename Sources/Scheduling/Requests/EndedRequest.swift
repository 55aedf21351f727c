import Core
import Database
import SQL

/// How a request ended that nobody agreed to, as its patient reads it.
struct EndedRequest: Sendable {
  let by: Cancellations.By
  /// Staff wrote to the patient when they declined. What they wrote is read in the portal, behind the second factor alone.
  let hasAnswer: Bool

  /// Nil for what is no request, still is one, or was agreed to.
  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> EndedRequest? {
    try db.first(
      """
      SELECT cancelled_by, sealed_answer IS NOT NULL FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND id = \(id) AND status = 'cancelled' AND was_asked
      """
    ) { EndedRequest(by: try $0.choice(0), hasAnswer: try $0.bool(1)) }
  }
}
