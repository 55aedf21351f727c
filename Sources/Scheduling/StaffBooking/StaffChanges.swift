import Core
import Database
import SQL

/// Arrivals, absences, ends and cancellations.
enum StaffChanges {
  struct Cancellation: Sendable {
    let reason: String
    let waivesFee: Bool
    /// Whether the patient is told.
    let tells: Bool
  }

  /// - Parameters:
  ///   - version: the one the person saw.
  ///   - cancellation: only read for ``StatusAct/cancellation``.
  /// - Throws: ``StaffRefusal``.
  static func carryOut(
    _ act: StatusAct, on before: Appointment, version: Int, cancellation: Cancellation, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    let untoldBy = cancellation.tells ? nil : db.scope.actor.user
    let event = AuditEvent(act.auditAction, "scheduling_appointment", before.id.id, patient: before.patient)
    try db.transaction(event) { tx in
      try Resources.lock(before.assignment.resources, in: tx)
      guard let current = try Appointments.find(before.id, in: tx.reader), current.version == version,
        current.assignment == before.assignment
      else { throw StaffRefusal.stale }
      guard let status = act.result(from: current.status), act.isTimely(for: current.span, zone: zone, now: now)
      else { throw StaffRefusal.notPossible }
      switch act {
      case .cancellation:
        let isOwed = current.isLateFeeOwed(at: now)
        try Cancellations.write(
          current, by: .practice, reason: cancellation.reason, lateFeeDue: isOwed && !cancellation.waivesFee,
          lateFeeWaived: isOwed && cancellation.waivesFee, untoldBy: untoldBy, now: now, in: tx)
        if isOwed, cancellation.waivesFee {
          try tx.audit(
            AuditEvent("appointment.fee.waive", "scheduling_appointment", current.id.id, patient: current.patient))
        }
      case .undoCancellation:
        try takePlace(of: current, zone: zone, now: now, in: tx)
        try reinstate(current, now: now, in: tx)
      case .undoNoShow:
        try takePlace(of: current, zone: zone, now: now, in: tx)
        try write(status, current, in: tx)
      case .noShow:
        try Claims.release(current, in: tx)
        try write(status, current, in: tx)
      case .checkIn, .undoArrival, .completion, .undoCompletion: try write(status, current, in: tx)
      }
    }
  }

  private static func write(
    _ status: AppointmentStatus, _ current: Appointment, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_appointment SET version = version + 1, status = \(status.rawValue)
      WHERE practice_id = \(tx.scope) AND id = \(current.id)
      """)
  }

  private static func reinstate(_ current: Appointment, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_appointment SET version = version + 1, sequence = sequence + 1, status = 'booked',
        cancelled_by = NULL, cancelled_at = NULL, late_fee_due = FALSE, late_fee_waived = FALSE,
        sealed_cancel_reason = NULL, was_asked = FALSE, changed_at = \(now), is_patients_change = FALSE
      WHERE practice_id = \(tx.scope) AND id = \(current.id)
      """)
    try GoogleCopies.changed(current.id, now: now, in: tx)
    try AppointmentNews.booked.announce(
      current.id, sequence: current.sequence + 1, untoldBy: nil, now: now, in: tx)
  }

  /// Claims the place an appointment had, in the lane it had, when nobody took it since.
  private static func takePlace(
    of current: Appointment, zone: Zone, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    if current.group != nil { return try GroupPlaces.takeBack(current, now: now, in: tx) }
    guard let offering = try Offering.find(current.service, in: tx.reader) else { throw StaffRefusal.notOffered }
    let wish = PlaceWish(current)
    guard offering.offers(wish) else { throw StaffRefusal.notOffered }
    let exact = offering.limited(to: wish).lasting(
      wish.minutes, before: current.bufferBefore, after: current.bufferAfter)
    let review = try PlaceReview.of(wish, exact, zone: zone, now: now, apart: current.id, in: tx.reader)
    let takers = review.conflicts.filter { $0.needsLane && current.assignment.resources.contains($0.resource.id) }
    guard takers.isEmpty || current.lane > 0 else { throw StaffRefusal.conflicts(takers, canOverride: false) }
    try Claims.removeExpired(of: current.assignment.resources, now: now, in: tx)
    do {
      try Claims.take(
        current.assignment, current.claimedSpan, lane: current.lane, for: .appointment(current.id, expires: nil), in: tx
      )
    } catch SlotRefusal.taken {
      throw StaffRefusal.conflicts(takers, canOverride: false)
    }
  }
}

extension Appointment {
  /// Whether cancelling now costs the fee that was agreed.
  /// Nothing is owed for a request that nobody agreed to.
  func isLateFeeOwed(at now: Instant) -> Bool { status != .pending && now > freeUntil && lateFee.minor > 0 }
}

extension PlaceWish {
  /// What an appointment has now.
  init(_ appointment: Appointment) {
    self.init(
      practitioner: appointment.assignment.practitioner,
      room: appointment.assignment.room.map { .chosen($0) } ?? .automatic,
      device: appointment.assignment.device.map { .chosen($0) } ?? .automatic, start: appointment.span.start,
      minutes: appointment.span.end.minutes(since: appointment.span.start),
      place: .exactly(appointment.assignment.location))
  }
}
