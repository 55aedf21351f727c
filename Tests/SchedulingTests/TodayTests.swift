import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

@Suite struct TodayTests {
  private static func change(_ desk: CalendarDesk, _ body: (borrowing TenantTransaction) throws -> Void) throws {
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.today", "scheduling_resource", nil), body)
    }
  }
  /// Days later, signed in again.
  private static func tomorrow(_ desk: CalendarDesk) throws {
    desk.browser.now = desk.browser.now.adding(days: 1)
    try desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
  }
  private static func reads(_ desk: CalendarDesk) throws -> [String] {
    try desk.read { db in
      try db.rows(
        "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'schedule.read' ORDER BY seq"
      ) { try $0.text(0) }
    }
  }

  @Test func theDaySaysWhoComesAndWhatIsStillAhead() throws {
    let desk = try CalendarDesk()
    let empty = desk.browser.get("/today")
    #expect(empty.words.contains("Nothing is booked for today.") && empty.words.contains("Nothing waits for you."))
    let id = try desk.book().id
    _ = try desk.book(["date": "2027-03-10"])
    let page = desk.browser.get("/today")
    for words in [
      "Tuesday 9 March 2027, Berlin time (GMT+1)", "Visits today 1 1 still to come", "13:00 Pat Example Talk", "Booked",
    ] { #expect(page.words.contains(words), "\(words) in \(page.words)") }
    #expect(page.body.contains("/calendar?view=day&amp;date=2027-03-09&amp;a=\(id)#pan"))
    #expect(!page.words.contains("10 March"))
    #expect(try Self.reads(desk) == ["view=today,date=2027-03-09,rows=0", "view=today,date=2027-03-09,rows=1"])
    #expect(desk.browser.get("/").location == "/today")
  }

  @Test func whatIsOverAndUnmarkedWaitsUntilSomebodySaysHowItWent() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    let cancelled = try desk.book(["time": "15:00"]).id
    #expect(desk.act(cancelled, "cancellation", version: 1).status == 303)
    #expect(desk.browser.get("/today/without-outcome").words.contains("Every visit of the last 30 days is marked"))
    try Self.tomorrow(desk)
    #expect(desk.browser.get("/today").words.contains("Over, without an outcome"))
    let list = desk.browser.get("/today/without-outcome")
    #expect(list.words.contains("Tue 9 March, 13:00 Pat Example Talk"), "\(list.words)")
    #expect(!list.words.contains("15:00"))
    #expect(desk.act(id, "no-show", version: 1).status == 303)
    let page = desk.browser.get("/today")
    #expect(
      page.words.contains("Nothing waits for you.") && page.words.contains("Did not come 1 of 1 visit in 30 days"))
    #expect(desk.browser.get("/today/missed").words.contains("Pat Example"))
    #expect(!desk.browser.get("/today/without-outcome").words.contains("Pat Example"))
    // What is older than the thirty days waits no more.
    desk.browser.now = desk.browser.now.adding(days: 31)
    try desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
    #expect(desk.browser.get("/today/missed").words.contains("Nobody stayed away"))
  }

  @Test func whatPatientsBookedThemselvesIsListed() throws {
    let desk = try CalendarDesk()
    let id = try #require(EntityID(text: try desk.book(["date": "2027-03-11"]).id))
    _ = try desk.book(["date": "2027-03-12"])
    #expect(!desk.browser.get("/today/booked-online").words.contains("Pat Example"))
    try Self.change(desk) { tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET source = 'online' WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
    let list = desk.browser.get("/today/booked-online").words
    #expect(list.contains("Thu 11 March") && !list.contains("Fri 12 March"))
    #expect(desk.browser.get("/today").words.contains("Booked online 1 In the last 7 days"))
  }

  @Test func whoTreatsPeopleSeesTheirOwnFirst() throws {
    let desk = try CalendarDesk()
    let (clinic, practice) = (desk.clinic, desk.clinic.practice)
    _ = try desk.book()
    _ = try desk.book(["time": "15:00", "practitioner": "\(clinic.jonas)"])
    #expect(!desk.browser.get("/today").body.contains("who=all"), "the front desk has no visits of its own")
    try Self.change(desk) { tx in
      try tx.execute(
        "UPDATE scheduling_resource SET user_id = \(practice.alice) WHERE practice_id = \(tx.scope) AND id = \(clinic.mira)"
      )
    }
    let mira = TestBrowser()
    mira.now = desk.browser.now
    try mira.signIn(practice.alice, of: practice)
    let own = mira.get("/today")
    #expect(own.words.contains("13:00") && !own.words.contains("15:00"))
    #expect(own.body.contains("href=\"/today?who=all\""))
    let all = mira.get("/today?who=all")
    #expect(all.words.contains("Talk, Dr Mira Specimen") && all.words.contains("15:00"))
    #expect(all.body.contains("href=\"/today/missed?who=all\""), "the figure opens the rows it counts")
  }

  /// What waits stands there with its number, and leads to where it is done.
  @Test func requestsAndFailedMessagesWait() throws {
    let requests = try RequestDesk("approval_hours = 24")
    let desk = requests.desk
    _ = try requests.book("2027-03-09T09:00Z")
    let id = try desk.book(["date": "2027-03-11"]).id
    try desk.addNotice(id, "reminder2h", "failed", reason: "refused")
    try desk.addNotice(id, "reminder48h", "failed", reason: "noServer")
    let page = desk.browser.get("/today")
    #expect(page.words.contains("Requests Patients who asked for a time and wait for an answer 1"), "\(page.words)")
    #expect(page.words.contains("Messages that did not go out Reach the patient another way, or send again 1"))
    #expect(page.body.contains("href=\"/calendar/requests\"") && page.body.contains("href=\"/messages/failed\""))
  }

  @Test func anotherPracticeHasADayOfItsOwn() throws {
    let (desk, stranger) = (try CalendarDesk(), try CalendarDesk())
    _ = try stranger.book()
    try Self.tomorrow(stranger)
    for path in ["", "/without-outcome", "/missed", "/booked-online"] {
      #expect(!desk.browser.get("/today" + path).words.contains("Pat Example"), "\(path)")
    }
    #expect(TestBrowser().get("/today").location == "/sign-in")
    #expect(desk.browser.get("/today?lang=he").body.contains("dir=\"rtl\""))
  }

  @Test func moreThanFitAreCounted() throws {
    let desk = try CalendarDesk()
    let id = try #require(EntityID(text: try desk.book().id))
    try Self.change(desk) { tx in
      for hours in 24..<84 {
        let start = desk.browser.now.adding(hours: -hours)
        try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
            starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
            cancel_notice_minutes, late_fee_minor, source, language, created_at)
          SELECT \(tx.scope), \(EntityID.make()), a.patient_id, a.service_id, a.practitioner_id, 'noshow', a.payment,
            \(start), \(start.adding(minutes: 50)), \(start), a.zone, 0, 0, 0, a.currency, 0, 0, 'staff', 'en', \(start)
          FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) AND a.id = \(id)
          """)
      }
    }
    let page = desk.browser.get("/today/missed")
    #expect(page.words.contains("The latest 50 of 60 are listed."))
    #expect(page.body.ranges(of: "row-link").count == 50)
    #expect(page.body.utf8.count < 61_440)
  }
}
