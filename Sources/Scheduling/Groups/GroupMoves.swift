import Core
import Database
import SQL

/// A session that goes to another time or place with all who take part, and a participant who goes to another session.
enum GroupMoves {
  /// On the patient's own wish: their place in one session for a place in another of the same service.
  /// - Parameters:
  ///   - offering: limited to the practitioner.
  ///   - sequence: the one the link was made for; an older link changes nothing.
  /// - Throws: ``SlotRefusal``.
  static func reschedule(
    _ before: Appointment, _ offering: Offering, sequence: Int, to start: Instant, zone: Zone, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let targets = try GroupHolds.starting(offering, at: start, now: now, in: db.reader).filter { $0.id != before.group }
    guard !targets.isEmpty else { throw SlotRefusal.taken }
    let locked = targets.reduce(into: before.assignment.resources) { $0.formUnion($1.assignment.resources) }
    let event = AuditEvent("appointment.reschedule", "scheduling_appointment", before.id.id, patient: before.patient)
    try db.transaction(event) { tx in
      try Resources.lock(locked, in: tx)
      let appointment = try Bookings.changeable(before.id, sequence: sequence, now: now, in: tx)
      guard let service = try Services.find(appointment.service, in: tx.reader), service.isActive, service.isGroup,
        appointment.group == before.group, appointment.assignment.resources.isSubset(of: locked)
      else { throw SlotRefusal.outdated }
      if let first = BookingWindow(service, zone: zone, now: now).obstacles(at: start).first {
        throw SlotRefusal(first)
      }
      let group = try GroupHolds.choose(offering, at: start, locked: locked, now: now, in: tx)
      try Claims.release(appointment, in: tx)
      try GroupPlaces.take(group, for: .appointment(appointment.id, expires: nil), now: now, in: tx)
      try Moves.record(
        appointment, group.span, group.assignment, lane: 0, group: group.id, zone: zone, untoldBy: nil, now: now, in: tx
      )
    }
  }

  /// By staff: the session and everybody in it. Each is told, as of any move.
  /// - Parameters:
  ///   - version: the one the form was shown for.
  ///   - tells: whether the participants are told.
  /// - Throws: ``StaffRefusal``; `notPossible` when it was cancelled, or somebody's visit is over already.
  static func move(
    _ before: GroupSession, version: Int, to wish: PlaceWish, tells: Bool, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    let untoldBy = tells ? nil : db.scope.actor.user
    guard let offered = try Offering.find(before.service, in: db.reader) else { throw StaffRefusal.notOffered }
    let locked = offered.limited(to: wish).resources.union(before.assignment.resources)
    try db.transaction(AuditEvent("group.move", "scheduling_group", before.id.id)) { tx in
      try Resources.lock(locked, in: tx)
      let current = try changeable(before, version: version, locked: locked, now: now, in: tx)
      guard let offering = try Offering.find(current.service, in: tx.reader), offering.offers(wish),
        offering.limited(to: wish).resources.isSubset(of: locked)
      else { throw StaffRefusal.notOffered }
      // It does not stand in its own way.
      try Claims.release(current.id, in: tx)
      try Claims.removeExpired(of: locked, now: now, in: tx)
      let exact = offering.limited(to: wish).lasting(
        wish.minutes, before: current.bufferBefore, after: current.bufferAfter)
      let review = try PlaceReview.of(wish, exact, zone: zone, now: now, apart: nil, in: tx.reader)
      guard review.conflicts.isEmpty else {
        throw StaffRefusal.conflicts(review.conflicts, canOverride: false)
      }
      do {
        try Claims.take(
          review.assignment, wish.span.widened(before: current.bufferBefore, after: current.bufferAfter), lane: 0,
          for: .group(current.id), in: tx)
      } catch SlotRefusal.taken {
        throw StaffRefusal.conflicts([], canOverride: false)
      }
      try FreedTimes.record(
        current.span, of: current.assignment.practitioner, by: nil, graceMinutes: FreedTimes.graceMinutes, now: now,
        in: tx)
      try write(current.id, wish.span, review.assignment, now: now, in: tx)
      for participant in try GroupParticipants.live(current.id, in: tx) {
        try Moves.record(
          participant, wish.span, review.assignment, lane: 0, group: current.id, zone: zone, untoldBy: untoldBy,
          now: now, in: tx)
        try tx.audit(
          AuditEvent(
            "appointment.reschedule", "scheduling_appointment", participant.id.id, patient: participant.patient))
      }
    }
  }

  private static func write(
    _ id: GroupID, _ span: TimeSpan, _ assignment: Availability.Assignment, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_group SET version = version + 1, sequence = sequence + 1, starts_at = \(span.start),
        ends_at = \(span.end), practitioner_id = \(assignment.practitioner), room_id = \(assignment.room),
        device_id = \(assignment.device), location_id = \(assignment.location), changed_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }

  /// The session after the locks, when all of it can still be changed.
  /// - Throws: ``StaffRefusal``.
  static func changeable(
    _ before: GroupSession, version: Int, locked: Set<ResourceID>, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> GroupSession {
    guard let current = try Groups.find(before.id, now: now, in: tx.reader), current.version == version,
      current.assignment.resources.isSubset(of: locked)
    else { throw StaffRefusal.stale }
    let isOver = try GroupParticipants.live(current.id, in: tx).contains {
      $0.status == .fulfilled || $0.status == .checkedIn
    }
    guard current.status == .planned, !isOver else { throw StaffRefusal.notPossible }
    return current
  }
}
