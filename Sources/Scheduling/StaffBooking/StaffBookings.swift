import Core
import Database
import SQL

/// Appointments that staff make. The same pattern as ``Bookings``: lock the resources, decide, claim, write, audit.
enum StaffBookings {
  enum Who: Sendable { case known(PatientID), new(NewPatient) }

  struct Order: Sendable {
    let who: Who
    let service: ServiceID
    let wish: PlaceWish
    let note: String
    let formKey: [UInt8]
    let language: Language
    /// Why it is booked although something is in the way; nil to be told what is.
    let overrideReason: String?
  }

  /// Staff may book outside opening hours and notice, and on top of something, when they say why.
  /// - Throws: ``StaffRefusal``; `Refusal.notFound` is the caller's for a patient of nobody.
  static func book(
    _ order: Order, registering registration: PatientRegistration, now: Instant, in db: borrowing TenantConnection
  ) throws -> AppointmentID {
    // A form may come twice: the network failed, or somebody pressed twice. The second finds the first.
    if let first = try Appointments.made(by: order.formKey, in: db.reader) { return first.id }
    let zone = try Zone(name: db.practice.zoneName)
    guard let before = try Offering.find(order.service, in: db.reader) else { throw StaffRefusal.notOffered }
    let locked = before.limited(to: order.wish).resources
    let id = AppointmentID.make()
    do {
      return try db.transaction(AuditEvent("appointment.book", "scheduling_appointment", id.id, patient: order.known)) {
        tx in
        try Resources.lock(locked, in: tx)
        guard let offering = try Offering.find(order.service, in: tx.reader), offering.service.isActive,
          !offering.service.isGroup,
          offering.offers(order.wish), offering.limited(to: order.wish).resources.isSubset(of: locked)
        else { throw StaffRefusal.notOffered }
        let service = offering.service
        let place = try Overbooking.decide(
          order.wish,
          offering.limited(to: order.wish).lasting(
            order.wish.minutes, before: service.bufferBefore, after: service.bufferAfter),
          reason: order.overrideReason, zone: zone, now: now, apart: nil, in: tx)
        try Claims.removeExpired(of: locked, now: now, in: tx)
        let patient =
          switch order.who {
          case .known(let id): id
          case .new(let new): try registration.register(new, now, tx)
          }
        try NewAppointment(
          id: id, patient: patient, service: service, assignment: place.assignment, span: order.wish.span,
          lane: place.lane, overrideReason: place.reason, source: .staff, language: order.language, note: order.note,
          formKey: order.formKey, request: nil, series: nil, group: nil
        ).insert(zone: zone, now: now, in: tx)
        try place.audit(id, patient: patient, in: tx)
        return id
      }
    } catch {
      // Both came at once: the first now stands in the way of the second, or has taken its key.
      guard let first = try Appointments.made(by: order.formKey, in: db.reader) else { throw error }
      return first.id
    }
  }

  /// Another time, length, practitioner, room or device. The appointment stays the same one.
  /// - Parameters:
  ///   - version: the one the form was shown for.
  ///   - tells: whether the patient is told.
  /// - Throws: ``StaffRefusal``.
  static func move(
    _ before: Appointment, version: Int, to wish: PlaceWish, overrideReason: String?, tells: Bool,
    now: Instant, in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    let untoldBy = tells ? nil : db.scope.actor.user
    var wish = wish
    if wish.practitioner == before.assignment.practitioner { wish.staying = .exactly(before.assignment.location) }
    guard let offered = try Offering.find(before.service, in: db.reader) else { throw StaffRefusal.notOffered }
    let locked = offered.limited(to: wish).resources.union(before.assignment.resources)
    let event = AuditEvent("appointment.reschedule", "scheduling_appointment", before.id.id, patient: before.patient)
    try db.transaction(event) { tx in
      try Resources.lock(locked, in: tx)
      guard let current = try Appointments.find(before.id, in: tx.reader), current.version == version,
        current.assignment.resources.isSubset(of: locked)
      else { throw StaffRefusal.stale }
      guard current.status.isMovable, current.group == nil else { throw StaffRefusal.notPossible }
      guard let offering = try Offering.find(current.service, in: tx.reader), offering.offers(wish),
        offering.limited(to: wish).resources.isSubset(of: locked)
      else { throw StaffRefusal.notOffered }
      let place = try Overbooking.decide(
        wish,
        offering.limited(to: wish).lasting(wish.minutes, before: current.bufferBefore, after: current.bufferAfter),
        reason: overrideReason, zone: zone, now: now, apart: current.id, in: tx)
      try Claims.removeExpired(of: locked, now: now, in: tx)
      try Moves.write(
        current, to: wish.span, place.assignment, lane: place.lane, zone: zone, untoldBy: untoldBy, now: now, in: tx)
      let (column, row) = (Appointments.reasonColumn, current.id.id)
      let sealed = try tx.sealIfPresent(place.reason, column, row: row, patient: current.patient)
      try tx.execute(
        """
        UPDATE scheduling_appointment
        SET sealed_override_reason = \(sealed)
        WHERE practice_id = \(tx.scope) AND id = \(current.id)
        """)
      try place.audit(current.id, patient: current.patient, in: tx)
    }
  }
}

extension StaffBookings.Order {
  fileprivate var known: PatientID? {
    switch who {
    case .known(let id): id
    case .new: nil
    }
  }
}
