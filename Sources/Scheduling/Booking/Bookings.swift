import Core
import Crypto
import Database
import SQL

/// What a visitor does with a time: confirm the one that was kept, move it, cancel it.
enum Bookings {
  /// The key that makes a second confirmation of the same hold find the first.
  static func formKey(of token: Token) -> [UInt8] { Array(token.hash.prefix(16)) }

  /// Turns a hold into an appointment. A hold that has run out is taken anew when the time is still free.
  /// - Throws: ``SlotRefusal``.
  static func confirm(
    _ hold: Hold, token: Token, details: BookingDetails, visitor: [UInt8],
    registering registration: PatientRegistration, now: Instant, in db: borrowing TenantConnection
  ) throws -> AppointmentID {
    let settling = Settling(
      hold: hold, language: details.patient.language, note: details.note, formKey: formKey(of: token),
      visitor: visitor, asksStaff: true)
    return try settle(settling, knownPatient: nil, now: now, in: db) { tx in
      try registration.register(details.patient, now, tx)
    }
  }

  /// A place that is kept, and what is booked in it.
  struct Settling {
    let hold: Hold
    let language: Language
    let note: String
    let formKey: [UInt8]
    let visitor: [UInt8]
    /// Where the service asks staff first. Not for what they offered themselves.
    let asksStaff: Bool
  }

  /// What every booking of a kept place does: of a visitor, and of a patient who takes what the waitlist offered.
  /// - Parameter patient: whose it becomes; called inside the transaction, when the place is sure.
  /// - Throws: ``SlotRefusal``.
  static func settle(
    _ settling: Settling, knownPatient: PatientID?, now: Instant, in db: borrowing TenantConnection,
    patient: (borrowing TenantTransaction) throws -> PatientID
  ) throws -> AppointmentID {
    let (hold, zone, id) = (settling.hold, try Zone(name: db.practice.zoneName), AppointmentID.make())
    let isRequest =
      try settling.asksStaff && Services.asksStaff(hold.service, in: db.reader)
    let event =
      isRequest
      ? AuditEvent("appointment.request", "scheduling_appointment", id.id, patient: knownPatient)
      : AuditEvent("appointment.book", "scheduling_appointment", id.id, patient: knownPatient)
    do {
      return try db.transaction(event) { tx in
        try Resources.lock(hold.assignment.resources, in: tx)
        // The window below is that of the moment at which it was kept, which may be a day ago.
        guard hold.span.start > now else { throw SlotRefusal.tooSoon }
        guard let offering = try Offering.find(hold.service, in: tx.reader) else { throw SlotRefusal.notOffered }
        try offering.requireOnline(in: tx)
        let (assignment, group) = try place(hold, offering, zone: zone, now: now, in: tx)
        try Claims.removeExpired(of: hold.assignment.resources, now: now, in: tx)
        try Holds.remove(hold.id, in: tx)
        let patient = try patient(tx)
        // Only of a patient who is known: a stranger who types a name must not learn that it takes part.
        if let group, knownPatient != nil, try GroupParticipants.includes(patient, in: group.id, tx) {
          throw SlotRefusal.takesPart
        }
        let answerBy =
          settling.asksStaff
          ? offering.service.rules.approvalHours.map { min(now.adding(hours: $0), hold.span.start) } : nil
        try OpenBookings.requireFew(of: patient, offering.service, isRequest: answerBy != nil, now: now, in: tx)
        try NewAppointment(
          id: id, patient: patient, service: offering.service, assignment: assignment, span: hold.span, lane: 0,
          overrideReason: nil, source: .online, language: settling.language, note: settling.note,
          formKey: settling.formKey,
          request: answerBy.map { NewAppointment.Request(answerBy: $0, visitor: settling.visitor) },
          series: nil, group: group
        ).insert(zone: zone, now: now, in: tx)
        return id
      }
    } catch let error as DatabaseError where error.isDuplicate {
      guard let first = try Appointments.made(by: settling.formKey, in: db.reader) else { throw error }
      return first.id
    }
  }

  /// Whether what a hold keeps, or kept, can still be had: a time of its resources, or a place of a session.
  private static func place(
    _ hold: Hold, _ offering: Offering, zone: Zone, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> (Availability.Assignment, GroupSession?) {
    // The notice was kept when the place was taken; filling in the form does not use it up.
    let window = BookingWindow(offering.service, zone: zone, now: min(now, hold.createdAt))
    if let id = hold.group {
      if let first = window.obstacles(at: hold.span.start).first { throw SlotRefusal(first) }
      return (hold.assignment, try GroupHolds.session(id, of: hold, now: now, in: tx))
    }
    guard let exact = offering.limited(to: hold.assignment) else { throw SlotRefusal.notOffered }
    let assignment = try SlotChoice.decide(
      exact, at: hold.span.start, for: .holder(window), zone: zone, now: now, apartHold: hold.id, in: tx)
    return (assignment, nil)
  }

  /// Moves an appointment to another start on the patient's own wish. It stays as long as it is.
  /// - Parameters:
  ///   - sequence: the one the link was made for; an older link changes nothing.
  ///   - place: of the session to go to; a visit of one's own stays in its place.
  static func reschedule(
    _ id: AppointmentID, sequence: Int, to start: Instant, in place: WantedPlace, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    guard let before = try Appointments.find(id, in: db.reader),
      let offering = try Offering.find(before.service, in: db.reader)
    else { throw SlotRefusal.outdated }
    guard before.group == nil else {
      let limited = offering.limited(to: before.assignment.practitioner).limited(at: place)
      return try GroupMoves.reschedule(before, limited, sequence: sequence, to: start, zone: zone, now: now, in: db)
    }
    let locked = offering.again(for: before).resources.union(before.assignment.resources)
    try db.transaction(AuditEvent("appointment.reschedule", "scheduling_appointment", id.id, patient: before.patient)) {
      tx in
      try Resources.lock(locked, in: tx)
      let appointment = try changeable(id, sequence: sequence, now: now, in: tx)
      guard
        let offering = try Offering.find(appointment.service, in: tx.reader)?.again(for: appointment),
        offering.resources.isSubset(of: locked), appointment.assignment.resources.isSubset(of: locked)
      else { throw SlotRefusal.outdated }
      let assignment = try SlotChoice.decide(
        offering, at: start, for: .visitor(BookingWindow(offering.service, zone: zone, now: now)), zone: zone, now: now,
        apart: id, in: tx)
      try Claims.removeExpired(of: locked, now: now, in: tx)
      let span = TimeSpan(start: start, end: start.adding(minutes: offering.service.minutes))
      try Moves.write(appointment, to: span, assignment, lane: 0, zone: zone, untoldBy: nil, now: now, in: tx)
    }
  }

  /// Cancels on the patient's own wish. Late is allowed too: the fee that was agreed falls due.
  static func cancel(_ id: AppointmentID, sequence: Int, now: Instant, in db: borrowing TenantConnection) throws {
    guard let before = try Appointments.find(id, in: db.reader) else { throw SlotRefusal.outdated }
    try db.transaction(AuditEvent("appointment.cancel", "scheduling_appointment", id.id, patient: before.patient)) {
      tx in
      try Resources.lock(before.assignment.resources, in: tx)
      guard let appointment = try Appointments.find(id, in: tx.reader), appointment.sequence == sequence,
        appointment.status == .booked || appointment.status == .pending, appointment.span.start > now
      else { throw SlotRefusal.outdated }
      try Cancellations.write(
        appointment, by: .patient, reason: nil, lateFeeDue: appointment.isLateFeeOwed(at: now), lateFeeWaived: false,
        untoldBy: nil, now: now, in: tx)
    }
  }

  /// The appointment, when this link may still move it. Where staff agree to each, a new time is theirs to agree to.
  static func changeable(
    _ id: AppointmentID, sequence: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Appointment {
    guard let appointment = try Appointments.find(id, in: tx.reader), appointment.sequence == sequence,
      appointment.status == .booked, appointment.span.start > now
    else { throw SlotRefusal.outdated }
    guard now <= appointment.freeUntil else { throw SlotRefusal.insideNotice }
    guard try !Services.asksStaff(appointment.service, in: tx.reader) else { throw SlotRefusal.insideNotice }
    return appointment
  }
}
