import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

@Suite struct CalendarPageTests {
  @Test func theDayShowsWhoWhenAndStateInWords() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["note": "Please ring twice"])
    let page = desk.browser.get("/calendar?view=day&date=2027-03-09")
    #expect(page.status == 200)
    for words in [
      "Tuesday 9 March 2027", "Berlin time (GMT+1)", "Dr Mira Specimen", "Pat Example", "13:00–13:50 Talk",
      "Booked, payment due, has a note", "Now 10:00", "1 appointment",
    ] { #expect(page.words.contains(words), "\(words)") }
    #expect(page.body.contains("cal-item h-13 dm-50"))
    #expect(page.body.contains("class=\"cal from-9 to-17\""))
    // What is free can be booked, from now on.
    #expect(page.body.contains("/appointments/new?start=2027-03-09T10%3A00&amp;with=\(desk.clinic.mira)"))
  }

  @Test func thePageOpensThePanelAndClosesItAgain() throws {
    let desk = try CalendarDesk()
    let id = try desk.book(["note": "Please ring twice"]).id
    let page = desk.browser.get("/calendar?date=2027-03-09&a=\(id)")
    for words in [
      "Please ring twice", "€95.00", "Free until Mon 8 March, 13:00, then €20.00", "Bob Specimen", "Mark as arrived",
    ] {
      #expect(page.words.contains(words), "\(words)")
    }
    #expect(page.body.contains("data-key=\"Escape\""))
    #expect(!page.body.contains("/appointments/\(id)/no-show"), "it has not begun")
    #expect(!desk.browser.get("/calendar?date=2027-03-09&a=\(EntityID.make())").body.contains("id=\"pan\""))
  }

  @Test func offHoursAndExceptionsAreSaid() throws {
    let desk = try CalendarDesk(opens: 600, closes: 960)
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.hours", "scheduling_exception", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
          VALUES (\(tx.scope), \(EntityID.make()), \(desk.clinic.jonas), '2027-03-09', '2027-03-09', 'Training <day>')
          """)
      }
    }
    _ = try desk.book(["time": "08:30", "anyway": "yes", "reason": "Only time"])
    let page = desk.browser.get("/calendar?date=2027-03-09")
    #expect(page.words.contains("Starts at 10:00"))
    #expect(page.body.contains("Training &lt;day&gt;"))
    #expect(page.body.contains("from-8 to-16"))
  }

  @Test func overlappingOnesStandSideBySide() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    _ = try desk.book(["time": "13:10", "anyway": "yes", "reason": "Urgent"])
    let page = desk.browser.get("/calendar?date=2027-03-09")
    #expect(page.body.contains("h-13 dm-50 of-2"))
    #expect(page.body.contains("h-13 m-10 dm-50 lane-2 of-2"))
    #expect(page.words.contains("booked on top on purpose"))
  }

  @Test func cancelledOnesAreStruckThroughAndCanBeHidden() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.act(id, "cancellation", version: 1).status == 303)
    #expect(desk.browser.get("/calendar?date=2027-03-09").body.contains("appt st-late"))
    #expect(!desk.browser.get("/calendar?date=2027-03-09&cancelled=0").words.contains("Pat Example"))
  }

  @Test func aHoldIsShownWithoutAName() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let desk = try Self.desk(over: walk.clinic, at: walk.browser.now)
    let day = try walk.day()
    let times = walk.times(walk.clinic.talk, with: walk.clinic.mira, on: day)
    #expect(walk.hold(walk.clinic.talk, times[0], with: walk.clinic.mira).status == 303)
    let page = desk.get("/calendar?date=\(day)")
    #expect(page.words.contains("Being booked online"))
    #expect(page.words.contains("09:00–09:50 held until"))
    desk.now = walk.browser.now.adding(minutes: 11)
    #expect(!desk.get("/calendar?date=\(day)").words.contains("Being booked online"))
  }

  private static func desk(over clinic: Clinic, at now: Instant) throws -> TestBrowser {
    let browser = TestBrowser()
    browser.now = now
    try browser.signIn(clinic.practice.bob, of: clinic.practice)
    return browser
  }

  @Test func weekAgendaAndRoomsShowTheSameAppointment() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["service": "\(desk.clinic.scan)", "time": "11:00"])
    let week = desk.browser.get("/calendar?view=week&date=2027-03-09")
    #expect(week.words.contains("8–14 March 2027"))
    #expect(week.body.contains("cal cal-week"))
    #expect(week.words.contains("11:00–11:30 Scan, Dr Mira Specimen"))
    let other = desk.browser.get("/calendar?view=week&date=2027-03-09&who=\(desk.clinic.jonas)")
    #expect(!other.words.contains("Pat Example"))
    let agenda = desk.browser.get("/calendar?view=agenda&date=2027-03-09")
    #expect(agenda.words.contains("Tuesday 9 March 2027, today"))
    #expect(agenda.words.contains("Pat Example"))
    #expect(agenda.words.contains("No appointments"))
    let rooms = desk.browser.get("/calendar?view=day&by=room&date=2027-03-09")
    #expect(rooms.values(after: "class=\"cal-item h-11 dm-30\"").count == 2, "the room and the device")
  }

  @Test func anHourThatComesTwiceSaysWhichOfTheTwoIsMeant() throws {
    let desk = try CalendarDesk(opens: 0, closes: 1440)
    for (offset, resource) in [(7200, desk.clinic.mira), (3600, desk.clinic.jonas)] {
      _ = try desk.book(["date": "2027-10-31", "time": "02:00", "offset": "\(offset)", "practitioner": "\(resource)"])
    }
    _ = try desk.book(["date": "2027-10-30", "time": "23:30"])
    for view in ["day", "week", "agenda"] {
      let page = desk.browser.get("/calendar?view=\(view)&date=2027-10-31")
      #expect(page.words.contains("02:00–02:50 (GMT+2)") && page.words.contains("02:00–02:50 (GMT+1)"), "\(view)")
    }
    // The evening before has nothing to tell apart, and reaches into the day.
    #expect(desk.browser.get("/calendar?view=day&date=2027-10-31").words.contains("23:30–00:20 Talk"))
    #expect(!desk.browser.get("/calendar?view=day&date=2027-11-02").words.contains("(GMT+1) Talk"))
  }

  @Test func hebrewRunsFromTheRight() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    for target in [
      "/calendar?date=2027-03-09&a=\(id)", "/appointments/new", "/appointments/\(id)", "/appointments/\(id)/move",
    ] {
      let page = desk.browser.get(target + (target.contains("?") ? "&" : "?") + "lang=he")
      #expect(page.status == 200)
      #expect(page.body.contains("<html lang=\"he\" dir=\"rtl\""))
    }
    #expect(desk.browser.get("/calendar?date=2027-03-09").words.contains("נקבעה"))
  }

  @Test func namesAreEscaped() throws {
    let desk = try CalendarDesk()
    _ = try desk.book([
      "patient": "new", "given": "<script>", "family": "O\"Hara", "email": "o@example.org", "phone": "",
    ])
    let page = desk.browser.get("/calendar?date=2027-03-09")
    #expect(page.body.contains("&lt;script&gt; O&quot;Hara"))
    #expect(!page.body.contains("<script> O"))
  }

  @Test func everythingComesFromABoundedNumberOfStatements() throws {
    let desk = try CalendarDesk()
    for time in ["09:00", "10:00", "11:00", "12:00"] { _ = try desk.book(["time": time]) }
    let practice = desk.clinic.practice
    for view in CalendarQuery.View.allCases {
      // The day with its free stretches, as who may book sees it.
      let used = try desk.read { db in
        let query = CalendarQuery(view: view, date: try #require(LocalDate(text: "2027-03-09")))
        let before = practice.connection.statementsRun
        let contents = try CalendarContents.read(
          query, offersFreeTime: view == .day, now: desk.browser.now, in: db)
        #expect(contents.entries.count == 4)
        return practice.connection.statementsRun - before
      }
      // One of them are the sessions of groups. The free stretches of a day cost one more: what is offered, by whom.
      #expect(used <= (view == .day ? 8 : 7), "\(view) ran \(used)")
    }
  }

  @Test func aVisitorsBookingSaysWhoMadeIt() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let day = try walk.day()
    _ = try walk.confirm(walk.hold(walk.clinic.talk, walk.times(walk.clinic.talk, on: day)[0]))
    let browser = try Self.desk(over: walk.clinic, at: walk.browser.now)
    let page = browser.get("/calendar?date=\(day)")
    let id = try #require(page.value(after: "a=")?.split(separator: "#").first)
    #expect(browser.get("/appointments/\(id)").words.contains("by the patient"))
  }

  @Test func theHistoryNamesGoogleAndLeavesMessagesToTheirOwnList() throws {
    let desk = try CalendarDesk()
    let id = try #require(AppointmentID(text: try desk.book().id))
    let practice = desk.clinic.practice
    for event in [
      AuditEvent("notice.plan", "scheduling_appointment", id.id, patient: practice.pat),
      AuditEvent("calendar.write", "scheduling_appointment", id.id, patient: practice.pat),
    ] {
      try practice.asOperator { db in try db.transaction(event) { _ in } }
    }
    let history = try desk.read { db in try AppointmentHistory.read(id, of: practice.pat, in: db) }
    #expect(history.map(\.action) == ["calendar.write", "appointment.book"])
    let panel = desk.browser.get("/appointments/\(id)").words
    #expect(panel.contains("Brought up to date in Google Calendar") && !panel.contains("Changed"))
  }

  @Test func thePanelAddsTwoStatements() throws {
    let desk = try CalendarDesk()
    let id = try #require(AppointmentID(text: try desk.book().id))
    let practice = desk.clinic.practice
    let used = try desk.read { db in
      let before = practice.connection.statementsRun
      let record = try AppointmentRecord.find(id, in: db)
      let history = try AppointmentHistory.read(id, of: practice.pat, in: db)
      #expect(record != nil && history.count == 1)
      return practice.connection.statementsRun - before
    }
    #expect(used == 2)
  }
}
