import Core

/// The rules of free time, over values already read: the same code offers slots on the page, decides inside the booking
/// transaction and says why a time is not free.
struct Availability: Sendable {
  /// Of the practice: what is a day, and what rules of booking are about.
  let zone: Zone
  let service: Service
  let hours: OpeningHours
  /// Those that still count, of every resource the service can use.
  let claims: ClaimsByTime
  let practitioners: [ResourceID]
  /// One of each list is needed; an empty list means none is.
  let rooms: [ResourceID]
  let devices: [ResourceID]
  /// Of rooms and devices for several at once; all others are for one.
  let capacities: [ResourceID: Int]
  /// Where it is to be.
  let wanted: WantedPlace

  /// A start that could be booked in one place, with the practitioners who could take it there.
  struct Slot: Sendable, Equatable {
    let span: TimeSpan
    let wallClock: LocalDateTime
    let practitioners: [ResourceID]
    /// Nil: at the practice itself.
    let location: LocationID?
  }

  /// What one appointment takes, and where it is.
  struct Assignment: Sendable, Equatable {
    let practitioner: ResourceID
    let room: ResourceID?
    let device: ResourceID?
    /// Nil: at the practice itself.
    let location: LocationID?
    var resources: Set<ResourceID> { Set([practitioner, room, device].compactMap { $0 }) }
    func includes(_ resource: ResourceID) -> Bool { practitioner == resource || room == resource || device == resource }
  }

  private struct Offer: Hashable, Comparable {
    let start: Instant
    let location: LocationID?

    static func < (a: Offer, b: Offer) -> Bool {
      guard a.start == b.start else { return a.start < b.start }
      return b.location.map { other in a.location.map { $0 < other } ?? true } ?? false
    }
  }

  /// Starts of one date of the practice, in time order. The grid is that of the wall clock of the place: a time that does
  /// not exist is left out, one that exists twice is offered twice.
  func slots(on date: LocalDate, for booker: Booker) -> [Slot] {
    let open = openSpans(on: date)
    var offers: [Offer: (wallClock: LocalDateTime, practitioners: [ResourceID])] = [:]
    for practitioner in practitioners {
      eachStretch(of: practitioner, on: date) { stretch in
        let starts = starts(in: stretch)
        for near in nears(stretch.site) {
          for (start, wallClock) in starts
          where obstacles(at: start, with: practitioner, for: booker, open, near, isOnGrid: true, stopsAtFirst: true)
            .isEmpty
          {
            let shown = stretch.isElsewhere ? zone.local(start) : wallClock
            offers[Offer(start: start, location: near.location), default: (shown, [])].practitioners
              .append(practitioner)
          }
        }
      }
    }
    return offers.sorted { $0.key < $1.key }.map {
      Slot(
        span: span(at: $0.key.start), wallClock: $0.value.wallClock, practitioners: $0.value.practitioners,
        location: $0.key.location)
    }
  }

  func span(at start: Instant) -> TimeSpan { TimeSpan(start: start, end: start.adding(minutes: service.minutes)) }

  /// Everything that stands in the way of a start; empty exactly when the search offers it.
  func obstacles(at start: Instant, with practitioner: ResourceID, for booker: Booker) -> [SlotObstacle] {
    found(at: start, with: practitioner, for: booker, openSpans(on: zone.local(start).date)).obstacles
  }

  /// Of several places the first in which nothing is in the way, else the first.
  private func found(
    at start: Instant, with practitioner: ResourceID, for booker: Booker, _ open: [ResourceID: [OpenSpan]]
  ) -> (near: Near, obstacles: [SlotObstacle]) {
    let isOnGrid = !booker.keepsGrid || isOn(zone.local(start).date, practitioner, start)
    let all = nears(site(of: practitioner, during: span(at: start))).map { near in
      (
        near: near,
        obstacles: obstacles(
          at: start, with: practitioner, for: booker, open, near, isOnGrid: isOnGrid, stopsAtFirst: false)
      )
    }
    return all.first { $0.obstacles.isEmpty } ?? all[0]
  }

  /// Who and what would take an appointment at `start`; nil when something is in its way.
  func assignment(at start: Instant, with practitioner: ResourceID, for booker: Booker) -> Assignment? {
    let open = openSpans(on: zone.local(start).date)
    let (near, obstacles) = found(at: start, with: practitioner, for: booker, open)
    guard obstacles.isEmpty else { return nil }
    let free = { (resource: ResourceID) in
      placeObstacles(of: resource, during: span(at: start), open, at: .any, stopsAtFirst: true).isEmpty
    }
    let room = near.rooms.first(where: free)
    return Assignment(
      practitioner: practitioner, room: room, device: near.devices.first(where: free),
      location: near.location(with: room, hours))
  }

  /// What stands in the way of one resource taking this visit. Buffers may reach outside the hours: nobody waits in them.
  func placeObstacles(of resource: ResourceID, during visit: TimeSpan) -> [PlaceObstacle] {
    let open = hours.open(of: resource, on: zone.local(visit.start).date)
    return placeObstacles(
      of: resource, during: visit, [resource: open], at: .any, stopsAtFirst: false)
  }

  /// Whether somebody who could take it has a visit right before or after: closer than the next start would be.
  func isNextToVisit(_ slot: Slot) -> Bool {
    let needed = slot.span.widened(before: service.bufferBefore, after: service.bufferAfter)
    let near = needed.widened(before: service.stepMinutes, after: service.stepMinutes)
    return slot.practitioners.contains { person in
      claims.touching(near, of: person).contains { $0.appointment != nil && !$0.span.overlaps(needed) }
    }
  }

  /// The one place where it is decided.
  /// - Parameters:
  ///   - near: what there is where the practitioner is then.
  ///   - stopsAtFirst: one reason is enough.
  private func obstacles(
    at start: Instant, with practitioner: ResourceID, for booker: Booker, _ open: [ResourceID: [OpenSpan]],
    _ near: Near, isOnGrid: Bool, stopsAtFirst: Bool
  ) -> [SlotObstacle] {
    var found = booker.obstacles(at: start)
    if !isOnGrid { found.append(.offGrid) }
    if !wanted.accepts(near.location) {
      found.append(.person(PlaceObstacle(resource: practitioner, kind: .away(near.site))))
    }
    if stopsAtFirst, !found.isEmpty { return found }
    let visit = span(at: start)
    found += placeObstacles(
      of: practitioner, during: visit, open, at: .exactly(near.site?.location), stopsAtFirst: stopsAtFirst
    ).map { .person($0) }
    for kind in [Resource.Kind.room, .device] {
      if stopsAtFirst, !found.isEmpty { return found }
      found += noneFree(kind, during: visit, open, near, stopsAtFirst: stopsAtFirst)
    }
    return found
  }

  /// Nothing where the service needs none of the kind, or one is free.
  private func noneFree(
    _ kind: Resource.Kind, during visit: TimeSpan, _ open: [ResourceID: [OpenSpan]], _ near: Near, stopsAtFirst: Bool
  ) -> [SlotObstacle] {
    let (all, these) = kind == .room ? (rooms, near.rooms) : (devices, near.devices)
    guard !all.isEmpty else { return [] }
    var reasons = these.isEmpty ? all.map { PlaceObstacle(resource: $0, kind: .away(hours.usual[$0])) } : []
    for place in these {
      let found = placeObstacles(of: place, during: visit, open, at: .any, stopsAtFirst: stopsAtFirst)
      if found.isEmpty { return [] }
      if !stopsAtFirst { reasons += found }
    }
    return [.noneFree(kind, reasons)]
  }

  /// - Parameter place: where the open time has to be that the visit lies in.
  private func placeObstacles(
    of resource: ResourceID, during visit: TimeSpan, _ open: [ResourceID: [OpenSpan]], at place: WantedPlace,
    stopsAtFirst: Bool
  ) -> [PlaceObstacle] {
    let isOpen = (open[resource] ?? []).contains {
      $0.span.contains(visit) && place.accepts($0.site?.location)
    }
    var found = isOpen ? [] : [PlaceObstacle(resource: resource, kind: .closed)]
    if stopsAtFirst, !isOpen { return found }
    let needed = visit.widened(before: service.bufferBefore, after: service.bufferAfter)
    let taking = claims.touching(needed, of: resource)
    // A unit that has something at any time of the visit cannot take it, so units are counted and not moments.
    let capacity = capacities[resource] ?? 1
    guard !taking.isEmpty, capacity == 1 || Set(taking.map(\.lane)).count >= capacity else { return found }
    found += taking.prefix(stopsAtFirst ? 1 : taking.count).map { PlaceObstacle(resource: resource, kind: .taken($0)) }
    return found
  }

  /// Of everything the service can use.
  private func openSpans(on date: LocalDate) -> [ResourceID: [OpenSpan]] {
    let resources = Set(practitioners + rooms + devices)
    return Dictionary(uniqueKeysWithValues: resources.map { ($0, hours.open(of: $0, on: date)) })
  }
}
