import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A device that belongs to no place goes along: it is used wherever its practitioner is, and in one place at a time.
@Suite struct LocationDeviceTests {
  /// "Scan" needs the scanner and no room; Mira and Jonas carry it out. On Tuesdays she is in the studio from 11:00 to
  /// 15:00 by Berlin's clock, he stays.
  private func places() throws -> (TwoPlaces, CalendarDesk) {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    let places = try TwoPlaces(of: desk.clinic)
    try places.change { [clinic = desk.clinic] tx in
      try tx.execute(
        """
        DELETE FROM scheduling_service_resource
        WHERE practice_id = \(tx.scope) AND service_id = \(clinic.scan) AND resource_id = \(clinic.room)
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
        VALUES (\(tx.scope), \(clinic.scan), \(clinic.jonas))
        """)
    }
    return (places, desk)
  }
  private func why(_ desk: CalendarDesk, with person: EntityID, at time: String) -> String {
    desk.browser.get(
      "/calendar/why?service=\(desk.clinic.scan)&practitioner=\(person)&date=2027-03-09&time=\(time)"
    ).words
  }

  @Test func itIsUsedAtAnyPlaceAndNeverInTwoAtOnce() throws {
    let (places, desk) = try places()
    let scan = desk.clinic.scan
    let offered = try places.slots("2027-03-09", scan)
    let noon = try #require(InstantText.decode("2027-03-09T11:00Z"))
    #expect(offered.contains { $0.span.start == noon && $0.location == LocationID(places.studio) })
    #expect(why(desk, with: places.mira, at: "12:00").contains("Free, also online"))
    // The calendar offers the same stretch.
    let day = desk.browser.get("/calendar?date=2027-03-09&where=\(places.studio)")
    #expect(day.body.contains("/appointments/new?start=2027-03-09T11%3A00"), "\(day.words)")
    let booked = try desk.book(["service": "\(scan)", "time": "12:00", "minutes": "30"])
    #expect(booked.answer.status == 303, "\(booked.answer.words)")
    let visit = try places.booked()
    #expect(visit.location == places.studio)
    // Jonas is at the practice then, and the scanner is not.
    #expect(
      why(desk, with: places.jonas, at: "12:00").contains("No device that “Scan” can use is free: Scanner: Pat Example")
    )
    #expect(why(desk, with: places.jonas, at: "12:30").contains("Free, also online"))
    let taken = desk.browser.post(
      "/appointments", desk.form(["service": "\(scan)", "practitioner": "\(places.jonas)", "time": "12:00"]))
    #expect(taken.status == 409 || taken.status == 422, "\(taken.status)")
    #expect(taken.words.contains("Scanner"), "\(taken.words)")
  }

  /// What belongs to the place is taken before what others may need elsewhere.
  @Test func whatStandsThereIsTakenFirst() throws {
    let (places, desk) = try places()
    let other = EntityID.make()
    try places.change { [clinic = desk.clinic, studio = places.studio] tx in
      try tx.execute(
        """
        INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id, position)
        VALUES (\(tx.scope), \(other), 'device', 'Studio scanner', \(studio), 9)
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
        VALUES (\(tx.scope), \(clinic.scan), \(other))
        """)
    }
    for time in ["12:00", "13:00"] { _ = try desk.book(["service": "\(desk.clinic.scan)", "time": time]) }
    let devices = try desk.read { db in
      try db.rows("SELECT device_id FROM scheduling_appointment WHERE practice_id = \(db.scope)") {
        try $0.idIfPresent(0)
      }
    }
    #expect(devices == [other, other])
    #expect(why(desk, with: places.jonas, at: "12:00").contains("Free, also online"), "the other one is still here")
    // Online as well.
    let walk = BookingWalk(clinic: desk.clinic)
    walk.browser.now = desk.browser.now
    _ = try walk.confirm(walk.hold(desk.clinic.scan, "2027-03-09T13:00Z", with: places.mira))
    let online = try desk.read { db in
      try db.first(
        "SELECT device_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND source = 'online'"
      ) { try $0.idIfPresent(0) }
    }
    #expect(online == .some(other))
  }

  @Test func theFormSaysSo() throws {
    let cast = try SettingsCast()
    let words = "A device without one goes along: it can be used at every location, but not at two at the same time."
    #expect(!cast.browser.get("/settings/rooms/new").words.contains(words), "where there are no locations")
    let places = try TwoPlaces(of: cast.clinic)
    for path in ["/settings/rooms/new", "/settings/rooms/\(places.clinic.device)"] {
      let page = cast.browser.get(path)
      #expect(page.words.contains(words), "\(page.words)")
      #expect(page.body.contains("aria-describedby=\"location-hint\""), "\(path)")
    }
    #expect(!cast.browser.get("/settings/practitioners/new").words.contains(words))
  }
}
