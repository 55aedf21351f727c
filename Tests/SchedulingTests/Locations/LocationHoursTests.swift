import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Hours are kept by the clock of their place, whatever that of the practice does.
@Suite struct LocationHoursTests {
  /// New York changes two weeks before Berlin in spring and one week after it in autumn.
  @Test(arguments: [
    ("2027-03-09", "15:00", "08:00"), ("2027-03-16", "14:00", "08:00"), ("2027-03-30", "14:00", "07:00"),
    ("2027-10-26", "14:00", "07:00"), ("2027-11-02", "14:00", "08:00"), ("2027-11-09", "15:00", "08:00"),
  ])
  func oneClockChangesAndTheOtherDoesNot(_ tuesday: String, _ there: String, _ here: String) throws {
    let places = try TwoPlaces("America/New_York")
    let slots = try places.slots(tuesday)
    #expect(slots.first.map { InstantText.encode($0.span.start) } == tuesday + "T\(there)Z")
    #expect(slots.count == 7 && slots.allSatisfy { $0.location?.id == places.studio })
    for slot in slots {
      #expect((10..<14).contains(places.there.local(slot.span.start).time.hour))
      #expect(slot.wallClock == places.own.local(slot.span.start), "a day is one of the practice")
    }
    let day = try #require(LocalDate(text: tuesday)).adding(days: 1).description
    let next = try places.slots(day)
    #expect(next.first.map { InstantText.encode($0.span.start) } == day + "T\(here)Z")
    #expect(next.count == 15 && next.allSatisfy { $0.location == nil })
  }

  /// In Auckland it is Tuesday when it is still Monday evening in Berlin.
  @Test func anotherDateThereIsTheDayHere() throws {
    let places = try TwoPlaces("Pacific/Auckland")
    let monday = try places.slots("2027-07-05")
    let late = monday.filter { $0.location?.id == places.studio }
    // 10:00 there is 00:00 here: the day begins with it, and 22:00 of the day before is not part of it.
    #expect(late.isEmpty)
    let tuesday = try places.slots("2027-07-06")
    #expect(tuesday.map { InstantText.encode($0.span.start) }.first == "2027-07-05T22:00Z")
    #expect(tuesday.count == 7 && tuesday.allSatisfy { $0.location?.id == places.studio })
  }

  @Test func aPlaceThatIsAskedForIsTheOnlyOne() throws {
    let places = try TwoPlaces(overlaps: true)
    let all = try places.slots("2027-03-09")
    #expect(Set(all.map { $0.location?.id }) == [nil, places.studio])
    let there = try places.slots("2027-03-09", at: .exactly(LocationID(places.studio)))
    #expect(there.count == 7 && there.allSatisfy { $0.location?.id == places.studio })
    let here = try places.slots("2027-03-09", at: .exactly(nil))
    #expect(here.count == 15 && here.allSatisfy { $0.location == nil })
    #expect(try places.slots("2027-03-10", at: .exactly(LocationID(places.studio))).isEmpty)
  }

  /// Only what stands where the practitioner is can be taken.
  @Test func aRoomOfAnotherPlaceIsNotTaken() throws {
    let places = try TwoPlaces()
    let clinic = places.clinic
    #expect(try places.slots("2027-03-09", clinic.scan).isEmpty, "room and scanner stand in Berlin")
    #expect(try places.slots("2027-03-10", clinic.scan).count == 31)
    let (room, device) = (EntityID.make(), EntityID.make())
    try places.change { [studio = places.studio] tx in
      for (id, kind) in [(room, "room"), (device, "device")] {
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id)
          VALUES (\(tx.scope), \(id), \(kind), 'There', \(studio))
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
          VALUES (\(tx.scope), \(clinic.scan), \(id))
          """)
      }
    }
    #expect(try places.slots("2027-03-09", clinic.scan).count == 15)
    for (day, wanted) in [("2027-03-09", room), ("2027-03-10", clinic.room)] {
      try places.practice.asOperator { db in
        let date = try #require(LocalDate(text: day))
        let now = places.own.startOfDay(date.adding(days: -3))
        let offering = try #require(try Offering.find(ServiceID(clinic.scan), in: db.reader))
        let availability = try offering.availability(
          from: date, through: date, zone: places.own, now: now, in: db.reader)
        let slots = availability.slots(on: date, for: .staff(from: now))
        for slot in slots {
          let found = availability.assignment(
            at: slot.span.start, with: ResourceID(clinic.mira), for: .staff(from: now))
          #expect(found?.room?.id == wanted && found?.location == slot.location)
        }
      }
    }
  }

  /// Who has no room of their own uses the one of another place, and the visit is there: but only by the same clock.
  @Test(arguments: [("Europe/Berlin", 31), ("Europe/Lisbon", 0)])
  func aRoomElsewhereIsUsedByTheSameClockAlone(_ zone: String, _ count: Int) throws {
    let places = try TwoPlaces(zone)
    let clinic = places.clinic
    try places.change { [studio = places.studio] tx in
      try tx.execute(
        """
        UPDATE scheduling_resource SET location_id = \(studio)
        WHERE practice_id = \(tx.scope) AND id IN \(list: [clinic.room, clinic.device])
        """)
    }
    let slots = try places.slots("2027-03-10", clinic.scan)
    #expect(slots.count == count && slots.allSatisfy { $0.location == LocationID(places.studio) })
  }

  /// Also where both have one clock: hours that name a place take nothing that belongs to none.
  @Test func aNamedPlaceTakesOnlyWhatBelongsToIt() throws {
    let places = try TwoPlaces("Europe/Berlin")
    #expect(try places.slots("2027-03-09", places.clinic.scan).isEmpty, "room and scanner belong to no place")
    #expect(try places.slots("2027-03-09").count == 7)
    #expect(try places.slots("2027-03-10", places.clinic.scan).count == 31)
  }

  /// Two who want the same hour in two places: the practitioner is one person.
  @Test func nobodyIsInTwoPlacesAtOnce() throws {
    let places = try TwoPlaces(overlaps: true)
    // 11:00 in Lisbon is 12:00 in Berlin.
    let walk = try places.walk(now: "2027-03-01T08:00Z")
    let start = "2027-03-09T11:00Z"
    let shown = walk.times(places.talk, with: places.mira, on: "2027-03-09")
    let both = shown.filter { $0.hasPrefix(start) }
    #expect(Set(both) == [start + "@practice", start + "@\(places.studio)"])
    for (first, second) in [(both[0], both[1]), (both[1], both[0])] {
      let taken = walk.hold(places.talk, first, with: places.mira)
      #expect(taken.status == 303, "\(taken.words)")
      let other = BookingWalk(clinic: walk.clinic)
      other.browser.now = walk.browser.now
      #expect(other.hold(places.talk, second, with: places.mira).status == 409)
      try places.change { tx in
        try tx.execute("DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope)")
        try tx.execute("DELETE FROM scheduling_hold WHERE practice_id = \(tx.scope)")
      }
    }
  }

  /// Many at once, half for here and half for there: she sees one of them.
  @Test func ofManyInTwoPlacesOneGetsTheHour() throws {
    for _ in 0..<5 {
      let places = try TwoPlaces(overlaps: true)
      let (slug, talk, mira, studio) = (places.clinic.slug, places.talk, places.mira, LocationID(places.studio))
      let start = try #require(InstantText.decode("2027-03-09T11:00Z"))
      let now = try #require(InstantText.decode("2027-03-01T08:00Z"))
      let answers = race(12) { index in
        do {
          let connection = try TestServer.connect()
          _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
            _ = try Holds.place(
              ServiceID(talk), with: ResourceID(mira), in: .exactly(index % 2 == 0 ? nil : studio), at: start,
              token: .make(), visitor: SecureRandom.bytes(16), limitPerHour: 1_000_000, now: now, in: db)
          }
          return 303
        } catch is SlotRefusal {
          return 409
        } catch { return 500 }
      }
      #expect(answers == [303: 1, 409: 11])
      let claims = try places.practice.asOperator { db in
        try db.reader.first("SELECT COUNT(*) FROM scheduling_claim WHERE practice_id = \(db.scope)") { try $0.int(0) }
      }
      #expect(claims == 1)
    }
  }

  /// Closed there on one day, and nowhere else.
  @Test func aPlaceCanBeClosedForADay() throws {
    let places = try TwoPlaces(overlaps: true)
    try places.change { [studio = places.studio] tx in
      try tx.execute(
        """
        INSERT INTO scheduling_exception (practice_id, id, first_date, last_date, reason, location_id)
        VALUES (\(tx.scope), \(EntityID.make()), '2027-03-09', '2027-03-09', 'Feriado', \(studio))
        """)
    }
    let slots = try places.slots("2027-03-09")
    #expect(slots.count == 15 && slots.allSatisfy { $0.location == nil })
    #expect(try places.slots("2027-03-16").contains { $0.location?.id == places.studio })
  }
}
