import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Staff of a practice in two places: where an appointment is, by which clock, and what stands elsewhere.
@Suite struct LocationDeskTests {
  /// The desk is in Berlin; Mira is in New York on Tuesdays, which has changed its clocks on 14 March.
  private func desk() throws -> (desk: CalendarDesk, places: TwoPlaces) {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    return (desk, try TwoPlaces("America/New_York", of: desk.clinic))
  }

  @Test func thePanelSaysWhereAndByWhichClock() throws {
    let (desk, places) = try desk()
    let (id, _) = try desk.book(["date": "2027-03-16", "time": "15:00"])
    let booked = try places.booked()
    #expect(booked.location == places.studio && booked.wall == "2027-03-16 10:00" && booked.zone == "America/New_York")
    let page = desk.browser.get("/appointments/\(id)")
    #expect(page.words.contains("15:00–15:50, Berlin time") && page.words.contains("10:00–10:50, New York time"))
    #expect(page.words.contains("Studio there"))
    #expect(desk.browser.get("/calendar?view=day&date=2027-03-16").words.contains("Talk, Studio there"))
    let sheet = desk.browser.get("/calendar/sheet?date=2027-03-16")
    #expect(sheet.words.contains("Talk, Studio there"), "\(sheet.words)")
    #expect(!desk.browser.get("/calendar?view=day&date=2027-03-17").words.contains(", Studio there"))
  }

  /// What does not fit the hours is said, and the place that was chosen counts.
  @Test func aPlaceCanBeChosenAgainstTheHours() throws {
    let (desk, places) = try desk()
    let form = desk.browser.get("/appointments/new?start=2027-03-16T15:00")
    #expect(form.body.contains("name=\"at\"") && form.words.contains("Where the hours are"))
    let asked = desk.form(["date": "2027-03-16", "time": "15:00", "at": "practice"])
    let refused = desk.browser.post("/appointments", asked)
    #expect(refused.status == 409 && refused.words.contains("somewhere else at that time (Studio there)"))
    let (id, _) = try desk.book(
      ["date": "2027-03-16", "time": "15:00", "at": "practice", "anyway": "yes", "reason": "She stays"])
    #expect(try places.booked().location == nil)
    #expect(!desk.browser.get("/appointments/\(id)").words.contains("New York time"))
  }

  @Test func aPlaceOutOfUseIsNoChoice() throws {
    let (desk, places) = try desk()
    let address = "/appointments/new?start=2027-03-16T15:00"
    #expect(desk.browser.get(address).words.contains("Studio there"))
    try places.change { [studio = places.studio] tx in
      try tx.execute(
        "UPDATE practices_location SET is_active = FALSE WHERE practice_id = \(tx.scope) AND id = \(studio)")
    }
    #expect(!desk.browser.get(address).words.contains("Studio there"))
    let asked = desk.form(["date": "2027-03-17", "time": "15:00", "at": "\(places.studio)"])
    #expect(desk.browser.post("/appointments", asked).status == 422)
  }

  /// The room stands in Berlin, and the scanner belongs to a third place: she has neither where she is.
  @Test func whatStandsElsewhereIsInTheWay() throws {
    let (desk, places) = try desk()
    try places.change { [scanner = desk.clinic.device] tx in
      let north = EntityID.make()
      try TestPractice.addPlace(north, "North", in: tx)
      try tx.execute(
        "UPDATE scheduling_resource SET location_id = \(north) WHERE practice_id = \(tx.scope) AND id = \(scanner)")
    }
    let asked = desk.form(["service": "\(desk.clinic.scan)", "date": "2027-03-16", "time": "15:00"])
    let refused = desk.browser.post("/appointments", asked)
    #expect(refused.status == 409, "\(refused.words)")
    for thing in ["Room 1", "Scanner"] {
      #expect(refused.words.contains("\(thing): somewhere else at that time"), "\(refused.words)")
    }
    #expect(try desk.diary() == [])
  }

  /// Half an hour past the hours there it is still there.
  @Test func whatIsMovedOutsideTheHoursStaysInItsPlace() throws {
    let (desk, places) = try desk()
    let (id, _) = try desk.book(["date": "2027-03-16", "time": "15:00"])
    let moved = desk.act(
      id, "time", version: 1,
      desk.moving(1, ["date": "2027-03-16", "time": "19:00", "anyway": "yes", "reason": "Longer day"]))
    #expect(moved.status == 303, "\(moved.words)")
    let after = try places.booked()
    #expect(after.location == places.studio && after.wall == "2027-03-16 14:00")
  }

  /// A drag sends the form behind "Move", which carries where it is: it stays there, or what is in the way is said.
  @Test func whatIsMovedKeepsItsPlaceAndSaysWhereItCannot() throws {
    let (desk, places) = try desk()
    let (id, _) = try desk.book(["date": "2027-03-16", "time": "15:00"])
    let form = desk.browser.get("/appointments/\(id)/move")
    #expect(form.body.contains("<option value=\"\(places.studio)\" selected>"))
    let there = ["date": "2027-03-17", "time": "12:00", "at": "\(places.studio)"]
    let refused = desk.act(id, "time", version: 1, desk.moving(1, there))
    #expect(refused.status == 409 && refused.words.contains("somewhere else at that time"), "\(refused.words)")
    #expect(try places.booked().location == places.studio)
    let moved = desk.act(id, "time", version: 1, desk.moving(1, there.merging(["at": ""]) { $1 }))
    #expect(try moved.status == 303 && places.booked().location == nil)
    // Undo takes it back to where it was, and by the clock there.
    let page = desk.browser.get(try #require(moved.location))
    #expect(page.body.contains("name=\"at\" value=\"\(places.studio)\""), "\(page.words)")
    let pick = try #require(page.value(after: "name=\"pick\" value=\""))
    let undone = desk.act(
      id, "time", version: 2,
      ["pick": pick, "minutes": "50", "practitioner": "\(places.mira)", "at": "\(places.studio)"])
    #expect(undone.status == 303, "\(undone.words)")
    let after = try places.booked()
    #expect(after.location == places.studio && after.wall == "2027-03-16 10:00" && after.zone == "America/New_York")
  }

  /// Somebody else was faster: moving it anyway goes where it was to go.
  @Test func movingAnywayKeepsThePlace() throws {
    let (desk, places) = try desk()
    let (id, _) = try desk.book(["date": "2027-03-16", "time": "15:00"])
    let there = ["date": "2027-03-16", "time": "16:00", "at": "\(places.studio)"]
    #expect(desk.act(id, "time", version: 1, desk.moving(1, there)).status == 303)
    let stale = desk.act(id, "time", version: 1, desk.moving(1, there.merging(["time": "17:00"]) { $1 }))
    #expect(stale.status == 409 && stale.body.contains("name=\"at\" value=\"\(places.studio)\""))
    #expect(stale.words.contains("Studio there"), "\(stale.words)")
  }

  @Test func aPlaceOfNobodyIsRefusedBesideTheField() throws {
    let (desk, _) = try desk()
    let foreign = try TwoPlaces().studio
    let (id, _) = try desk.book(["date": "2027-03-16", "time": "15:00"])
    for place in ["\(foreign)", "\(EntityID.make())"] {
      let answers = [
        desk.browser.post("/appointments", desk.form(["date": "2027-03-16", "time": "17:00", "at": place])),
        desk.act(id, "time", version: 1, desk.moving(1, ["date": "2027-03-16", "time": "17:00", "at": place])),
      ]
      for answer in answers {
        #expect(answer.status == 422 && answer.body.contains("<a href=\"#at\">"), "\(answer.words)")
        #expect(answer.body.contains("id=\"at-error\"") && !answer.words.contains("Elsewhere"))
      }
    }
  }

  /// What staff chose is kept by each visit of a series, also where the hours say something else.
  @Test func aSeriesKeepsThePlaceThatWasChosen() throws {
    let (desk, places) = try desk()
    try places.change { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
        VALUES (\(tx.scope), \(EntityID.make()), \(places.mira), 2, 540, 1020)
        """)
    }
    let choose = { (place: String, time: String) in
      _ = try desk.bookSeries(["date": "2027-03-16", "time": time, "count": "2", "at": place])
      return try desk.read { db in
        try db.rows(
          """
          SELECT location_id FROM scheduling_appointment WHERE practice_id = \(db.scope)
          ORDER BY created_at DESC, id DESC LIMIT 2
          """
        ) { try $0.idIfPresent(0) }
      }
    }
    #expect(try choose("\(places.studio)", "15:00") == [places.studio, places.studio])
    desk.browser.now = desk.browser.now.adding(seconds: 1)
    #expect(try choose("practice", "16:00") == [nil, nil])
  }

  /// Berlin changes on 28 March, New York has already: the time on the wall there stays.
  @Test(arguments: [
    ("2027-03-09", "16:00", ["2027-03-09T15:00Z", "2027-03-16T14:00Z", "2027-03-23T14:00Z", "2027-03-30T14:00Z"]),
    ("2027-10-26", "16:00", ["2027-10-26T14:00Z", "2027-11-02T14:00Z", "2027-11-09T15:00Z", "2027-11-16T15:00Z"]),
  ])
  func aSeriesKeepsTheTimeOfItsPlace(_ date: String, _ time: String, _ starts: [String]) throws {
    let (desk, places) = try desk()
    if date > "2027-06" { desk.browser.now = try #require(InstantText.decode("2027-10-20T09:00Z")) }
    try desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
    let ids = try desk.bookSeries(["date": date, "time": time, "count": "4"])
    let found = try desk.read { db in
      try db.rows(
        """
        SELECT starts_at, location_id FROM scheduling_appointment
        WHERE practice_id = \(db.scope) ORDER BY starts_at
        """
      ) { (InstantText.encode(try $0.instant(0)), try $0.idIfPresent(1)) }
    }
    #expect(found.map(\.0) == starts && found.allSatisfy { $0.1 == places.studio })
    let page = desk.browser.get("/appointments/\(try #require(ids.first))/series")
    #expect(page.words.contains("10:00–10:50") && !page.words.contains("16:00"), "\(page.words)")
  }

  /// The calendar of one place: what is left out is counted, and only what is free there is offered.
  @Test func theCalendarOfOnePlace() throws {
    let (desk, places) = try desk()
    _ = try desk.book(["date": "2027-03-16", "time": "15:00"])
    _ = try desk.book(["date": "2027-03-16", "time": "10:00", "practitioner": "\(places.jonas)"])
    let day = { (more: String) in desk.browser.get("/calendar?view=day&date=2027-03-16" + more) }
    let count = { (page: TestResponse) in page.body.split(separator: "class=\"appt ").count - 1 }
    let all = day("")
    #expect(count(all) == 2 && all.words.contains("Any location") && !all.words.contains("The filter hides"))
    let there = day("&where=\(places.studio)")
    #expect(count(there) == 1 && there.words.contains("15:00–15:50 Talk, Studio there"), "\(there.words)")
    #expect(there.words.contains("The filter hides one appointment. Show all"))
    #expect(there.body.contains("<option value=\"\(places.studio)\" selected>Studio there</option>"))
    #expect(there.body.contains("start=2027-03-16T15%3A50&amp;with=\(places.mira)&amp;at=\(places.studio)"))
    #expect(!there.body.contains("T10%3A50&amp;with=\(places.jonas)"), "Jonas is not there")
    #expect(there.body.contains("view=week&amp;date=2027-03-16&amp;where=\(places.studio)"))
    let here = day("&where=practice")
    #expect(count(here) == 1 && here.body.contains("T10%3A50&amp;with=\(places.jonas)&amp;at=practice"))
    // The link to a new appointment says where.
    let form = desk.browser.get("/appointments/new?start=2027-03-16T15:50&with=\(places.mira)&at=\(places.studio)")
    #expect(form.body.contains("<option value=\"\(places.studio)\" selected>"))
    let none = day("&where=\(try TwoPlaces().studio)")
    #expect(count(none) == 0 && none.words.contains("The location that was chosen"))
    #expect(none.words.contains("The filter hides 2 appointments."))
    for view in ["week", "agenda"] {
      let page = desk.browser.get("/calendar?view=\(view)&date=2027-03-16&where=practice&lang=he")
      #expect(count(page) == 1 && page.words.contains("הסינון מסתיר פגישה אחת."), "\(view)")
    }
    let plain = try CalendarDesk()
    #expect(!plain.browser.get("/calendar").body.contains("name=\"where\""))
  }

  /// Where there is more than one place, lists for the day say which.
  @Test func todayAndTheSheetNameThePlace() throws {
    let (desk, places) = try desk()
    desk.browser.now = try #require(InstantText.decode("2027-03-16T08:00Z"))
    try desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
    _ = try desk.book(["date": "2027-03-16", "time": "15:00"])
    _ = try desk.book(["date": "2027-03-16", "time": "10:00", "practitioner": "\(places.jonas)"])
    let name = try desk.read { $0.practice.name }
    let today = desk.browser.get("/today?who=all")
    #expect(today.words.contains("Dr Mira Specimen, Studio there (10:00 there)"), "\(today.words)")
    #expect(today.words.contains("Jonas Beispiel, \(name)"))
    let sheet = desk.browser.get("/calendar/sheet?date=2027-03-16")
    #expect(sheet.words.contains("Talk, Studio there") && sheet.words.contains("Talk \(name)"), "\(sheet.words)")
    let plain = try CalendarDesk(now: "2027-03-09T08:00Z")
    _ = try plain.book()
    #expect(!plain.browser.get("/today?who=all").words.contains("Dr Mira Specimen, "))
  }

  @Test func whyItIsNotFreeNamesThePlace() throws {
    let (desk, places) = try desk()
    let base = "/calendar/why?service=\(desk.clinic.talk)&practitioner=\(desk.clinic.mira)&date=2027-03-16&time=15:00"
    #expect(desk.browser.get(base).words.contains("Where") || desk.browser.get(base).status == 200)
    let here = desk.browser.get(base + "&at=practice")
    #expect(here.words.contains("somewhere else at that time (Studio there)"), "\(here.words)")
    let there = desk.browser.get(base + "&at=\(places.studio)")
    #expect(!there.words.contains("somewhere else"))
    let scan = desk.browser.get(
      "/calendar/why?service=\(desk.clinic.scan)&practitioner=\(desk.clinic.mira)&date=2027-03-16&time=15:00")
    #expect(scan.words.contains("Room 1: somewhere else at that time (at the practice)"), "\(scan.words)")
  }
}
