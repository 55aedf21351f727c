import Core
import Foundation
@testable import Scheduling
import TestSupport
import Testing

/// Both changes of 2027 in four zones, for a practice that is open around the clock: no impossible, doubled or shifted
/// time, and the hour that comes twice can be booked twice (pain 5).
@Suite struct DaylightSavingTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let zone: String
    let date: String
    /// Minutes the clock jumps: forward above 0.
    let jump: Int
    var testDescription: String { "\(zone) \(date)" }
  }
  static let changes = [
    Change(zone: "Europe/Berlin", date: "2027-03-28", jump: 60),
    Change(zone: "Europe/Berlin", date: "2027-10-31", jump: -60),
    Change(zone: "America/New_York", date: "2027-03-14", jump: 60),
    Change(zone: "America/New_York", date: "2027-11-07", jump: -60),
    Change(zone: "Asia/Jerusalem", date: "2027-03-26", jump: 60),
    Change(zone: "Asia/Jerusalem", date: "2027-10-31", jump: -60),
    Change(zone: "Australia/Lord_Howe", date: "2027-04-04", jump: -30),
    Change(zone: "Australia/Lord_Howe", date: "2027-10-03", jump: 30),
  ]

  static func availability(_ zone: Zone, minutes: Int, step: Int) throws -> Availability {
    let practitioner = ResourceID.make()
    let service = Service(
      id: .make(), name: "", description: "", minutes: minutes, bufferBefore: 0, bufferAfter: 0, stepMinutes: step,
      priceMinor: 0, mode: .inPerson, noticeMinutes: 0, horizonDays: 700, cancelNoticeMinutes: 0, lateFeeMinor: 0,
      color: 1,
      booksOnline: true, isActive: true, version: 1, rules: .none, places: 1)
    return Availability(
      zone: zone, service: service,
      hours: OpeningHours(weekly: [], exceptions: [], openByDefault: [practitioner], usual: [:], zone: zone),
      claims: ClaimsByTime([]),
      practitioners: [practitioner], rooms: [], devices: [], capacities: [:], wanted: .any)
  }

  @Test(arguments: changes, [15, 30, 60])
  func everyTimeOfTheDayIsOfferedAsOftenAsItComes(_ change: Change, _ step: Int) throws {
    let zone = try Zone(name: change.zone)
    let date = try #require(LocalDate(text: change.date))
    let slots = try Self.availability(zone, minutes: step, step: step).slots(
      on: date, for: .staff(from: Instant(seconds: 0)))
    // Shifted: every start shows, in its zone, the wall clock it was offered under, on the grid.
    for slot in slots {
      #expect(zone.local(slot.span.start) == slot.wallClock)
      #expect(slot.wallClock.time.minutes % step == 0)
      #expect(slot.wallClock.date == date)
    }
    // Doubled: no instant twice, and in order.
    #expect(slots.map(\.span.start) == Array(Set(slots.map(\.span.start))).sorted())
    // Impossible or missing: as many as the grid has times, once for each time the clock shows them.
    var expected: [Instant] = []
    for minutes in stride(from: 0, to: 1440, by: step) {
      let time = try #require(LocalTime(minutes: minutes))
      expected += zone.instants(of: LocalDateTime(date, time))
    }
    #expect(slots.map(\.span.start) == expected.sorted())
    let ordinary = 1440 / step
    if step <= abs(change.jump) { #expect(slots.count == ordinary - change.jump / step) }
  }

  @Test(arguments: changes.filter { $0.jump < 0 })
  func theRepeatedHourIsToldApartInWords(_ change: Change) throws {
    let zone = try Zone(name: change.zone)
    let date = try #require(LocalDate(text: change.date))
    let slots = try Self.availability(zone, minutes: 15, step: 15).slots(
      on: date, for: .staff(from: Instant(seconds: 0)))
    for language in Language.allCases {
      let words = SlotWords(formats: Formats(language: language, uses12HourClock: language == .en), zone: zone)
      let labels = slots.map { words.time($0.span.start) }
      #expect(Set(labels).count == labels.count, "two buttons with the same words")
      #expect(labels.filter { $0.contains("GMT") }.count == -2 * change.jump / 15)
    }
  }

  @Test func bothPassesOfTheRepeatedHourCanBeBooked() throws {
    // A year ahead at most: the clinic's own now stands shortly before the change.
    let walk = BookingWalk(clinic: try Clinic(zone: "Europe/Berlin", opens: 0, closes: 1440))
    let zone = try Zone(name: "Europe/Berlin")
    let date = try #require(LocalDate(text: "2027-10-31"))
    walk.browser.now = zone.startOfDay(date.adding(days: -7))
    let times = walk.times(walk.clinic.talk, with: walk.clinic.mira, on: "2027-10-31")
    let two = try #require(LocalTime(text: "02:00"))
    let passes = zone.instants(of: LocalDateTime(date, two)).map { InstantText.encode($0) }
    #expect(passes.count == 2 && passes.allSatisfy(times.contains))
    for (pass, offset) in zip(passes, ["GMT+2", "GMT+1"]) {
      let booked = try walk.confirm(walk.hold(walk.clinic.talk, pass, with: walk.clinic.mira))
      let page = walk.browser.get(try #require(booked.location))
      #expect(page.words.contains("02:00 (\(offset))"), "\(page.words)")
      let file = walk.browser.get(try #require(booked.location?.prefix { $0 != "?" }) + "/calendar").body
      #expect(
        file.contains("DTSTART:" + pass.replacing("-", with: "").replacing(":", with: "").replacing("Z", with: "00Z")))
    }
  }
}
