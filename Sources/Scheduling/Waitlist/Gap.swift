import Core
import Database

/// A free stretch of a practitioner, with what could be offered in it: read once for all wishes.
struct Gap: Sendable {
  let practitioner: ResourceID
  let span: TimeSpan
  let now: Instant
  private let services: [ServiceID: Fit]

  /// What one service finds in the gap.
  private struct Fit: Sendable {
    let service: Service
    /// Starts that are free and within notice and horizon, in order of time.
    let starts: [PossibleStart]
    /// Why there is none.
    let obstacle: WishObstacle?
    /// The gap's own start, where the practitioner is then.
    let own: PossibleStart?
  }

  static func read(
    _ practitioner: ResourceID, _ span: TimeSpan, for services: Set<ServiceID>, now: Instant,
    in db: borrowing TenantReader
  ) throws -> Gap {
    try read(practitioner, span, for: services, isOpened: false, now: now, in: db)
  }

  /// Of time that the practice opened: starts of the usual grid whose visit needs a part of it, also those before it.
  static func readOpened(
    _ practitioner: ResourceID, _ span: TimeSpan, for services: Set<ServiceID>, now: Instant,
    in db: borrowing TenantReader
  ) throws -> Gap {
    try read(practitioner, span, for: services, isOpened: true, now: now, in: db)
  }

  private static func read(
    _ practitioner: ResourceID, _ span: TimeSpan, for services: Set<ServiceID>, isOpened: Bool, now: Instant,
    in db: borrowing TenantReader
  ) throws -> Gap {
    let places = try PlaceNames.read(in: db)
    var fits: [ServiceID: Fit] = [:]
    for service in services.sorted() {
      guard let offering = try Offering.find(service, in: db)?.limited(to: practitioner) else { continue }
      fits[service] = try fit(offering, practitioner, span, isOpened: isOpened, places, now: now, in: db)
    }
    return Gap(practitioner: practitioner, span: span, now: now, services: fits)
  }

  private static func fit(
    _ offering: Offering, _ practitioner: ResourceID, _ span: TimeSpan, isOpened: Bool, _ places: PlaceNames,
    now: Instant, in db: borrowing TenantReader
  ) throws -> Fit {
    let (service, zone) = (offering.service, places.zone)
    let possible = { (start: Instant, location: LocationID?) in
      PossibleStart(
        start: start, location: location, clock: places.clock(location), isByVideo: service.mode == .video)
    }
    let none = { (obstacle: WishObstacle) in
      Fit(service: service, starts: [], obstacle: obstacle, own: nil)
    }
    guard service.isActive, !offering.practitioners.isEmpty else { return none(.notOffered) }
    guard service.obstacles(isPracticeOpen: db.practice.booksOnline).isEmpty else { return none(.offline) }
    let window = BookingWindow(service, zone: zone, now: now)
    let missing: WishObstacle = window.obstacles(at: span.start).isEmpty ? .notFree : .window
    if service.isGroup {
      let starts = try sessions(offering, span, window, isOpened: isOpened, now: now, in: db)
        .map { possible($0.span.start, $0.assignment.location) }
      return Fit(
        service: service, starts: Set(starts).sorted(), obstacle: starts.isEmpty ? missing : nil,
        own: starts.first)
    }
    let date = zone.local(span.start).date
    let availability = try offering.availability(from: date, through: date, zone: zone, now: now, in: db)
    let slots = availability.slots(on: date, for: .visitor(window))
    let here = availability.near(availability.site(of: practitioner, during: availability.span(at: span.start)))
    let own = possible(span.start, here.location)
    if isOpened {
      let starts = slots.filter { $0.span.overlaps(span) }.map { possible($0.span.start, $0.location) }
      return Fit(service: service, starts: starts, obstacle: nil, own: own)
    }
    // The start that was given up suits also when it lies between those that are offered to everybody.
    let others = slots.filter { span.start < $0.span.start && $0.span.start < span.end }
      .map { possible($0.span.start, $0.location) }
    let free = availability.byPlace.compactMap {
      $0.assignment(at: span.start, with: practitioner, for: .holder(window))
    }.map { possible(span.start, $0.location) }
    let starts = Set(free).sorted() + others
    return Fit(service: service, starts: starts, obstacle: starts.isEmpty ? missing : nil, own: own)
  }

  /// Of a service for groups, its sessions that have a place left: no gap is one of them.
  private static func sessions(
    _ offering: Offering, _ span: TimeSpan, _ window: BookingWindow, isOpened: Bool, now: Instant,
    in db: borrowing TenantReader
  ) throws -> [GroupSession] {
    let reached = isOpened ? TimeSpan(start: span.start.adding(days: -1), end: span.end) : span
    let days = try GroupDays.read(offering, during: reached, window, now: now, apart: nil, in: db)
    return days.sessions.filter { $0.span.overlaps(span) }
  }

  /// The first start in the gap that suits the wish, or why there is none.
  func start(for wish: TimeWish) -> (start: PossibleStart?, obstacle: WishObstacle?) {
    if let wanted = wish.practitioner, wanted != practitioner { return (nil, .otherPractitioner) }
    guard let fit = services[wish.service] else { return (nil, .notOffered) }
    if let obstacle = fit.obstacle {
      return (nil, fit.own.flatMap { wish.obstacle(at: $0, with: practitioner, now: now) } ?? obstacle)
    }
    var found: WishObstacle?
    for start in fit.starts {
      if let obstacle = wish.obstacle(at: start, with: practitioner, now: now) {
        found = found ?? obstacle
      } else if !canBeAnswered(start, fit.service) {
        found = found ?? .noTimeToAnswer
      } else {
        return (start, nil)
      }
    }
    return (nil, found ?? .notFree)
  }

  private func canBeAnswered(_ possible: PossibleStart, _ service: Service) -> Bool {
    OfferClock.end(of: possible.start, notice: service.noticeMinutes, zone: possible.clock, now: now) != nil
  }

  /// Of any service, in order of time.
  var allStarts: [PossibleStart] { Set(services.values.flatMap(\.starts)).sorted() }

  /// What could begin at a start: each service that is free then, with the visit's time.
  func visits(at possible: PossibleStart) -> [(service: ServiceID, span: TimeSpan)] {
    services.values.filter { $0.starts.contains(possible) }.map {
      ($0.service.id, TimeSpan(start: possible.start, end: possible.start.adding(minutes: $0.service.minutes)))
    }
  }

  /// Whether a start that is free is what somebody wishes for, and leaves them time to answer.
  func suits(_ wish: TimeWish, at possible: PossibleStart) -> Bool {
    guard let fit = services[wish.service] else { return false }
    return wish.obstacle(at: possible, with: practitioner, now: now) == nil && canBeAnswered(possible, fit.service)
  }

  /// The start that this patient would be offered, or why there is none.
  func start(for waiting: WaitingPatient) -> (start: PossibleStart?, obstacle: WishObstacle?) {
    let (start, obstacle) = start(for: waiting.entry.wish)
    if let own = waiting.obstacle { return (nil, obstacle ?? own) }
    return (start, obstacle)
  }
}
