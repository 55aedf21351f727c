import Core

/// The rules of free time, over values already read: the same code offers slots on the page and decides inside the
/// booking transaction.
struct Availability: Sendable {
  let zone: Zone
  let service: Service
  let hours: OpeningHours
  /// Claims that still count, of every resource the service can use.
  let claims: [ResourceID: [TimeSpan]]
  let practitioners: [ResourceID]
  /// One of each list is needed; an empty list means none is.
  let rooms: [ResourceID]
  let devices: [ResourceID]

  /// A start that could be booked, with the practitioners who could take it.
  struct Slot: Sendable, Equatable {
    let span: TimeSpan
    let wallClock: LocalDateTime
    let practitioners: [ResourceID]
  }

  /// What one appointment takes.
  struct Assignment: Sendable, Equatable {
    let practitioner: ResourceID
    let room: ResourceID?
    let device: ResourceID?
    var resources: Set<ResourceID> { Set([practitioner, room, device].compactMap { $0 }) }
    func includes(_ resource: ResourceID) -> Bool { practitioner == resource || room == resource || device == resource }
  }

  /// Starts of one local date, in time order. The grid is that of the wall clock: a time that does not exist is left
  /// out, one that exists twice is offered twice.
  func slots(on date: LocalDate, notBefore: Instant) -> [Slot] {
    let open = openSpans(on: date)
    var offers: [Instant: (wallClock: LocalDateTime, practitioners: [ResourceID])] = [:]
    for practitioner in practitioners {
      for wallClock in grid(of: practitioner, on: date) {
        for start in zone.instants(of: wallClock) where start >= notBefore {
          guard assignment(at: start, practitioner: practitioner, open: open) != nil else { continue }
          offers[start, default: (wallClock, [])].practitioners.append(practitioner)
        }
      }
    }
    return offers.sorted { $0.key < $1.key }.map {
      Slot(span: span(at: $0.key), wallClock: $0.value.wallClock, practitioners: $0.value.practitioners)
    }
  }

  /// The starts that opening hours allow, every `stepMinutes` from opening.
  private func grid(of practitioner: ResourceID, on date: LocalDate) -> [LocalDateTime] {
    hours.spans(of: practitioner, on: date).flatMap { opens, closes in
      stride(from: opens.minutes, to: closes.minutes, by: service.stepMinutes).compactMap { minutes in
        LocalTime(minutes: minutes).map { LocalDateTime(date, $0) }
      }
    }
  }

  func span(at start: Instant) -> TimeSpan { TimeSpan(start: start, end: start.adding(minutes: service.minutes)) }

  /// Who and what would take an appointment at `start`; nil when the practitioner does not work or is taken, or when
  /// every room or device is.
  func assignment(at start: Instant, practitioner: ResourceID) -> Assignment? {
    assignment(at: start, practitioner: practitioner, open: openSpans(on: zone.local(start).date))
  }

  /// - Parameter open: the open spans of the date on which `start` lies.
  private func assignment(at start: Instant, practitioner: ResourceID, open: [ResourceID: [TimeSpan]]) -> Assignment? {
    let visit = span(at: start)
    guard canTake(visit, practitioner, open) else { return nil }
    let room = rooms.first { canTake(visit, $0, open) }
    let device = devices.first { canTake(visit, $0, open) }
    if room == nil && !rooms.isEmpty || device == nil && !devices.isEmpty { return nil }
    return Assignment(practitioner: practitioner, room: room, device: device)
  }

  private func canTake(_ visit: TimeSpan, _ resource: ResourceID, _ open: [ResourceID: [TimeSpan]]) -> Bool {
    guard let spans = open[resource], spans.contains(where: { $0.contains(visit) }) else { return false }
    return isFree(resource, during: visit)
  }

  /// Whether the whole visit lies within one open span. Buffers may reach outside: nobody waits in them.
  func works(_ resource: ResourceID, during visit: TimeSpan) -> Bool {
    hours.openSpans(of: resource, on: zone.local(visit.start).date, zone: zone).contains { $0.contains(visit) }
  }

  /// Of everything the service can use; worked out once for all starts of a date.
  private func openSpans(on date: LocalDate) -> [ResourceID: [TimeSpan]] {
    let resources = Set(practitioners + rooms + devices)
    return Dictionary(uniqueKeysWithValues: resources.map { ($0, hours.openSpans(of: $0, on: date, zone: zone)) })
  }

  func isFree(_ resource: ResourceID, during visit: TimeSpan) -> Bool {
    let needed = visit.widened(before: service.bufferBefore, after: service.bufferAfter)
    return !(claims[resource] ?? []).contains { $0.overlaps(needed) }
  }
}
