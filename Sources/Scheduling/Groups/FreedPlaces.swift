import Core
import Database
import SQL

/// Places of sessions that somebody may be waiting for. A place that one patient gives up is a freed time like any other
/// (``FreedTimes/record(_:of:by:graceMinutes:now:in:)``); here is what the practice itself frees.
enum FreedPlaces {
  /// A session was planned or moved, or has more places. The waitlist is offered what is left when its job runs.
  static func open(
    _ span: TimeSpan, of practitioner: ResourceID, _ service: ServiceID, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    guard span.start > now, span.start < now.adding(days: OpenedTimes.daysAhead),
      try isAwaited(service, in: tx)
    else { return }
    try FreedTimes.open(span, of: practitioner, graceMinutes: FreedTimes.graceMinutes, now: now, in: tx)
  }

  /// A session goes elsewhere, or is called off: its time is its practitioner's again, and nobody can take a place that
  /// was kept where it was.
  /// - Parameter span: where it goes; nil when it is called off.
  static func leave(
    _ session: GroupSession, for span: TimeSpan?, _ assignment: Availability.Assignment, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    if span == session.span, assignment.practitioner == session.assignment.practitioner,
      assignment.location == session.assignment.location
    {
      // The same people, time and place: what is kept goes along into the other room.
      try tx.execute(
        """
        UPDATE scheduling_hold SET room_id = \(assignment.room), device_id = \(assignment.device)
        WHERE practice_id = \(tx.scope) AND group_id = \(session.id)
        """)
      return
    }
    try OfferAnswers.withdrawAll(of: session.id, now: now, in: tx)
    try tx.execute(
      """
      DELETE FROM scheduling_place
      WHERE practice_id = \(tx.scope) AND group_id = \(session.id) AND hold_id IS NOT NULL
      """)
    let person = session.assignment.practitioner
    let taken = span.flatMap { span in
      assignment.practitioner == person
        ? span.widened(before: session.bufferBefore, after: session.bufferAfter) : nil
    }
    for free in session.span.without(taken.map { [$0] } ?? []) {
      try FreedTimes.record(
        free, of: person, by: nil, graceMinutes: FreedTimes.graceMinutes, now: now, in: tx)
    }
  }

  private static func isAwaited(_ service: ServiceID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.first(
      """
      SELECT 1 FROM scheduling_waitlist_entry
      WHERE practice_id = \(tx.scope) AND service_id = \(service) AND state IN ('waiting', 'offered') LIMIT 1
      """
    ) { _ in true } ?? false
  }
}
