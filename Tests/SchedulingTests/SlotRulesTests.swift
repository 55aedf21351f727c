import Core
import Testing

@testable import Scheduling

/// Search and explanation are one set of rules: a start is offered exactly when nothing explains why not.
@Suite struct SlotRulesTests {
  /// A month, each day with a practice of its own: every five minutes of two days, with everybody.
  @Test func aStartIsOfferedExactlyWhenItsExplanationIsEmpty() throws {
    let first = try #require(LocalDate(text: "2027-03-10"))
    var (free, seen): (Int, Set<String>) = (0, [])
    for offset in 0..<31 {
      let day = first.adding(days: offset)
      let setup = try SlotSetup(seed: UInt64(offset) &+ 4711, around: day)
      for date in [day, day.adding(days: 1)] {
        let slots = setup.availability.slots(on: date, for: .visitor(setup.window))
        for person in setup.offering.practitioners.map(\.id) {
          for start in Self.probes(of: date, setup.zone) {
            let obstacles = setup.obstacles(at: start, with: person)
            let isOffered = setup.isOffered(start, with: person, among: slots)
            #expect(isOffered == obstacles.isEmpty, "\(day) \(setup.zone.local(start)) \(obstacles)")
            let byHand = setup.isFreeByHand(start, with: person)
            #expect(isOffered == byHand, "\(day) \(setup.zone.local(start)) \(obstacles)")
            free += isOffered ? 1 : 0
            seen.formUnion(obstacles.map(Self.name))
          }
        }
      }
    }
    #expect(free > 400, "only \(free) starts were free: the set-ups prove little")
    #expect(
      seen == [
        "bookingOff", "inactive", "staffOnly", "past", "tooSoon", "tooFarAhead", "offGrid", "person closed",
        "person taken", "noneFree",
      ])
  }

  /// Between the minutes nothing is offered, and a second either side of each edge decides.
  @Test func theEdgesOfNoticeAndHorizonAreExactToTheSecond() throws {
    let zone = try Zone(name: "Europe/Berlin")
    let now = try #require(InstantText.decode("2027-03-09T09:00Z"))
    let service = Service(
      id: .make(), name: "", description: "", minutes: 30, bufferBefore: 0, bufferAfter: 0, stepMinutes: 15,
      priceMinor: 0, mode: .inPerson, noticeMinutes: 120, horizonDays: 3, cancelNoticeMinutes: 0, lateFeeMinor: 0,
      color: 1, booksOnline: true, isActive: true, version: 1, rules: .none, places: 1)
    let window = BookingWindow(service, zone: zone, now: now)
    let earliest = now.adding(minutes: 120)
    #expect(window.obstacles(at: earliest.adding(seconds: -1)) == [.tooSoon(earliest: earliest)])
    #expect(window.obstacles(at: earliest) == [])
    #expect(window.obstacles(at: earliest.adding(seconds: 1)) == [])
    #expect(window.obstacles(at: now.adding(seconds: -1)) == [.past])
    #expect(window.obstacles(at: now) == [.tooSoon(earliest: earliest)])
    let last = try #require(LocalDate(text: "2027-03-12"))
    let end = zone.startOfDay(last.adding(days: 1))
    #expect(window.obstacles(at: end.adding(seconds: -1)) == [])
    #expect(window.obstacles(at: end) == [.tooFarAhead(last: last)])
  }

  private static func probes(of date: LocalDate, _ zone: Zone) -> [Instant] {
    let (start, end) = (zone.startOfDay(date), zone.startOfDay(date.adding(days: 1)))
    return stride(from: start.seconds, to: end.seconds, by: 300).map { Instant(seconds: $0) }
  }

  private static func name(_ obstacle: SlotObstacle) -> String {
    switch obstacle {
    case .bookingOff: "bookingOff"
    case .inactive: "inactive"
    case .staffOnly: "staffOnly"
    case .notOffered: "notOffered"
    case .past: "past"
    case .tooSoon: "tooSoon"
    case .tooFarAhead: "tooFarAhead"
    case .offGrid: "offGrid"
    // Of services for groups: GroupBookingTests.
    case .noSession: "noSession"
    case .sessionFull: "sessionFull"
    case .person(let place): place.claim == nil ? "person closed" : "person taken"
    case .noneFree: "noneFree"
    }
  }
}
