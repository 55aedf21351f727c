import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// "Free" in the calendar is what the booking transaction would accept.
@Suite struct FreeTimeTests {
  private static let (mira, room, other) = (ResourceID(.make()), ResourceID(.make()), ResourceID(.make()))
  private let day: LocalDate
  private let zone: Zone

  init() throws {
    day = try #require(LocalDate(text: "2027-03-09"))
    zone = try Zone(name: "Europe/Berlin")
  }

  private func at(_ minutes: Int) -> Instant { zone.startOfDay(day).adding(minutes: minutes) }
  private func span(_ from: Int, _ to: Int) -> TimeSpan { TimeSpan(start: at(from), end: at(to)) }
  private func offer(
    _ minutes: Int, before: Int = 0, after: Int = 0, rooms: [ResourceID] = []
  ) -> ServiceOffer {
    ServiceOffer(
      service: ServiceID(.make()), minutes: minutes, bufferBefore: before, bufferAfter: after,
      practitioners: [Self.mira], rooms: rooms, devices: [])
  }
  /// Open from 9 to 17; rooms at any time.
  private func free(
    _ offers: [ServiceOffer], _ claims: [ResourceID: [TimeSpan]], notBefore: Int = 0
  ) throws -> [String] {
    let hours = OpeningHours(
      weekly: [
        OpeningHours.Weekly(
          resource: Self.mira, weekday: day.weekday, opens: try #require(LocalTime(minutes: 540)),
          closes: try #require(LocalTime(minutes: 1020)), site: nil)
      ], exceptions: [], openByDefault: [Self.room, Self.other], usual: [:], zone: zone)
    let time = FreeTime(
      offers: offers, claims: claims.mapValues { [0: $0] }, capacities: [:], hours: hours, zone: zone)
    return time.spans(of: Self.mira, on: day, at: .any, notBefore: at(notBefore)).map {
      "\(zone.local($0.start).time)–\(zone.local($0.end).time)"
    }
  }

  @Test func itLiesBetweenClaimsAndInTheFuture() throws {
    let claims = [Self.mira: [span(600, 660), span(680, 700)]]
    #expect(try free([offer(30)], claims) == ["09:00–10:00", "11:40–17:00"])
    #expect(try free([offer(30)], claims, notBefore: 721) == ["12:05–17:00"])
    #expect(try free([offer(30)], claims, notBefore: 1000) == [], "less than half an hour is left")
    #expect(try free([offer(30)], claims, notBefore: 1440) == [])
  }

  @Test func theBuffersOfTheNewVisitAreKept() throws {
    let claims = [Self.mira: [span(600, 660)]]
    // 15 minutes before it, 10 after it; outside the opening hours nobody waits.
    #expect(try free([offer(30, before: 15, after: 10)], claims) == ["09:00–09:50", "11:15–17:00"])
    #expect(try free([offer(51, before: 15, after: 10)], claims) == ["11:15–17:00"], "51 minutes do not fit before")
  }

  /// Who works in a place uses the rooms there, and not those of another.
  @Test(arguments: [(true, ["09:00–17:00"]), (false, [])])
  func onlyARoomOfThePlaceWillDo(_ isThere: Bool, _ expected: [String]) throws {
    let (here, home) = (LocationID(.make()), LocationID(.make()))
    let site = { (location: LocationID, isNamed: Bool) in
      Site(location: location, name: "", zone: zone, isNamed: isNamed)
    }
    let hours = OpeningHours(
      weekly: [
        OpeningHours.Weekly(
          resource: Self.mira, weekday: day.weekday, opens: try #require(LocalTime(minutes: 540)),
          closes: try #require(LocalTime(minutes: 1020)), site: site(here, true))
      ], exceptions: [], openByDefault: [Self.room], usual: [Self.room: site(isThere ? here : home, false)], zone: zone)
    let time = FreeTime(
      offers: [offer(45, rooms: [Self.room])], claims: [:], capacities: [:], hours: hours, zone: zone)
    let found = time.spans(of: Self.mira, on: day, at: .any, notBefore: at(0))
    #expect(found.map { "\(zone.local($0.start).time)–\(zone.local($0.end).time)" } == expected)
  }

  @Test func theServiceThatNeedsLeastDecides() throws {
    let claims = [Self.mira: [span(600, 660)]]
    let short = try free([offer(120, before: 30), offer(30)], claims)
    #expect(short == ["09:00–10:00", "11:00–17:00"])
    #expect(try free([], claims) == [], "who offers nothing is free for nothing")
  }

  @Test func aServiceThatNeedsARoomIsNotFreeWithoutOne() throws {
    let claims = [Self.room: [span(0, 720)], Self.other: [span(0, 600), span(660, 1440)]]
    #expect(try free([offer(45, rooms: [Self.room, Self.other])], claims) == ["10:00–11:00", "12:00–17:00"])
    #expect(try free([offer(61, rooms: [Self.other])], claims) == [])
    #expect(try free([offer(45, rooms: [Self.room]), offer(30)], claims) == ["09:00–17:00"], "a talk needs none")
  }

  /// A room for two: full where both units are, free where one visit fits into one unit.
  @Test func aRoomForSeveralIsFreeWhileAUnitIs() throws {
    let hours = OpeningHours(
      weekly: [
        OpeningHours.Weekly(
          resource: Self.mira, weekday: day.weekday, opens: try #require(LocalTime(minutes: 540)),
          closes: try #require(LocalTime(minutes: 1020)), site: nil)
      ], exceptions: [], openByDefault: [Self.room], usual: [:], zone: zone)
    let second = ClaimLanes.units(of: 2)[1]
    let time = FreeTime(
      offers: [offer(60, rooms: [Self.room])],
      claims: [Self.room: [0: [span(600, 720)], second: [span(660, 780)]]], capacities: [Self.room: 2], hours: hours,
      zone: zone)
    let found = time.spans(of: Self.mira, on: day, at: .any, notBefore: at(0)).map {
      "\(zone.local($0.start).time)–\(zone.local($0.end).time)"
    }
    // From 11 to 12 both are taken; from 12 the first is free, until 11 the second.
    #expect(found == ["09:00–11:00", "12:00–17:00"])
  }

  @Test func theHourThatIsLeftOutIsNoTime() throws {
    let spring = try #require(LocalDate(text: "2027-03-28"))
    let hours = OpeningHours(
      weekly: [
        OpeningHours.Weekly(
          resource: Self.mira, weekday: spring.weekday, opens: try #require(LocalTime(minutes: 90)),
          closes: try #require(LocalTime(minutes: 210)), site: nil)
      ], exceptions: [], openByDefault: [], usual: [:], zone: zone)
    let spans = { (minutes: Int) in
      FreeTime(offers: [offer(minutes)], claims: [:], capacities: [:], hours: hours, zone: zone)
        .spans(of: Self.mira, on: spring, at: .any, notBefore: zone.startOfDay(spring))
    }
    // 01:30 to 03:30 on the clock is one hour.
    #expect(spans(60).count == 1)
    #expect(spans(90).isEmpty)
  }

  /// The page's own links, pressed: each is accepted, and the five minutes before each are not.
  @Test func everyLinkOfTheDayIsAcceptedAndNothingEarlierIs() throws {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    let clinic = desk.clinic
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.buffers", "scheduling_service", nil)) { tx in
        try tx.execute(
          """
          UPDATE scheduling_service SET buffer_before = 10, buffer_after = 15
          WHERE practice_id = \(tx.scope) AND id = \(clinic.talk)
          """)
        try tx.execute(
          """
          UPDATE scheduling_service SET buffer_after = 5 WHERE practice_id = \(tx.scope) AND id = \(clinic.scan)
          """)
      }
    }
    for (time, service) in [("09:40", clinic.talk), ("12:00", clinic.scan), ("14:35", clinic.talk)] {
      _ = try desk.book(["time": time, "service": "\(service)"])
    }
    let links = try gaps(desk)
    #expect(links.map(\.time) == ["10:45", "12:35", "15:40"], "09:00 to 09:30 has no room for anything with a buffer")
    for link in links {
      let earlier = try #require(LocalTime(minutes: link.minutes - 5))
      #expect(try accepted(desk, at: earlier.description).isEmpty, "\(earlier) is accepted, \(link.time) is shown")
      #expect(try !accepted(desk, at: link.time).isEmpty, "\(link.time)")
    }
  }

  private func gaps(_ desk: CalendarDesk) throws -> [(time: String, minutes: Int)] {
    let page = desk.browser.get("/calendar?view=day&date=2027-03-09")
    return try page.values(after: "class=\"gap\" href=\"").filter { $0.hasSuffix("\(desk.clinic.mira)") }.map { link in
      let start = try #require(link.matches(of: /start=2027-03-09T(\d\d)%3A(\d\d)/).first)
      let time = "\(start.1):\(start.2)"
      return (time, try #require(LocalTime(text: time)).minutes)
    }
  }

  /// The services an appointment of which is made at this time; each is taken back at once.
  private func accepted(_ desk: CalendarDesk, at time: String) throws -> [EntityID] {
    try [desk.clinic.talk, desk.clinic.scan].filter { service in
      let answer = desk.browser.post("/appointments", desk.form(["time": time, "service": "\(service)"]))
      guard answer.status == 303 else {
        #expect(answer.status == 409)
        return false
      }
      let id = try #require(answer.location?.split(separator: "&").first { $0.hasPrefix("of=") }).dropFirst(3)
      #expect(desk.act(String(id), "cancellation", version: 1).status == 303)
      return true
    }
  }
}
