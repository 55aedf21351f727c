import Core
import Crypto
import Database
import Routing
import SQL

/// What was found when a wish was held against hours and claims.
struct PlaceReview: Sendable {
  let assignment: Availability.Assignment
  let conflicts: [PlaceConflict]

  /// - Parameters:
  ///   - offering: limited to what was asked for, with the length and buffers of this visit.
  ///   - apart: the appointment that is moved: it does not stand in its own way.
  /// - Throws: ``StaffRefusal/notOffered``.
  static func of(
    _ wish: PlaceWish, _ offering: Offering, zone: Zone, now: Instant, apart: AppointmentID?,
    in db: borrowing TenantReader
  ) throws -> PlaceReview {
    guard let practitioner = offering.practitioners.first else { throw StaffRefusal.notOffered }
    let date = zone.local(wish.start).date
    let availability = try offering.availability(from: date, through: date, zone: zone, now: now, apart: apart, in: db)
    let chosen =
      [practitioner]
      + [pick(offering.rooms, wish.span, availability), pick(offering.devices, wish.span, availability)]
      .compactMap { $0 }
    let needed = wish.span.widened(before: offering.service.bufferBefore, after: offering.service.bufferAfter)
    let closed = chosen.filter { !availability.works($0.id, during: wish.span) }.map { resource in
      PlaceConflict(resource: resource, kind: closure(of: resource.id, on: date, availability.hours))
    }
    let taken = try takers(of: chosen, needed: needed, visit: wish.span, now: now, apart: apart, in: db)
    return PlaceReview(
      assignment: Availability.Assignment(
        practitioner: practitioner.id, room: chosen.first { $0.kind == .room }?.id,
        device: chosen.first { $0.kind == .device }?.id),
      conflicts: closed + taken)
  }

  /// Of several that would do: one that is free and open, else one that is free, else the first.
  private static func pick(_ resources: [Resource], _ visit: TimeSpan, _ availability: Availability) -> Resource? {
    resources.first { availability.works($0.id, during: visit) && availability.isFree($0.id, during: visit) }
      ?? resources.first { availability.isFree($0.id, during: visit) } ?? resources.first
  }

  private static func closure(of id: ResourceID, on date: LocalDate, _ hours: OpeningHours) -> PlaceConflict.Kind {
    hours.isClosedByException(id, on: date)
      ? .closed(reason: hours.reason(for: id, on: date)) : .outsideHours(hours.spans(of: id, on: date))
  }

  private static func takers(
    of resources: [Resource], needed: TimeSpan, visit: TimeSpan, now: Instant, apart: AppointmentID?,
    in db: borrowing TenantReader
  ) throws -> [PlaceConflict] {
    let reach = try PatientReach.of(.readSchedule, now: now, in: db)
    return try db.rows(
      """
      SELECT c.resource_id, c.starts_at, c.ends_at, c.expires_at, a.id, a.starts_at, a.ends_at, s.name, p.id,
        p.sealed_name, \(reach.condition("a.patient_id", db.scope))
      FROM scheduling_claim c
      LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = c.appointment_id
      LEFT JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      WHERE c.practice_id = \(db.scope) AND c.resource_id IN \(list: resources.map(\.id))
        AND c.starts_at < \(needed.end) AND c.ends_at > \(needed.start)
        AND (c.expires_at IS NULL OR c.expires_at > \(now))
      ORDER BY c.starts_at, c.resource_id
      """
    ) { row -> PlaceConflict? in
      let id = try row.id(0, as: ResourceID.self)
      guard let resource = resources.first(where: { $0.id == id }) else { return nil }
      guard let appointment = try row.idIfPresent(4, as: AppointmentID.self) else {
        return PlaceConflict(
          resource: resource,
          kind: .held(TimeSpan(start: try row.instant(1), end: try row.instant(2)), until: try row.instant(3)))
      }
      guard appointment != apart else { return nil }
      let span = TimeSpan(start: try row.instant(5), end: try row.instant(6))
      let name =
        try row.bool(10)
        ? CalendarEntries.name(try row.opened(9, CalendarEntries.patientName, row: try row.id(8))) : nil
      return PlaceConflict(
        resource: resource,
        kind: .taken(
          PlaceConflict.Taken(
            appointment: appointment, patient: name, service: try row.text(7), span: span,
            isBufferOnly: !span.overlaps(visit))))
    }.compactMap { $0 }
  }
}
