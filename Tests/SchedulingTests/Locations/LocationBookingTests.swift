import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A visitor who books in one of several places, and reads everywhere which one, and what the clock there shows.
@Suite struct LocationBookingTests {
  /// Berlin and New York, read in Tokyo, in the week in which only New York has changed its clocks.
  @Test func aPatientInAThirdZoneReadsBothClocks() throws {
    let places = try TwoPlaces("America/New_York")
    let walk = try places.walk(now: "2027-03-10T08:00Z")
    let base = "\(walk.base)?service=\(places.talk)&with=\(places.mira)&date=2027-03-16"
    let page = walk.browser.get(base + "&zone=Asia/Tokyo&at=\(places.studio)")
    #expect(page.words.contains("Where would you like to come?") && page.words.contains("Studio there"))
    #expect(page.words.contains("New York time (GMT−4)"), "\(page.words)")
    let start = try #require(page.values(after: "name=\"start\" value=\"").first)
    #expect(start == "2027-03-16T14:00Z")
    #expect(page.words.contains("23:00 10:00 there"), "\(page.words)")
    let hold = walk.browser.post(
      walk.base + "/holds",
      [
        "service": "\(places.talk)", "with": "\(places.mira)", "start": start, "at": "\(places.studio)",
        "zone": "Asia/Tokyo",
      ])
    let details = walk.browser.get(try #require(hold.location))
    #expect(details.words.contains("Rua Exemplo 5") && !details.words.contains("Lindenweg 4 Price"))
    #expect(details.words.contains("10:00, New York time (GMT−4)"), "\(details.words)")
    let kept = try #require(hold.location?.prefix { $0 != "?" })
    let all = BookingWalk.details.merging(["zone": "Asia/Tokyo"]) { $1 }
    #expect(walk.browser.post(kept + "/review", all).status == 200)
    let visit = walk.browser.get(try #require(walk.browser.post(kept + "/confirmation", all).location))
    #expect(visit.words.contains("23:00–23:50") && visit.words.contains("10:00, New York time (GMT−4)"))
    #expect(visit.words.contains("Rua Exemplo 5"))
    let booked = try places.booked()
    #expect(booked.location == places.studio && booked.zone == "America/New_York")
    #expect(booked.wall == "2027-03-16 10:00")
  }

  @Test func whoChoosesAPlaceReadsItsClock() throws {
    let places = try TwoPlaces()
    let walk = try places.walk(now: "2027-03-01T08:00Z")
    let base = "\(walk.base)?service=\(places.talk)&with=\(places.mira)&date=2027-03-09"
    let there = walk.browser.get(base + "&at=\(places.studio)")
    #expect(there.words.contains("Lisbon time (GMT)") || there.words.contains("Lisbon time (GMT+0)"), "\(there.words)")
    #expect(there.words.contains("10:00") && !there.words.contains("there,"))
    // Nobody else's place, and none that is not there, is an answer: it counts as not chosen.
    let other = try TwoPlaces()
    let foreign = walk.browser.get(base + "&at=\(other.studio)")
    #expect(foreign.status == 200 && foreign.words.contains("When suits you? Berlin time"), "\(foreign.words)")
    #expect(walk.browser.get(base + "&at=nonsense").status == 200)
    let hold = walk.hold(places.talk, "2027-03-09T10:00Z@\(other.studio)", with: places.mira)
    #expect(hold.status == 409)
    let booked = try walk.confirm(walk.hold(places.talk, "2027-03-09T10:00Z@\(places.studio)", with: places.mira))
    let address = try #require(booked.location)
    let visit = walk.browser.get(address)
    #expect(visit.words.contains("10:00–10:50") && visit.words.contains("Lisbon time"), "\(visit.words)")
    let file = walk.browser.get(String(address.prefix { $0 != "?" }) + "/calendar").body
    #expect(file.contains("DTSTART:20270309T100000Z") && file.contains("LOCATION"))
    #expect(file.contains("Rua Exemplo 5") && !file.contains("Lindenweg"))
  }

  /// Who chose a place and then somebody who is never there is shown times that can be had.
  @Test func aPlaceThatDoesNotApplyIsForgotten() throws {
    let places = try TwoPlaces()
    let walk = try places.walk(now: "2027-03-01T08:00Z")
    let page = walk.browser.get(
      "\(walk.base)?service=\(places.talk)&with=\(places.jonas)&date=2027-03-09&at=\(places.studio)")
    #expect(page.values(after: "name=\"at\" value=\"") == [])
    let start = try #require(page.values(after: "name=\"start\" value=\"").first)
    #expect(walk.hold(places.talk, start, with: places.jonas).status == 303)
  }

  /// What needs a room cannot be had where there is none: that place is no choice.
  @Test func aPlaceWithoutTheRoomIsNotOffered() throws {
    let places = try TwoPlaces()
    let walk = try places.walk(now: "2027-03-01T08:00Z")
    let page = walk.browser.get("\(walk.base)?service=\(places.clinic.scan)&with=\(places.mira)&at=\(places.studio)")
    #expect(!page.words.contains("Where would you like to come?") && !page.words.contains("Studio there"))
    #expect(!page.values(after: "name=\"start\" value=\"").isEmpty, "what can be had is shown")
  }

  /// It is moved by its patient within its place.
  @Test func aMoveStaysInThePlace() throws {
    let places = try TwoPlaces(overlaps: true)
    let walk = try places.walk(now: "2027-03-01T08:00Z")
    let booked = try walk.confirm(walk.hold(places.talk, "2027-03-09T10:00Z@\(places.studio)", with: places.mira))
    let path = String(try #require(booked.location).prefix { $0 != "?" })
    let page = walk.browser.get(path + "/move?date=2027-03-16")
    let starts = page.values(after: "name=\"start\" value=\"")
    #expect(starts.first == "2027-03-16T10:00Z" && starts.count == 7, "\(starts)")
    #expect(walk.browser.post(path + "/time", ["start": "2027-03-16T08:00Z"]).status == 409, "Berlin, before ten there")
    walk.browser.get(path + "/move?date=2027-03-30")
    let moved = walk.browser.post(path + "/time", ["start": "2027-03-30T09:00Z"])
    #expect(moved.status == 303, "\(moved.words)")
    let after = try places.booked()
    #expect(after.location == places.studio && after.wall == "2027-03-30 10:00" && after.zone == "Europe/Lisbon")
  }

  @Test func aPracticeInOnePlaceAsksNothing() throws {
    let clinic = try Clinic()
    let walk = BookingWalk(clinic: clinic)
    let page = walk.browser.get("\(walk.base)?service=\(clinic.talk)&date=\(try walk.day())")
    #expect(!page.words.contains("Where would you like to come?"))
    let starts = page.values(after: "name=\"start\" value=\"")
    #expect(!starts.isEmpty && starts.allSatisfy { !$0.contains("@") })
  }
}
