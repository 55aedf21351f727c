import Core
import Database
import SQL

/// A service with everything that could carry out an appointment of it.
struct Offering: Sendable {
  let service: Service
  let practitioners: [Resource]
  let rooms: [Resource]
  let devices: [Resource]
  /// Where it is to be.
  let wanted: WantedPlace

  private var everything: [Resource] { practitioners + rooms + devices }
  var resources: Set<ResourceID> { Set(everything.map(\.id)) }

  /// Nil when there is no such service in this practice.
  static func find(_ id: ServiceID, in db: borrowing TenantReader) throws -> Offering? {
    try Services.find(id, in: db).map { try of($0, in: db) }
  }

  static func of(_ service: Service, in db: borrowing TenantReader) throws -> Offering {
    let resources = try Resources.offering(service.id, in: db)
    return Offering(
      service: service, practitioners: resources.filter { $0.kind == .practitioner },
      rooms: resources.filter { $0.kind == .room }, devices: resources.filter { $0.kind == .device }, wanted: .any)
  }

  /// Inside the transaction of a visitor's booking: whether the practice and the service can be booked by the public.
  /// - Throws: ``SlotRefusal``.
  func requireOnline(in tx: borrowing TenantTransaction) throws {
    let isOpen = try tx.first("SELECT books_online FROM practices_practice WHERE practice_id = \(tx.scope)") {
      try $0.bool(0)
    }
    if let first = service.obstacles(isPracticeOpen: isOpen ?? false).first { throw SlotRefusal(first) }
  }

  /// The same service carried out by one practitioner only.
  func limited(to practitioner: ResourceID) -> Offering {
    Offering(
      service: service, practitioners: practitioners.filter { $0.id == practitioner }, rooms: rooms, devices: devices,
      wanted: wanted)
  }

  /// The same service in one place only. Where it is by video, nobody goes anywhere.
  func limited(at place: WantedPlace) -> Offering {
    Offering(
      service: service, practitioners: practitioners, rooms: rooms, devices: devices,
      wanted: service.mode == .video ? .any : place)
  }

  /// Exactly these resources and no others, where they are. Nil when the service no longer takes place with them: another kind of
  /// resource is needed now, or one of these is not offered any more.
  func limited(to assignment: Availability.Assignment) -> Offering? {
    let exact = Offering(
      service: service, practitioners: practitioners.filter { $0.id == assignment.practitioner },
      rooms: rooms.filter { $0.id == assignment.room }, devices: devices.filter { $0.id == assignment.device },
      wanted: .exactly(assignment.location))
    let needsAsBefore = rooms.isEmpty == (assignment.room == nil) && devices.isEmpty == (assignment.device == nil)
    return needsAsBefore && exact.resources == assignment.resources ? exact : nil
  }

  /// What is free between two local dates, from three statements.
  func availability(
    from first: LocalDate, through last: LocalDate, zone: Zone, now: Instant, apart: AppointmentID? = nil,
    apartHold: HoldID? = nil, in db: borrowing TenantReader
  ) throws -> Availability {
    let hours = try Schedules.hours(
      of: everything, areAll: false, from: first.adding(days: -1), through: last.adding(days: 1), in: db)
    // A day and a buffer more on each side: a claim that began before the first midnight still counts.
    let span = TimeSpan(
      start: zone.startOfDay(first.adding(days: -1)), end: zone.startOfDay(last.adding(days: 2)))
    let claims = try Schedules.claims(
      of: resources, during: span, now: now, apart: apart, apartHold: apartHold, in: db)
    return availability(hours, claims)
  }

  private func availability(_ hours: OpeningHours, _ claims: [Claim]) -> Availability {
    Availability(
      zone: hours.zone, service: service, hours: hours,
      claims: ClaimsByTime(claims),
      practitioners: practitioners.map(\.id), rooms: rooms.map(\.id), devices: devices.map(\.id),
      capacities: everything.capacities, wanted: wanted)
  }

  /// Where it can be had between two dates, whatever is taken by then; nil is the practice itself. A service for groups
  /// also where a session of it is planned.
  func locations(
    from first: LocalDate, through last: LocalDate, now: Instant, in db: borrowing TenantReader
  ) throws -> Set<LocationID?> {
    let hours = try Schedules.hours(of: everything, areAll: false, from: first, through: last, in: db)
    let usual = Set(availability(hours, []).places.map { $0?.location })
    guard service.isGroup else { return usual }
    let span = TimeSpan(start: now, end: hours.zone.startOfDay(last.adding(days: 1)))
    let people = Set(practitioners.map(\.id))
    let planned = try Groups.planned(service.id, startingIn: span, now: now, in: db).map(\.assignment)
    return usual.union(planned.filter { people.contains($0.practitioner) }.map(\.location))
  }
}
