import Core
import Database

/// A free stretch of a practitioner, with what could be offered in it: read once for all wishes.
struct Gap: Sendable {
  let practitioner: ResourceID
  let span: TimeSpan
  let zone: Zone
  let now: Instant
  private let services: [ServiceID: Fit]

  /// What one service finds in the gap.
  private struct Fit: Sendable {
    let service: Service
    /// Starts that are free and within notice and horizon, in order of time.
    let starts: [Instant]
    /// Why there is none.
    let obstacle: WishObstacle?
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
    let zone = try Zone(name: db.practice.zoneName)
    var fits: [ServiceID: Fit] = [:]
    for service in services.sorted() {
      guard let offering = try Offering.find(service, in: db)?.limited(to: practitioner) else { continue }
      fits[service] = try fit(offering, practitioner, span, isOpened: isOpened, zone: zone, now: now, in: db)
    }
    return Gap(practitioner: practitioner, span: span, zone: zone, now: now, services: fits)
  }

  private static func fit(
    _ offering: Offering, _ practitioner: ResourceID, _ span: TimeSpan, isOpened: Bool, zone: Zone, now: Instant,
    in db: borrowing TenantReader
  ) throws -> Fit {
    let service = offering.service
    let none = { (obstacle: WishObstacle) in Fit(service: service, starts: [], obstacle: obstacle) }
    guard service.isActive, !offering.practitioners.isEmpty else { return none(.notOffered) }
    guard service.obstacles(isPracticeOpen: db.practice.booksOnline).isEmpty else { return none(.offline) }
    let window = BookingWindow(service, zone: zone, now: now)
    if service.isGroup {
      let starts = try sessions(offering, span, window, isOpened: isOpened, now: now, in: db)
      let isInside = window.obstacles(at: span.start).isEmpty
      return Fit(service: service, starts: starts, obstacle: starts.isEmpty ? (isInside ? .notFree : .window) : nil)
    }
    let date = zone.local(span.start).date
    let availability = try offering.availability(from: date, through: date, zone: zone, now: now, in: db)
    let slots = availability.slots(on: date, for: .visitor(window)).map(\.span)
    if isOpened {
      return Fit(service: service, starts: slots.filter { $0.overlaps(span) }.map(\.start), obstacle: nil)
    }
    // The start that was given up suits also when it lies between those that are offered to everybody.
    let others = slots.map(\.start).filter { span.start < $0 && $0 < span.end }
    let isFree = availability.assignment(at: span.start, with: practitioner, for: .holder(window)) != nil
    let starts = (isFree ? [span.start] : []) + others
    let isInside = window.obstacles(at: span.start).isEmpty
    return Fit(service: service, starts: starts, obstacle: starts.isEmpty ? (isInside ? .notFree : .window) : nil)
  }

  /// Of a service for groups, when its sessions begin that have a place left: no gap is one of them.
  private static func sessions(
    _ offering: Offering, _ span: TimeSpan, _ window: BookingWindow, isOpened: Bool, now: Instant,
    in db: borrowing TenantReader
  ) throws -> [Instant] {
    let reached = isOpened ? TimeSpan(start: span.start.adding(days: -1), end: span.end) : span
    let days = try GroupDays.read(offering, during: reached, window, now: now, apart: nil, in: db)
    return GroupDays(sessions: days.sessions.filter { $0.span.overlaps(span) }).starts
  }

  /// The first start in the gap that suits the wish, or why there is none.
  func start(for wish: TimeWish) -> (start: Instant?, obstacle: WishObstacle?) {
    if let obstacle = wish.obstacle(at: span.start, with: practitioner, zone: zone, now: now),
      obstacle == .otherPractitioner
    {
      return (nil, obstacle)
    }
    guard let fit = services[wish.service] else { return (nil, .notOffered) }
    if let obstacle = fit.obstacle {
      return (nil, wish.obstacle(at: span.start, with: practitioner, zone: zone, now: now) ?? obstacle)
    }
    var found: WishObstacle?
    for start in fit.starts {
      if let obstacle = wish.obstacle(at: start, with: practitioner, zone: zone, now: now) {
        found = found ?? obstacle
      } else if OfferClock.end(of: start, notice: fit.service.noticeMinutes, zone: zone, now: now) == nil {
        found = found ?? .noTimeToAnswer
      } else {
        return (start, nil)
      }
    }
    return (nil, found ?? .notFree)
  }

  /// Of any service, in order of time.
  var allStarts: [Instant] { Set(services.values.flatMap(\.starts)).sorted() }

  /// What could begin at a start: each service that is free then, with the visit's time.
  func visits(at start: Instant) -> [(service: ServiceID, span: TimeSpan)] {
    services.values.filter { $0.starts.contains(start) }.map {
      ($0.service.id, TimeSpan(start: start, end: start.adding(minutes: $0.service.minutes)))
    }
  }

  /// Whether a start that is free is what somebody wishes for, and leaves them time to answer.
  func suits(_ wish: TimeWish, at start: Instant) -> Bool {
    guard let fit = services[wish.service] else { return false }
    return wish.obstacle(at: start, with: practitioner, zone: zone, now: now) == nil
      && OfferClock.end(of: start, notice: fit.service.noticeMinutes, zone: zone, now: now) != nil
  }

  /// The start that this patient would be offered, or why there is none.
  func start(for waiting: WaitingPatient) -> (start: Instant?, obstacle: WishObstacle?) {
    let (start, obstacle) = start(for: waiting.entry.wish)
    if let own = waiting.obstacle { return (nil, obstacle ?? own) }
    return (start, obstacle)
  }
}
