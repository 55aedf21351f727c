import Core
@_spi(Bootstrap) import Database

@testable import Scheduling

/// A generated practice: hours, exceptions, claims and a service, the same for the same seed. Beside it the rules once
/// more, written down minute by minute and without the product's code, to hold the search against.
struct SlotSetup {
  let zone: Zone
  let now: Instant
  let offering: Offering
  let hours: OpeningHours
  let claims: [ResourceID: [Claim]]
  let isPracticeOpen: Bool

  var service: Service { offering.service }
  var availability: Availability {
    Availability(
      zone: zone, service: service, hours: hours, claims: ClaimsByTime(Array(claims.values.joined())),
      practitioners: offering.practitioners.map(\.id),
      rooms: offering.rooms.map(\.id), devices: offering.devices.map(\.id),
      capacities: (offering.rooms + offering.devices).capacities, wanted: .any)
  }
  var window: BookingWindow { BookingWindow(service, zone: zone, now: now) }

  init(seed: UInt64, around day: LocalDate) throws {
    var dice = Dice(seed: seed)
    zone = try Zone(name: ["Europe/Berlin", "America/New_York", "Asia/Jerusalem"][dice.roll(3)])
    now = zone.startOfDay(day).adding(minutes: dice.roll(289) * 5 - 720)
    let people = SlotSetup.resources(.practitioner, 2, &dice)
    let (roomCount, deviceCount) = (dice.roll(3), dice.roll(3))
    let rooms = SlotSetup.resources(.room, roomCount, &dice)
    let devices = SlotSetup.resources(.device, deviceCount, &dice)
    offering = Offering(
      service: SlotSetup.service(&dice), practitioners: people, rooms: rooms, devices: devices, wanted: .any)
    let all = people + rooms + devices
    let owned = all.filter { $0.kind == .practitioner || dice.isLucky(3) }
    hours = OpeningHours(
      weekly: owned.flatMap { SlotSetup.week(of: $0.id, &dice) },
      exceptions: SlotSetup.exceptions(all, around: day, &dice),
      openByDefault: Set(all.filter { one in !owned.contains { $0.id == one.id } }.map(\.id)), usual: [:],
      zone: zone)
    let start = zone.startOfDay(day)
    claims = Dictionary(
      uniqueKeysWithValues: all.map { ($0.id, SlotSetup.claims(on: $0, from: start, &dice)) })
    isPracticeOpen = !dice.isLucky(12)
  }

  /// What the page offers.
  func isOffered(_ start: Instant, with person: ResourceID, among slots: [Availability.Slot]) -> Bool {
    service.obstacles(isPracticeOpen: isPracticeOpen).isEmpty
      && slots.contains { $0.span.start == start && $0.practitioners.contains(person) }
  }
  /// What the page that explains says.
  func obstacles(at start: Instant, with person: ResourceID) -> [SlotObstacle] {
    let question = WhyQuestion(service: service.id, practitioner: person, start: start)
    return offering.explanations(question, availability, window, isPracticeOpen: isPracticeOpen)
      .flatMap(\.obstacles)
  }

  /// The rules as a person would check them, in steps of five minutes.
  func isFreeByHand(_ start: Instant, with person: ResourceID) -> Bool {
    guard isPracticeOpen, service.isActive, service.booksOnline, start >= now.adding(minutes: service.noticeMinutes),
      zone.local(start).date <= zone.local(now).date.adding(days: service.horizonDays)
    else { return false }
    let local = zone.local(start)
    let isOnGrid = hours.spans(of: person, on: local.date).contains { opens, closes in
      local.time.minutes >= opens.minutes && local.time.minutes < closes.minutes
        && (local.time.minutes - opens.minutes) % service.stepMinutes == 0
    }
    return isOnGrid && isFree(person, start)
      && (offering.rooms.isEmpty || offering.rooms.contains { isFree($0.id, start) })
      && (offering.devices.isEmpty || offering.devices.contains { isFree($0.id, start) })
  }

  private func isFree(_ resource: ResourceID, _ start: Instant) -> Bool {
    let moments = stride(from: 0, to: service.minutes, by: 5).map { start.adding(minutes: $0) }
    let isOpen = moments.allSatisfy { moment in
      let local = zone.local(moment)
      return hours.spans(of: resource, on: local.date).contains { opens, closes in
        local.time.minutes >= opens.minutes && local.time.minutes < closes.minutes
      }
    }
    let reach = stride(from: -service.bufferBefore, to: service.minutes + service.bufferAfter, by: 5)
      .map { start.adding(minutes: $0) }
    let used = (claims[resource] ?? []).filter { claim in
      reach.contains { claim.span.start <= $0 && $0 < claim.span.end }
    }
    let capacity = (offering.rooms + offering.devices).first { $0.id == resource }?.capacity ?? 1
    return isOpen && Set(used.map(\.lane)).count < capacity
  }

  private static func resources(_ kind: Resource.Kind, _ count: Int, _ dice: inout Dice) -> [Resource] {
    (0..<count).map {
      Resource(
        id: .make(), kind: kind, name: "\(kind) \($0)", title: "", home: nil, color: 1, isActive: true, version: 1,
        capacity: kind == .practitioner ? 1 : 1 + dice.roll(3))
    }
  }
  private static func service(_ dice: inout Dice) -> Service {
    Service(
      id: .make(), name: "", description: "", minutes: (1 + dice.roll(16)) * 5, bufferBefore: dice.roll(4) * 5,
      bufferAfter: dice.roll(5) * 5, stepMinutes: [5, 10, 15, 25, 30, 60][dice.roll(6)], priceMinor: 0, mode: .inPerson,
      noticeMinutes: dice.roll(4) * 60, horizonDays: 1 + dice.roll(3), cancelNoticeMinutes: 0, lateFeeMinor: 0,
      color: 1,
      booksOnline: !dice.isLucky(12), isActive: !dice.isLucky(12), version: 1,
      rules: .none, places: 1)
  }
  /// Between six and ten: clocks are never changed then.
  private static func week(of resource: ResourceID, _ dice: inout Dice) -> [OpeningHours.Weekly] {
    (1...7).flatMap { weekday in
      (0..<dice.roll(3)).compactMap { _ in
        span(&dice).map {
          OpeningHours.Weekly(resource: resource, weekday: weekday, opens: $0.opens, closes: $0.closes, site: nil)
        }
      }
    }
  }
  private static func span(_ dice: inout Dice) -> (opens: LocalTime, closes: LocalTime)? {
    let opens = 360 + dice.roll(120) * 5
    let closes = min(1320, opens + 60 + dice.roll(80) * 5)
    return LocalTime(minutes: opens).flatMap { a in LocalTime(minutes: closes).map { (a, $0) } }
  }
  private static func exceptions(
    _ all: [Resource], around day: LocalDate, _ dice: inout Dice
  ) -> [OpeningHours.Exception] {
    (0..<dice.roll(3)).map { _ in
      let first = day.adding(days: dice.roll(3) - 1)
      return OpeningHours.Exception(
        resource: dice.isLucky(3) ? nil : all[dice.roll(all.count)].id, place: .any, first: first,
        last: first.adding(days: dice.roll(2)), hours: dice.isLucky(2) ? nil : span(&dice), site: nil, reason: "")
    }
  }
  /// As the table has them: in one lane nothing meets. Some stand on top, some in a unit that is no more.
  private static func claims(on resource: Resource, from start: Instant, _ dice: inout Dice) -> [Claim] {
    let lanes = ClaimLanes.units(of: resource.capacity + 1) + [ClaimLanes.onTop.lowerBound]
    var made: [Claim] = []
    for _ in 0..<dice.roll(8 * resource.capacity) {
      let from = start.adding(minutes: dice.roll(576) * 5)
      let claim = Claim(
        id: .make(), resource: resource.id, lane: resource.capacity == 1 ? 0 : lanes[dice.roll(lanes.count)],
        span: TimeSpan(start: from, end: from.adding(minutes: (1 + dice.roll(24)) * 5)), appointment: .make(),
        hold: nil,
        group: nil
      )
      if !made.contains(where: { $0.lane == claim.lane && $0.span.overlaps(claim.span) }) { made.append(claim) }
    }
    return made
  }
}

/// Numbers that come again for the same seed (SplitMix64).
struct Dice {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
  /// 0 up to, not including, `sides`.
  mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }
  mutating func isLucky(_ oneIn: Int) -> Bool { roll(oneIn) == 0 }
}
