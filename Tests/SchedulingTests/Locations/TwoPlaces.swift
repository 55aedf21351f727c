import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A clinic in Berlin where Mira works from nine to five, except on Tuesdays: then she is in another place from ten to
/// two, by the clock there. Jonas stays.
struct TwoPlaces {
  let clinic: Clinic
  let own: Zone
  let there: Zone
  let studio = EntityID.make()
  let practice: TestPractice
  let mira: EntityID
  let jonas: EntityID
  let talk: EntityID

  /// - Parameter overlaps: the practice's hours of Tuesdays stay beside those there.
  init(_ zone: String = "Europe/Lisbon", overlaps: Bool = false, of clinic: Clinic? = nil) throws {
    let clinic = try clinic ?? Clinic()
    self.clinic = clinic
    (practice, mira, jonas, talk) = (clinic.practice, clinic.mira, clinic.jonas, clinic.talk)
    (own, there) = (try Zone(name: "Europe/Berlin"), try Zone(name: zone))
    try change { [mira, studio] tx in
      try TestPractice.addPlace(studio, "Studio there", zone: zone, address: "Rua Exemplo 5", in: tx)
      try tx.execute("UPDATE practices_practice SET address = 'Lindenweg 4' WHERE practice_id = \(tx.scope)")
      if !overlaps {
        try tx.execute(
          "DELETE FROM scheduling_hours WHERE practice_id = \(tx.scope) AND resource_id = \(mira) AND weekday = 2")
      }
      try tx.execute(
        """
        INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute, location_id)
        VALUES (\(tx.scope), \(EntityID.make()), \(mira), 2, 600, 840, \(studio))
        """)
    }
  }

  func change(_ body: (borrowing TenantTransaction) throws -> Void) throws {
    try practice.asOperator { db in try db.transaction(AuditEvent("test.change", "test", nil), body) }
  }

  /// The starts of a service with Mira on a date of the practice.
  func slots(_ date: String, _ service: EntityID? = nil, at place: WantedPlace = .any) throws -> [Availability.Slot] {
    let day = try #require(LocalDate(text: date))
    let id = ServiceID(service ?? talk)
    return try practice.asOperator { db in
      let offering = try #require(try Offering.find(id, in: db.reader)).limited(to: ResourceID(mira)).limited(at: place)
      let now = own.startOfDay(day.adding(days: -7))
      return try offering.availability(from: day, through: day, zone: own, now: now, in: db.reader)
        .slots(on: day, for: .visitor(BookingWindow(offering.service, zone: own, now: now)))
    }
  }

  func walk(now: String) throws -> BookingWalk {
    let walk = BookingWalk(clinic: clinic)
    walk.browser.now = try #require(InstantText.decode(now))
    return walk
  }

  /// Where the only appointment is, by which clock, and in which room.
  func booked() throws -> (location: EntityID?, zone: String, wall: String, room: EntityID?) {
    let found = try practice.asOperator { db in
      try db.reader.first(
        """
        SELECT location_id, zone, DATE_FORMAT(starts_wall_clock, '%Y-%m-%d %H:%i'), room_id
        FROM scheduling_appointment WHERE practice_id = \(db.scope)
        """
      ) {
        (
          location: try $0.idIfPresent(0), zone: try $0.text(1), wall: try $0.text(2), room: try $0.idIfPresent(3)
        )
      }
    }
    return try #require(found)
  }
}
