import Core
import Database
import SQL

/// Sessions that staff change: places, length, time, practitioner, room and device in one go, for everybody in them.
enum GroupChanges {
  enum Refusal: Error, Sendable {
    /// More take part, or are booking right now, than there would be places.
    case tooFew(taken: Int)
    /// The clocks leap over the time of one that follows.
    case leftOut
  }

  /// All of them or none. Who takes part is told only when time or place is another, and once.
  /// - Throws: ``StaffRefusal``, ``Refusal``.
  static func carryOut(
    _ change: GroupChange, on before: GroupSession, _ shown: GroupsShown, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    guard let offered = try Offering.find(before.service, in: db.reader) else { throw StaffRefusal.notOffered }
    let locked = try GroupSeries.chosen(before, shown, now: now, in: db.reader).reduce(into: offered.resources) {
      $0.formUnion($1.assignment.resources)
    }
    let target =
      shown.isFollowing && !before.stays(change.wish)
      ? try GroupPlans.clock(of: change.wish, offered, zone, now: now, in: db.reader) : nil
    let event =
      before.stays(change.wish)
      ? AuditEvent("group.change", "scheduling_group", before.id.id)
      : AuditEvent("group.move", "scheduling_group", before.id.id)
    try db.transaction(event) { tx in
      try Resources.lock(locked, in: tx)
      let current = try GroupSeries.changeable(before, shown, locked: locked, now: now, in: tx)
      let tight = current.filter { change.places(for: $0, of: current[0]) < $0.taken }
      if let most = tight.map(\.taken).max() { throw Refusal.tooFew(taken: most) }
      let clocks = try GroupClocks(current, own: zone, target: target, in: tx.reader)
      let steps = try current.map { session in
        guard let wish = change.wish(for: session, of: current[0], clocks) else { throw Refusal.leftOut }
        return (session: session, wish: wish)
      }
      let moving = steps.filter { !$0.session.stays($0.wish) }
      let assignments = try review(moving, locked: locked, zone: zone, now: now, in: tx)
      for (step, assignment) in zip(moving, assignments) {
        try move(step.session, to: step.wish.span, assignment, change, zone: zone, now: now, in: tx)
      }
      for step in steps {
        try GoogleCopies.changed(step.session.id, now: now, in: tx)
        let places = change.places(for: step.session, of: current[0])
        try setPlaces(of: step.session, to: places, now: now, in: tx)
        let hasMoved = !step.session.stays(step.wish)
        if hasMoved || places > step.session.places {
          try FreedPlaces.open(
            step.wish.span, of: step.wish.practitioner, step.session.service, now: now, in: tx)
        }
        if step.session.id != before.id { try tx.audit(audit(step.session.id, hasMoved)) }
      }
    }
  }

  private static func audit(_ id: GroupID, _ hasMoved: Bool) -> AuditEvent {
    hasMoved
      ? AuditEvent("group.move", "scheduling_group", id.id) : AuditEvent("group.change", "scheduling_group", id.id)
  }

  /// Takes what they had away, and finds what they would meet where they go. None stands in its own way.
  private static func review(
    _ moving: [(session: GroupSession, wish: PlaceWish)], locked: Set<ResourceID>, zone: Zone, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> [Availability.Assignment] {
    guard let first = moving.first else { return [] }
    guard let offering = try Offering.find(first.session.service, in: tx.reader),
      offering.resources.isSubset(of: locked), moving.allSatisfy({ offering.offers($0.wish) })
    else { throw StaffRefusal.notOffered }
    for step in moving { try Claims.release(step.session.id, in: tx) }
    try Claims.removeExpired(of: locked, now: now, in: tx)
    // Those of one series may differ in what they take: each is looked at by itself.
    let reviews = try moving.map { step in
      let exact = offering.limited(to: step.wish).lasting(
        step.wish.minutes, before: step.session.bufferBefore, after: step.session.bufferAfter)
      return try PlaceReview.of(step.wish, exact, zone: zone, now: now, apart: nil, in: tx.reader)
    }
    let conflicts = reviews.flatMap(\.conflicts)
    guard conflicts.isEmpty else { throw StaffRefusal.conflicts(conflicts, canOverride: false) }
    return reviews.map(\.assignment)
  }

  private static func move(
    _ session: GroupSession, to span: TimeSpan, _ assignment: Availability.Assignment, _ change: GroupChange,
    zone: Zone, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let untoldBy = change.tells ? nil : tx.scope.actor.user
    do {
      try Claims.take(
        assignment, span.widened(before: session.bufferBefore, after: session.bufferAfter), lane: 0,
        for: .group(session.id), in: tx)
    } catch SlotRefusal.taken {
      throw StaffRefusal.conflicts([], canOverride: false)
    }
    try FreedPlaces.leave(session, for: span, assignment, now: now, in: tx)
    try tx.execute(
      """
      UPDATE scheduling_group SET sequence = sequence + 1, starts_at = \(span.start), ends_at = \(span.end),
        practitioner_id = \(assignment.practitioner), room_id = \(assignment.room), device_id = \(assignment.device),
        location_id = \(assignment.location), changed_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(session.id)
      """)
    for participant in try GroupParticipants.live(session.id, in: tx) {
      try Moves.record(
        participant, span, assignment, lane: 0, group: session.id, zone: zone, untoldBy: untoldBy, now: now, in: tx)
      try tx.audit(
        AuditEvent(
          "appointment.reschedule", "scheduling_appointment", participant.id.id, patient: participant.patient))
    }
  }

  private static func setPlaces(
    of session: GroupSession, to places: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    if places < session.places { try GroupPlaces.renumber(session.id, now: now, in: tx) }
    try tx.execute(
      """
      UPDATE scheduling_group SET version = version + 1, places = \(places)
      WHERE practice_id = \(tx.scope) AND id = \(session.id)
      """)
  }
}
