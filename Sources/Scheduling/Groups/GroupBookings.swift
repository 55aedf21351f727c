import Core
import Database
import SQL

/// Participants that staff add.
enum GroupBookings {
  struct Order: Sendable {
    let who: StaffBookings.Who
    let language: Language
    let formKey: [UInt8]
  }

  enum Refusal: Error, Sendable {
    case full
    /// The patient has a place already.
    case takesPart
    /// Moved, cancelled or gone since the form was shown.
    case changed
  }

  /// - Throws: ``Refusal``.
  static func add(
    _ order: Order, to before: GroupSession, registering registration: PatientRegistration, now: Instant,
    in db: borrowing TenantConnection
  ) throws -> AppointmentID {
    // A form may come twice. The second finds what the first made.
    if let first = try Appointments.made(by: order.formKey, in: db.reader) { return first.id }
    let zone = try Zone(name: db.practice.zoneName)
    let id = AppointmentID.make()
    let event = AuditEvent("appointment.book", "scheduling_appointment", id.id, patient: order.known)
    do {
      return try db.transaction(event) { tx in
        try Resources.lock(before.assignment.resources, in: tx)
        guard let group = try Groups.find(before.id, now: now, in: tx.reader), group.status == .planned,
          group.assignment == before.assignment, let service = try Services.find(group.service, in: tx.reader)
        else { throw Refusal.changed }
        let patient =
          switch order.who {
          case .known(let id): id
          case .new(let new): try registration.register(new, now, tx)
          }
        guard try !GroupParticipants.includes(patient, in: group.id, tx) else { throw Refusal.takesPart }
        try NewAppointment(
          id: id, patient: patient, service: service, assignment: group.assignment, span: group.span, lane: 0,
          overrideReason: nil, source: .staff, language: order.language, note: "", formKey: order.formKey,
          request: nil, series: nil, group: group
        ).insert(zone: zone, now: now, in: tx)
        return id
      }
    } catch SlotRefusal.taken {
      throw Refusal.full
    } catch let error as DatabaseError where error.isDuplicate {
      guard let first = try Appointments.made(by: order.formKey, in: db.reader) else { throw error }
      return first.id
    }
  }
}

extension GroupBookings.Order {
  fileprivate var known: PatientID? {
    switch who {
    case .known(let id): id
    case .new: nil
    }
  }
}
