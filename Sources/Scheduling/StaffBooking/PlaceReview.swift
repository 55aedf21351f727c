import Core
import Database

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
    let date = zone.local(wish.start).date
    let availability = try offering.availability(from: date, through: date, zone: zone, now: now, apart: apart, in: db)
    guard let only = try of([wish], offering, availability, now: now, in: db).first else {
      throw StaffRefusal.notOffered
    }
    return only
  }

  /// The same of many wishes, in their order, by what was read for all of them at once.
  /// - Throws: ``StaffRefusal/notOffered``.
  static func of(
    _ wishes: [PlaceWish], _ offering: Offering, _ availability: Availability, now: Instant,
    in db: borrowing TenantReader
  ) throws -> [PlaceReview] {
    guard let practitioner = offering.practitioners.first else { throw StaffRefusal.notOffered }
    let found = wishes.map { find($0, practitioner, offering, availability) }
    let takers = try Takers.read(found.flatMap(\.obstacles).compactMap(\.claim), now: now, in: db)
    return found.map { PlaceReview($0, practitioner, availability, takers) }
  }

  /// What was chosen for a wish, and what is in its way.
  private struct Found {
    let wish: PlaceWish
    let chosen: [Resource]
    let obstacles: [PlaceObstacle]
    let location: LocationID?
  }

  /// Where the practitioner is then decides what can be taken. What was asked for by name is taken all the same, and that
  /// it stands elsewhere is said.
  private static func find(
    _ wish: PlaceWish, _ practitioner: Resource, _ offering: Offering, _ availability: Availability
  ) -> Found {
    let isOpen = availability.hours.open(of: practitioner.id, on: availability.zone.local(wish.start).date)
      .contains { $0.span.contains(wish.span) }
    let hours = availability.near(availability.site(of: practitioner.id, during: wish.span))
    let asked = availability.wanted.exact ?? (isOpen ? nil : wish.staying.exact)
    let isAway = asked.map { $0 != hours.location } ?? false
    let near = isAway ? availability.near((asked ?? nil).map { Site.named($0) }) : hours
    let rooms = offering.rooms.filter { near.rooms.contains($0.id) }
    // Those of the place before those that go along.
    let devices = near.devices.compactMap { id in offering.devices.first { $0.id == id } }
    let room = pick(rooms.isEmpty ? offering.rooms : rooms, wish.span, availability)
    let device = pick(devices.isEmpty ? offering.devices : devices, wish.span, availability)
    let chosen = [practitioner, room, device].compactMap { $0 }
    let strays = [rooms.isEmpty ? room : nil, devices.isEmpty ? device : nil].compactMap { $0 }
    var obstacles = strays.map { PlaceObstacle(resource: $0.id, kind: .away($0.home)) }
    if isAway, isOpen { obstacles.append(PlaceObstacle(resource: practitioner.id, kind: .away(hours.site))) }
    obstacles += chosen.flatMap { availability.placeObstacles(of: $0.id, during: wish.span) }
    let found =
      rooms.isEmpty ? room?.home?.location ?? near.location : near.location(with: room?.id, availability.hours)
    return Found(
      wish: wish, chosen: chosen, obstacles: obstacles, location: asked ?? found)
  }

  private init(
    _ found: Found, _ practitioner: Resource, _ availability: Availability, _ takers: [EntityID: Taker]
  ) {
    let all = found.obstacles.compactMap { obstacle in
      found.chosen.first { $0.id == obstacle.resource }.flatMap {
        PlaceConflict(obstacle, of: $0, during: found.wish.span, availability, takers)
      }
    }
    assignment = Availability.Assignment(
      practitioner: practitioner.id, room: found.chosen.first { $0.kind == .room }?.id,
      device: found.chosen.first { $0.kind == .device }?.id, location: found.location)
    conflicts = all.filter { !$0.needsLane } + all.filter(\.needsLane)
  }

  /// Of several that would do: one that is free and open, else one that is free, else the first.
  private static func pick(_ resources: [Resource], _ visit: TimeSpan, _ availability: Availability) -> Resource? {
    let obstacles = resources.map { (resource: $0, found: availability.placeObstacles(of: $0.id, during: visit)) }
    return
      (obstacles.first { $0.found.isEmpty } ?? obstacles.first { $0.found.allSatisfy { $0.claim == nil } })?.resource
      ?? resources.first
  }
}

extension PlaceConflict {
  /// Nil for a claim that went away since it was found.
  init?(
    _ obstacle: PlaceObstacle, of resource: Resource, during visit: TimeSpan, _ availability: Availability,
    _ takers: [EntityID: Taker]
  ) {
    self.resource = resource
    switch obstacle.kind {
    case .closed:
      let (hours, date) = (availability.hours, availability.zone.local(visit.start).date)
      kind =
        hours.isClosedByException(resource.id, on: date)
        ? .closed(reason: hours.reason(for: resource.id, on: date))
        : .outsideHours(hours.spans(of: resource.id, on: date))
    case .away(let site): kind = .otherPlace(site?.name)
    case .taken(let claim):
      guard let taker = takers[claim.id] else { return nil }
      switch taker {
      case .hold(let until): kind = .held(claim.span, until: until)
      case .elsewhere: kind = .elsewhere(claim.span)
      case .group(let name, let span): kind = .group(name, span)
      case .visit(let visitor):
        kind = .taken(
          Taken(
            appointment: visitor.appointment, patient: visitor.patient, service: visitor.service, span: visitor.span,
            bufferMinutes: PlaceConflict.buffer(between: visit, visitor.span, claim, availability.service)))
      }
    }
  }

  /// How long has to stay free between two visits that do not meet themselves; nil for two that do.
  private static func buffer(
    between visit: TimeSpan, _ other: TimeSpan, _ claim: Claim, _ service: Service
  ) -> Int? {
    guard !visit.overlaps(other) else { return nil }
    return other.end <= visit.start
      ? claim.span.end.minutes(since: other.end) + service.bufferBefore
      : other.start.minutes(since: claim.span.start) + service.bufferAfter
  }
}
