import Core
import Database
import Routing
import SQL

/// Where news comes from. Each is one range of one index, which is read from its newest end, so that a few rows are read
/// whatever a practice has gathered.
enum NewsSource: CaseIterable, Sendable {
  case bookings, changes, lapses, answers, wishes, messages, failures
  /// Calendars elsewhere.
  case calendars

  /// Who is told of it, and of whose patients.
  var permission: Permission {
    switch self {
    case .bookings, .changes, .lapses, .answers, .wishes: .readSchedule
    case .messages: .readMessages
    case .failures: .handleMessages
    case .calendars: .useAccount
    }
  }

  /// Rows of `kind, at, id, patient_id, starts_at, service_id, practitioner_id, is_open` after one instant and up to
  /// another, newest first. None of them was done by staff.
  /// - Parameter now: what is open or somebody's task is so now, wherever the range ends.
  func rows(after first: Instant, until last: Instant, now: Instant, most: Int, _ scope: TenantScope) -> SQL {
    switch self {
    case .bookings:
      // What is taken of an offer carries the offer's id as the key of its form.
      """
      SELECT IF(o.id IS NOT NULL, 'accepted', IF(a.address_hash IS NOT NULL, 'requested', 'booked')) AS kind,
        a.created_at AS at, a.id, a.patient_id, a.starts_at, a.service_id, a.practitioner_id,
        a.status = 'pending' AND a.answer_by > \(now) AS is_open
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
    case .lapses:
      // Requests that nobody answered in time.
      """
      SELECT 'lapsed' AS kind, a.cancelled_at AS at, a.id, a.patient_id, a.starts_at, a.service_id, a.practitioner_id,
        FALSE AS is_open
      FROM scheduling_appointment a
      WHERE a.practice_id = \(scope) AND a.cancelled_by = 'time' AND a.cancelled_at > \(first)
        AND a.cancelled_at <= \(last) AND a.status <> 'enteredInError'
      ORDER BY a.cancelled_at DESC, a.id DESC LIMIT \(most)
      """
    case .answers:
      // What was accepted is a booking.
      """
      SELECT 'declined' AS kind, o.ended_at AS at, o.id, e.patient_id, o.starts_at, o.service_id, o.practitioner_id,
        FALSE AS is_open
      FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(scope) AND e.id = o.entry_id
      WHERE o.practice_id = \(scope) AND o.state = 'declined' AND o.ended_at > \(first) AND o.ended_at <= \(last)
      ORDER BY o.ended_at DESC, o.id DESC LIMIT \(most)
      """
    case .wishes:
      """
      SELECT 'wished' AS kind, e.created_at AS at, e.id, e.patient_id, NULL AS starts_at, e.service_id,
        e.practitioner_id, FALSE AS is_open
      FROM scheduling_waitlist_entry e
      WHERE e.practice_id = \(scope) AND e.source = 'online' AND e.created_at > \(first) AND e.created_at <= \(last)
      ORDER BY e.created_at DESC, e.id DESC LIMIT \(most)
      """
    case .messages:
      """
      SELECT IF(m.author = 'guardian', 'writtenByGuardian', 'written') AS kind, m.written_at AS at, m.id, m.patient_id,
        NULL AS starts_at, NULL AS service_id, NULL AS practitioner_id, FALSE AS is_open
      FROM messaging_message m
      WHERE m.practice_id = \(scope) AND m.user_id IS NULL AND m.written_at > \(first) AND m.written_at <= \(last)
      ORDER BY m.written_at DESC, m.id DESC LIMIT \(most)
      """
    case .failures:
      """
      SELECT 'failed' AS kind, n.ended_at AS at, n.id, p.id AS patient_id,
        COALESCE(a.starts_at, o.starts_at) AS starts_at, COALESCE(a.service_id, e.service_id) AS service_id,
        COALESCE(a.practitioner_id, o.practitioner_id) AS practitioner_id, FALSE AS is_open
      \(FailedMessages.from(scope))
      WHERE \(FailedMessages.isTask(now: now, scope)) AND n.ended_at > \(first) AND n.ended_at <= \(last)
      ORDER BY n.ended_at DESC, n.id DESC LIMIT \(most)
      """
    case .calendars:
      // What its owner calls it is for them alone, and so is that it fails.
      """
      SELECT 'unreadable' AS kind, x.failing_at AS at, x.id, NULL AS patient_id, NULL AS starts_at, NULL AS service_id,
        NULL AS practitioner_id, FALSE AS is_open
      FROM scheduling_external x
      WHERE x.practice_id = \(scope) AND x.user_id = \(scope.actor.user) AND x.failing_at > \(first)
        AND x.failing_at <= \(last)
      ORDER BY x.failing_at DESC, x.id DESC LIMIT \(most)
      """
    }
  }
}
