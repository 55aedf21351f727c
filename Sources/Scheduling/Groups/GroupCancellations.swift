import Core
import Database
import SQL

enum GroupCancellations {
  /// By staff: the session, when asked those of its series that follow, and the visit of everybody in them. Nobody owes
  /// a fee for what the practice calls off.
  /// - Parameters:
  ///   - reason: kept with each participant's appointment.
  ///   - tells: whether the participants are told.
  /// - Throws: ``StaffRefusal``.
  static func cancel(
    _ before: GroupSession, _ shown: GroupsShown, reason: String, tells: Bool, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let untoldBy = tells ? nil : db.scope.actor.user
    let locked = try GroupSeries.chosen(before, shown, now: now, in: db.reader).reduce(into: Set<ResourceID>()) {
      $0.formUnion($1.assignment.resources)
    }
    try db.transaction(AuditEvent("group.cancel", "scheduling_group", before.id.id)) { tx in
      try Resources.lock(locked, in: tx)
      for session in try GroupSeries.changeable(before, shown, locked: locked, now: now, in: tx) {
        try end(session, reason: reason, untoldBy: untoldBy, now: now, in: tx)
        if session.id != before.id { try tx.audit(AuditEvent("group.cancel", "scheduling_group", session.id.id)) }
      }
    }
  }

  private static func end(
    _ session: GroupSession, reason: String, untoldBy: UserID?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try Claims.release(session.id, in: tx)
    try FreedPlaces.leave(session, for: nil, session.assignment, now: now, in: tx)
    try tx.execute(
      """
      UPDATE scheduling_group SET version = version + 1, sequence = sequence + 1, status = 'cancelled',
        changed_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(session.id)
      """)
    try GoogleCopies.changed(session.id, now: now, in: tx)
    for participant in try GroupParticipants.live(session.id, in: tx) {
      try Cancellations.write(
        participant, by: .practice, reason: reason.isEmpty ? nil : reason, lateFeeDue: false, lateFeeWaived: false,
        untoldBy: untoldBy, now: now, in: tx)
      try tx.audit(
        AuditEvent("appointment.cancel", "scheduling_appointment", participant.id.id, patient: participant.patient))
    }
  }
}
