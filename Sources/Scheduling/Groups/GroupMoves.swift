import Core
import Database
import SQL

/// A participant who goes to another session of the same service, and leaves their place to somebody else.
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
      try go(appointment, to: group, zone: zone, untoldBy: nil, now: now, in: tx)
    }
  }

  /// By staff, who are not held to notice and horizon.
  /// - Parameters:
  ///   - version: of the appointment, as the form showed it.
  ///   - tells: whether the patient is told.
  /// - Throws: ``GroupBookings/Refusal``.
  static func send(
    _ before: Appointment, version: Int, to target: GroupID, tells: Bool, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    let untoldBy = tells ? nil : db.scope.actor.user
    guard let shown = try Groups.find(target, now: now, in: db.reader) else { throw GroupBookings.Refusal.changed }
    let event = AuditEvent("appointment.reschedule", "scheduling_appointment", before.id.id, patient: before.patient)
    do {
      try db.transaction(event) { tx in
        try Resources.lock(before.assignment.resources.union(shown.assignment.resources), in: tx)
        guard let appointment = try Appointments.find(before.id, in: tx.reader), appointment.version == version,
          appointment.assignment == before.assignment, appointment.status.isMovable, let own = appointment.group,
          let group = try Groups.find(target, now: now, in: tx.reader), group.status == .planned, group.id != own,
          group.service == appointment.service, group.assignment == shown.assignment
        else { throw GroupBookings.Refusal.changed }
        guard try !GroupParticipants.includes(appointment.patient, in: group.id, tx) else {
          throw GroupBookings.Refusal.takesPart
        }
        try go(appointment, to: group, zone: zone, untoldBy: untoldBy, now: now, in: tx)
      }
    } catch SlotRefusal.taken {
      throw GroupBookings.Refusal.full
    }
  }

  /// After the locks of both sessions. The place that is left is offered to whoever waits.
  private static func go(
    _ appointment: Appointment, to group: GroupSession, zone: Zone, untoldBy: UserID?, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try Claims.release(appointment, in: tx)
    if let left = appointment.group { try GoogleCopies.changed(left, now: now, in: tx) }
    try GroupPlaces.take(group, for: .appointment(appointment.id, expires: nil), now: now, in: tx)
    try FreedTimes.record(
      appointment.span, of: appointment.assignment.practitioner, by: appointment.patient,
      graceMinutes: FreedTimes.graceMinutes, now: now, in: tx)
    try Moves.record(
      appointment, group.span, group.assignment, lane: 0, group: group.id, zone: zone, untoldBy: untoldBy, now: now,
      in: tx)
  }
}
