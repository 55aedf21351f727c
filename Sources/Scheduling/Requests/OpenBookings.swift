import Core
import Database
import SQL

/// How much one patient may have ahead of them by booking online.
enum OpenBookings {
  /// Unanswered requests of one person, whatever the service: more would keep places from others.
  static let requests = 2

  /// The patient's row is locked first, so that two bookings at once count each other.
  /// - Throws: ``SlotRefusal/limitReached``.
  static func requireFew(
    of patient: PatientID, _ service: Service, isRequest: Bool, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    guard isRequest || service.rules.openLimit != nil else { return }
    _ = try tx.first(
      "SELECT version FROM patients_patient WHERE practice_id = \(tx.scope) AND id = \(patient) FOR UPDATE"
    ) { try $0.int(0) }
    let open = try tx.first(
      """
      SELECT CAST(COALESCE(SUM(a.service_id = \(service.id)), 0) AS SIGNED),
        CAST(COALESCE(SUM(a.status = 'pending'), 0) AS SIGNED)
      FROM scheduling_appointment a
      WHERE a.practice_id = \(tx.scope) AND a.patient_id = \(patient) AND a.starts_at > \(now)
        AND (a.status = 'booked' OR a.status = 'pending' AND a.answer_by > \(now))
      """
    ) { (service: try $0.int(0), requests: try $0.int(1)) }
    if let limit = service.rules.openLimit, open?.service ?? 0 >= limit { throw SlotRefusal.limitReached }
    if isRequest, open?.requests ?? 0 >= requests { throw SlotRefusal.limitReached }
  }
}
