import Core
import Database
import SQL

enum GroupCancellations {
  /// By staff: the session and the visit of everybody in it. Nobody owes a fee for what the practice calls off.
  /// - Parameters:
  ///   - version: the one the form was shown for.
  ///   - reason: kept with each participant's appointment.
  ///   - tells: whether the participants are told.
  /// - Throws: ``StaffRefusal``.
  static func cancel(
    _ before: GroupSession, version: Int, reason: String, tells: Bool, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let untoldBy = tells ? nil : db.scope.actor.user
    try db.transaction(AuditEvent("group.cancel", "scheduling_group", before.id.id)) { tx in
      let locked = before.assignment.resources
      try Resources.lock(locked, in: tx)
      let current = try GroupMoves.changeable(before, version: version, locked: locked, now: now, in: tx)
      try Claims.release(current.id, in: tx)
      try FreedTimes.record(
        current.span, of: current.assignment.practitioner, by: nil, graceMinutes: FreedTimes.graceMinutes, now: now,
        in: tx)
      try tx.execute(
        """
        UPDATE scheduling_group SET version = version + 1, sequence = sequence + 1, status = 'cancelled',
          changed_at = \(now)
        WHERE practice_id = \(tx.scope) AND id = \(current.id)
        """)
      for participant in try GroupParticipants.live(current.id, in: tx) {
        try Cancellations.write(
          participant, by: .practice, reason: reason.isEmpty ? nil : reason, lateFeeDue: false, lateFeeWaived: false,
          untoldBy: untoldBy, now: now, in: tx)
        try tx.audit(
          AuditEvent("appointment.cancel", "scheduling_appointment", participant.id.id, patient: participant.patient))
      }
    }
  }
}
