import Core
import TestSupport
import Testing

@testable import Scheduling

/// Where things stand in the grid; no database.
@Suite struct CalendarLayoutTests {
  private func span(_ start: String, _ end: String) throws -> TimeSpan {
    TimeSpan(start: try #require(InstantText.decode(start)), end: try #require(InstantText.decode(end)))
  }
  private func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text: text)) }

  @Test func positionsAreWrittenAsClasses() {
    #expect(DrawnSpan(from: 570, to: 645).classes == "h-9 m-30 dh-1 dm-15")
    #expect(DrawnSpan(from: 0, to: 60).classes == "h-0 dh-1")
    #expect(DrawnSpan(from: 545, to: 595).classes == "h-9 m-5 dm-50")
  }

  @Test func anAppointmentOverMidnightStandsOnBothDays() throws {
    let late = try span("2027-03-09T22:30Z", "2027-03-09T23:30Z")
    let berlin = try Zone(name: "Europe/Berlin")
    #expect(DrawnSpan(late, on: DrawnDay(try date("2027-03-09"), zone: berlin)) == DrawnSpan(from: 1410, to: 1440))
    #expect(DrawnSpan(late, on: DrawnDay(try date("2027-03-10"), zone: berlin)) == DrawnSpan(from: 0, to: 30))
    #expect(DrawnSpan(late, on: DrawnDay(try date("2027-03-11"), zone: berlin)) == nil)
  }

  @Test func overASkippedHourTheRulerIsFollowed() throws {
    // 01:30 to 03:30 on the clock is one hour.
    let drawn = DrawnSpan(
      try span("2027-03-28T00:30Z", "2027-03-28T01:30Z"),
      on: DrawnDay(try date("2027-03-28"), zone: try Zone(name: "Europe/Berlin")))
    #expect(drawn == DrawnSpan(from: 90, to: 210))
  }

  @Test func bothHalvesOfARepeatedHourStandAtTheSameHeight() throws {
    let day = DrawnDay(try date("2027-10-31"), zone: try Zone(name: "Europe/Berlin"))
    let first = DrawnSpan(try span("2027-10-31T00:30Z", "2027-10-31T01:00Z"), on: day)
    let second = DrawnSpan(try span("2027-10-31T01:30Z", "2027-10-31T02:00Z"), on: day)
    #expect(first == DrawnSpan(from: 150, to: 180))
    #expect(second == DrawnSpan(from: 150, to: 180))
  }

  @Test func clockChangesAreFoundAlsoByHalfAnHour() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    let forward = ClockChange.all(on: try date("2027-03-28"), zone: berlin)
    #expect(forward.map { "\($0.kind) \($0.from)–\($0.to)" } == ["leftOut 02:00–03:00"])
    let back = ClockChange.all(on: try date("2027-10-31"), zone: berlin)
    #expect(back.map { "\($0.kind) \($0.from)–\($0.to)" } == ["comesTwice 02:00–03:00"])
    let island = try Zone(name: "Australia/Lord_Howe")
    let half = ClockChange.all(on: try date("2027-04-04"), zone: island)
    #expect(half.map { "\($0.kind) \($0.from)–\($0.to)" } == ["comesTwice 01:30–02:00"])
    #expect(
      ClockChange.all(on: try date("2027-10-03"), zone: island).map { "\($0.kind) \($0.from)–\($0.to)" } == [
        "leftOut 02:00–02:30"
      ])
    #expect(ClockChange.all(on: try date("2027-06-01"), zone: berlin) == [])
  }

  @Test func overlapsStandSideBySideAndOthersKeepTheFullWidth() {
    let spans = [(540, 600), (570, 630), (600, 660), (700, 730)].map { DrawnSpan(from: $0.0, to: $0.1) }
    #expect(Lanes.arrange(spans).map(\.classes) == [" of-2", " lane-2 of-2", " of-2", ""])
    #expect(Lanes.arrange([]) == [])
  }

  @Test func moreOverlapsThanTheSheetCanDrawShareTheLastLane() {
    let places = Lanes.arrange(Array(repeating: DrawnSpan(from: 540, to: 600), count: 8))
    #expect(places.map(\.lane) == [1, 2, 3, 4, 5, 6, 6, 6])
    #expect(places.allSatisfy { $0.of == 6 })
  }

  @Test func onlyTheHoursNeededAreDrawn() {
    #expect(DayHours([]).classes == "from-8 to-18")
    #expect(DayHours([DrawnSpan(from: 545, to: 1025)]).classes == "from-9 to-18")
    #expect(DayHours([DrawnSpan(from: 780, to: 800)]).classes == "from-12 to-14")
    #expect(DayHours([DrawnSpan(from: 0, to: 1440)]).classes == "from-0 to-24")
  }

  @Test func theAddressKeepsWhatIsLookedAtAndForgetsNonsense() throws {
    let query = CalendarQuery(
      view: .week, date: try date("2027-03-09"), grouping: .room, who: ResourceID(.make()), hidesCancelled: true)
    let pairs = query.pairs
    #expect(CalendarQuery(.init(pairs), today: try date("2020-01-01")) == query)
    let odd = CalendarQuery(
      .init([("view", "year"), ("date", "9999-12-31"), ("who", "x")]), today: try date("2027-01-01"))
    #expect(odd == CalendarQuery(view: .day, date: try date("2027-01-01")))
  }
}
