import Core
import Database
import Routing
import SQL

/// Where news comes from. Each is one range of one index, which is read from its newest end, so that a few rows are read
/// whatever a practice has gathered.
enum NewsSource: CaseIterable, Sendable {
  case bookings, changes

  /// Who is told of it, and of whose patients.
  var permission: Permission {
    switch self {
    case .bookings, .changes: .readSchedule
    }
  }

  /// Rows of `kind, at, id, patient_id, starts_at, service_id, practitioner_id, is_open` after one instant and up to
  /// another, newest first. None of them was done by staff.
  func rows(after first: Instant, until last: Instant, most: Int, _ scope: TenantScope) -> SQL {
    switch self {
    case .bookings:
      // What is taken of an offer carries the offer's id as the key of its form.
      """
      SELECT IF(o.id IS NOT NULL, 'accepted', IF(a.address_hash IS NOT NULL, 'requested', 'booked')) AS kind,
        a.created_at AS at, a.id, a.patient_id, a.starts_at, a.service_id, a.practitioner_id,
        a.status = 'pending' AND a.answer_by > \(last) AS is_open
      FROM scheduling_appointment a
      LEFT JOIN scheduling_offer o ON o.practice_id = \(scope) AND o.id = a.form_key
      WHERE a.practice_id = \(scope) AND a.source = 'online' AND a.created_at > \(first) AND a.created_at <= \(last)
        AND a.status <> 'enteredInError'
      ORDER BY a.created_at DESC, a.id DESC LIMIT \(most)
      """
    case .changes:
      """
      SELECT CASE WHEN a.status <> 'cancelled' THEN 'moved' WHEN a.group_id IS NULL THEN 'cancelled' ELSE 'left' END AS kind,
        a.changed_at AS at, a.id, a.patient_id, a.starts_at, a.service_id, a.practitioner_id, FALSE AS is_open
      FROM scheduling_appointment a
      WHERE a.practice_id = \(scope) AND a.is_patients_change = 1 AND a.changed_at > \(first)
        AND a.changed_at <= \(last) AND a.status <> 'enteredInError'
      ORDER BY a.changed_at DESC, a.id DESC LIMIT \(most)
      """
    }
  }
}
