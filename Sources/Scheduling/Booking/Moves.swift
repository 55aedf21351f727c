import Core
import Database
import SQL

enum Moves {
  /// Writes a new place and time: claims and row in one transaction, after the locks. The appointment stays the same one.
  /// Why it was made anyway is forgotten: that was said of the place it leaves.
  static func write(
    _ appointment: Appointment, to span: TimeSpan, _ assignment: Availability.Assignment, lane: Int, zone: Zone,
    untoldBy: UserID?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try Claims.release(appointment.id, in: tx)
    for freed in freed(by: appointment, going: span, assignment) {
      try FreedTimes.record(
        freed, of: appointment.assignment.practitioner, by: appointment.patient,
        graceMinutes: FreedTimes.graceMinutes, now: now, in: tx)
    }
    try Claims.take(
      assignment, span.widened(before: appointment.bufferBefore, after: appointment.bufferAfter), lane: lane,
      for: .appointment(appointment.id, expires: nil), in: tx)
    try record(
      appointment, span, assignment, lane: lane, group: nil, zone: zone, untoldBy: untoldBy, now: now, in: tx)
  }

  /// Where and when it is now, and that the patient is told. What it takes has been taken before.
  /// - Parameters:
  ///   - group: the session it is a place in.
  ///   - zone: the practice's.
  static func record(
    _ appointment: Appointment, _ span: TimeSpan, _ assignment: Availability.Assignment, lane: Int, group: GroupID?,
    zone: Zone, untoldBy: UserID?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let clock = try Places.zone(of: assignment.location, or: zone, in: tx.reader)
    try tx.execute(
      """
      UPDATE scheduling_appointment SET version = version + 1, sequence = sequence + 1, starts_at = \(span.start),
        ends_at = \(span.end), starts_wall_clock = \(clock.local(span.start)), zone = \(clock.name),
        practitioner_id = \(assignment.practitioner), room_id = \(assignment.room), device_id = \(assignment.device),
        location_id = \(assignment.location), lane = \(lane), changed_at = \(now),
        is_patients_change = \(tx.scope.actor.isPatientsSide), sealed_override_reason = NULL, group_id = \(group)
      WHERE practice_id = \(tx.scope) AND id = \(appointment.id)
      """)
    try GoogleCopies.changed(appointment.id, now: now, in: tx)
    try AppointmentNews.moved.announce(
      appointment.id, sequence: appointment.sequence + 1, untoldBy: untoldBy, now: now, in: tx)
  }

  /// All of its time; of one that only became shorter what is left over, from where its buffer ends.
  private static func freed(
    by appointment: Appointment, going span: TimeSpan, _ assignment: Availability.Assignment
  ) -> [TimeSpan] {
    let before = appointment.span
    guard assignment.practitioner == appointment.assignment.practitioner, before.contains(span), before != span else {
      return [before]
    }
    return before.without([span.widened(before: appointment.bufferBefore, after: appointment.bufferAfter)])
  }
}

enum Cancellations {
  /// `time`: a request that nobody answered.
  enum By: String { case patient, practice, time }

  /// What the patient is told: that an appointment is off, or what became of a request.
  private static func news(_ appointment: Appointment, _ who: By) -> AppointmentNews {
    guard appointment.status == .pending else { return .cancelled }
    switch who {
    case .patient: return .cancelled
    case .practice: return .declined
    case .time: return .lapsed
    }
  }

  static func write(
    _ appointment: Appointment, by who: By, reason: String?, lateFeeDue: Bool, lateFeeWaived: Bool, untoldBy: UserID?,
    now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try Claims.release(appointment, in: tx)
    // Of a session that was called off nobody is offered a place.
    if try appointment.group.map({ try Groups.isPlanned($0, in: tx) }) ?? true {
      try FreedTimes.record(
        appointment.span, of: appointment.assignment.practitioner, by: appointment.patient,
        graceMinutes: who == .time ? 0 : FreedTimes.graceMinutes, now: now, in: tx)
    }
    let (column, row) = (Appointments.cancelReasonColumn, appointment.id.id)
    let sealed = try tx.sealIfPresent(reason, column, row: row, patient: appointment.patient)
    try tx.execute(
      """
      UPDATE scheduling_appointment SET version = version + 1, sequence = sequence + 1, status = 'cancelled',
        cancelled_by = \(who.rawValue), cancelled_at = \(now), answer_by = NULL, late_fee_due = \(lateFeeDue),
        late_fee_waived = \(lateFeeWaived), changed_at = \(now),
        is_patients_change = \(tx.scope.actor.isPatientsSide), was_asked = \(appointment.status == .pending),
        sealed_cancel_reason = \(sealed)
      WHERE practice_id = \(tx.scope) AND id = \(appointment.id)
      """)
    try GoogleCopies.changed(appointment.id, now: now, in: tx)
    try news(appointment, who).announce(
      appointment.id, sequence: appointment.sequence + 1, untoldBy: untoldBy, now: now, in: tx)
  }
}
