import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Mira's hours name no place, and she works in the rooms of two, which have the practice's clock.
@Suite struct LocationRoomTests {
  private struct Rooms {
    let clinic: Clinic
    let walk: BookingWalk
    let north = EntityID.make()
    let south = EntityID.make()
    let second = EntityID.make()

    init() throws {
      clinic = try Clinic()
      walk = BookingWalk(clinic: clinic)
      walk.browser.now = try #require(InstantText.decode("2027-03-01T08:00Z"))
      try clinic.practice.asOperator { [clinic, north, south, second] db in
        try db.transaction(AuditEvent("test.rooms", "test", nil)) { tx in
          for (id, name) in [(north, "North"), (south, "South")] {
            try TestPractice.addPlace(id, name, address: "Street", in: tx)
          }
          try tx.execute(
            "UPDATE scheduling_resource SET location_id = \(north) WHERE practice_id = \(tx.scope) AND id = \(clinic.room)"
          )
          try tx.execute(
            """
            INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id, position)
            VALUES (\(tx.scope), \(second), 'room', 'Room 2', \(south), 5)
            """)
          try tx.execute(
            """
            INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
            VALUES (\(tx.scope), \(clinic.scan), \(second))
            """)
        }
      }
    }

    func booked() throws -> (location: EntityID?, room: EntityID?, start: String)? {
      try clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT location_id, room_id, starts_at FROM scheduling_appointment WHERE practice_id = \(db.scope)"
        ) { (try $0.idIfPresent(0), try $0.idIfPresent(1), InstantText.encode(try $0.instant(2))) }
      }
    }
  }

  @Test func aPatientMovesAVisitWithinItsPlace() throws {
    let rooms = try Rooms()
    let (walk, scan) = (rooms.walk, rooms.clinic.scan)
    let offered = walk.times(scan, with: rooms.clinic.mira, on: "2027-03-10")
    let start = "2027-03-10T09:00Z"
    #expect(Set(offered.filter { $0.hasPrefix(start) }) == [start + "@\(rooms.north)", start + "@\(rooms.south)"])
    let booked = try walk.confirm(walk.hold(scan, start + "@\(rooms.south)", with: rooms.clinic.mira))
    let before = try #require(try rooms.booked())
    #expect(before.location == rooms.south && before.room == rooms.second)
    let path = String(try #require(booked.location).prefix { $0 != "?" })
    let page = walk.browser.get(path + "/move?date=2027-03-11")
    #expect(page.values(after: "name=\"start\" value=\"").first == "2027-03-11T08:00Z", "\(page.words)")
    let moved = walk.browser.post(path + "/time", ["start": "2027-03-11T08:00Z"])
    #expect(moved.status == 303, "\(moved.words)")
    let after = try #require(try rooms.booked())
    #expect(after.location == rooms.south && after.room == rooms.second && after.start == "2027-03-11T08:00Z")
  }

  /// Who chose one place finds the way to the other, and to both.
  @Test func aChosenPlaceCanBeChangedAgain() throws {
    let rooms = try Rooms()
    let walk = rooms.walk
    let page = walk.browser.get("\(walk.base)?service=\(rooms.clinic.scan)&date=2027-03-10&at=\(rooms.north)")
    #expect(page.words.contains("Where would you like to come?"), "\(page.words)")
    #expect(page.body.contains("at=\(rooms.south)"))
    #expect(page.values(after: "name=\"start\" value=\"").contains("2027-03-10T09:00Z"), "of North alone")
  }

  /// The room there is taken: that time is not offered there, and still is in the other place.
  @Test func aPlaceWhoseRoomIsTakenIsNotOffered() throws {
    let rooms = try Rooms()
    let (walk, start) = (rooms.walk, "2027-03-10T09:00Z")
    try rooms.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.closed", "test", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date)
          VALUES (\(tx.scope), \(EntityID.make()), \(rooms.clinic.room), '2027-03-10', '2027-03-10')
          """)
      }
    }
    let offered = walk.times(rooms.clinic.scan, with: rooms.clinic.mira, on: "2027-03-10")
    #expect(offered.filter { $0.hasPrefix(start) } == [start + "@\(rooms.south)"])
    #expect(walk.hold(rooms.clinic.scan, start + "@\(rooms.north)", with: rooms.clinic.mira).status == 409)
    #expect(walk.hold(rooms.clinic.scan, start + "@\(rooms.south)", with: rooms.clinic.mira).status == 303)
  }
}
