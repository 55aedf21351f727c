import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// "Why is 10:00 not free?", as staff read it.
@Suite struct CalendarWhyTests {
  private func ask(_ desk: CalendarDesk, _ changes: [String: String] = [:], _ browser: TestBrowser? = nil)
    -> TestResponse
  {
    let fields = [
      "service": "\(desk.clinic.talk)", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-10", "time": "10:00",
    ].merging(changes) { $1 }
    let query = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.replacing(":", with: "%3A"))" }
    return (browser ?? desk.browser).get("/calendar/why?" + query.joined(separator: "&"))
  }
  private func change(_ desk: CalendarDesk, _ write: (borrowing TenantTransaction) throws -> Void) throws {
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.change", "scheduling_service", nil)) { tx in try write(tx) }
    }
  }

  @Test func aFreeTimeSaysSoAndLeadsToItsForm() throws {
    let desk = try CalendarDesk()
    let page = ask(desk)
    #expect(page.status == 200)
    #expect(page.words.contains("Free, also online"))
    #expect(page.body.contains("/appointments/new?start=2027-03-10T10%3A00&amp;with=\(desk.clinic.mira)"))
    #expect(desk.browser.get("/calendar?date=2027-03-10").body.contains("/calendar/why?start=2027-03-10"))
    let empty = desk.browser.get("/calendar/why?start=2027-03-10T09:30&with=\(desk.clinic.mira)")
    #expect(empty.body.contains("value=\"09:30\"") && !empty.body.contains("id=\"why\""))
  }

  @Test func everyReasonIsSaidAtOnce() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["date": "2027-03-10", "time": "10:00"])
    _ = try desk.book(["date": "2027-03-10", "time": "16:10", "service": "\(desk.clinic.scan)"])
    try change(desk) { tx in
      try tx.execute(
        """
        UPDATE scheduling_service SET buffer_after = 15, horizon_days = 1 WHERE practice_id = \(tx.scope)
        """)
      try tx.execute("UPDATE practices_practice SET books_online = FALSE WHERE practice_id = \(tx.scope)")
    }
    let taken = ask(desk, ["time": "10:05"]).words
    #expect(taken.contains("Not free"))
    #expect(taken.contains("The practice takes no online bookings."))
    #expect(taken.contains("Online, visits begin every 30 minutes from opening, near this at 10:00 and 10:30."))
    #expect(taken.contains("Dr Mira Specimen: Pat Example, Talk, 10:00–10:50."))
    let buffer = ask(desk, ["time": "09:00"]).words
    #expect(buffer.contains("Dr Mira Specimen: 15 minutes are kept free around Pat Example, Talk, 10:00–10:50."))
    let late = ask(desk, ["time": "16:30", "service": "\(desk.clinic.scan)", "date": "2027-03-10"]).words
    #expect(late.contains("No room that “Scan” can use is free: Room 1: Pat Example, Scan, 16:10–16:40."))
    #expect(late.contains("No device that “Scan” can use is free: Scanner: Pat Example, Scan, 16:10–16:40."))
    #expect(ask(desk, ["time": "16:30"]).words.contains("is there until 17:00; the visit would last until 17:20."))
    #expect(ask(desk, ["time": "08:00"]).words.contains("works 09:00–17:00 on this day: outside opening hours."))
    let far = ask(desk, ["date": "2027-03-11", "practitioner": ""]).words
    #expect(far.contains("Jonas Beispiel") && far.contains("Dr Mira Specimen"))
    #expect(far.contains("Free for you, not offered online"))
    #expect(far.contains("Online booking reaches no further than Wednesday 10 March 2027."))
    let other = ask(desk, ["practitioner": "\(desk.clinic.jonas)", "service": "\(desk.clinic.scan)"]).words
    #expect(other.contains("Jonas Beispiel does not offer “Scan”."))
    #expect(ask(desk, ["date": "2027-03-09", "time": "09:00"]).words.contains("This time has passed."))
    let soon = ask(desk, ["date": "2027-03-09", "time": "11:00"]).words
    #expect(soon.contains("Online booking needs 2 hours notice: the earliest start is Tue 9 March, 12:00."))
  }

  @Test func closedDaysAndHoldsAreReasonsToo() throws {
    let desk = try CalendarDesk()
    let start = try #require(InstantText.decode("2027-03-10T09:00Z"))
    try desk.clinic.practice.asVisitor { db in
      _ = try Holds.place(
        ServiceID(desk.clinic.talk), with: ResourceID(desk.clinic.mira), in: .any, at: start, token: .make(),
        visitor: [UInt8](repeating: 1, count: 16), limitPerHour: 5, now: desk.browser.now, in: db)
    }
    #expect(ask(desk).words.contains("Dr Mira Specimen: being booked online, 10:00–10:50, held until 10:10."))
    let (day, mira) = (try #require(LocalDate(text: "2027-03-11")), desk.clinic.mira)
    try change(desk) { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
        VALUES (\(tx.scope), \(EntityID.make()), \(mira), \(day), \(day), 'Course')
        """)
      try tx.execute(
        "UPDATE scheduling_service SET is_active = FALSE WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.talk)")
    }
    let page = ask(desk, ["date": "2027-03-11"]).words
    #expect(page.contains("Dr Mira Specimen: closed: Course."))
    #expect(page.contains("“Talk” is no longer offered."))
  }

  @Test func whoDoesNotReachAPatientReadsNoName() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["date": "2027-03-10"])
    let (alice, scope) = (desk.clinic.practice.alice, TestBrowser())
    scope.now = desk.browser.now
    try scope.signIn(alice, of: desk.clinic.practice)
    try change(desk) { tx in
      try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
    }
    let page = ask(desk, ["time": "13:00"], scope).words
    #expect(page.contains("Dr Mira Specimen: Not your patient"))
    #expect(!page.contains("Pat Example"))
    #expect(ask(desk, ["time": "13:00"]).words.contains("Pat Example"), "the front desk reaches everybody")
    let seen = try desk.read { db in
      try db.rows(
        """
        SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'appointments.list' ORDER BY seq
        """
      ) { try $0.text(0) }
    }
    #expect(seen == ["rows=1"])
  }

  @Test func theFormOfANewAppointmentChecksItsTimeAndKeepsWhatWasTyped() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    let page = desk.browser.post("/appointments/check", desk.form(["note": "kept", "given": "Ada"]))
    #expect(page.status == 200)
    #expect(page.words.contains("Dr Mira Specimen: Pat Example, Talk, 13:00–13:50."))
    #expect(page.body.contains(">kept</textarea>") && page.body.contains("value=\"Ada\""))
    let missing = desk.browser.post("/appointments/check", desk.form(["service": "", "time": "7"]))
    #expect(missing.status == 422)
    #expect(missing.words.contains("Choose a service.") && missing.words.contains("Fill in a time such as 14:30"))
  }

  @Test func fieldsAreRefusedWithWordsAndOtherPracticesIdsLikeUnknownOnes() throws {
    let (desk, stranger) = (try CalendarDesk(), try CalendarDesk())
    let wrong = ask(desk, ["service": "", "time": "25:00"])
    #expect(wrong.status == 422)
    #expect(wrong.words.contains("Choose a service.") && wrong.words.contains("Fill in a time such as 14:30"))
    for field in ["service", "practitioner"] {
      let theirs = field == "service" ? stranger.clinic.talk : stranger.clinic.mira
      let (foreign, never) = (ask(desk, [field: "\(theirs)"]), ask(desk, [field: "\(EntityID.make())"]))
      #expect(foreign.status == 422)
      #expect(foreign.words == never.words)
    }
    #expect(TestBrowser().get("/calendar/why").location == "/sign-in")
    let hebrew = ask(desk, ["lang": "he"])
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("פנוי, גם באתר"))
  }

  /// The page and the booking page, held against each other over the database: every half hour of a week.
  @Test func theBookingPageOffersWhatThePageCallsFree() throws {
    let desk = try CalendarDesk()
    for time in ["09:00", "11:20", "15:35"] { _ = try desk.book(["date": "2027-03-10", "time": time]) }
    try desk.clinic.practice.asOperator { db in
      let (service, mira) = (ServiceID(desk.clinic.talk), ResourceID(desk.clinic.mira))
      let offering = try #require(try Offering.find(service, in: db.reader)).limited(to: mira)
      let days = try BookingDays.load(
        offering, wanted: nil, zone: desk.zone, shown: desk.zone, now: desk.browser.now, in: db.reader)
      let offered = Set(days.starts.joined().map(\.start))
      var free = 0
      for half in 0..<336 {
        let start = desk.zone.startOfDay(days.first).adding(minutes: half * 30)
        let question = WhyQuestion(service: service, practitioner: mira, start: start)
        let found = try #require(
          try SlotExplanations.of(question, zone: desk.zone, now: desk.browser.now, in: db.reader))
        #expect(found.each.map { $0.obstacles.isEmpty } == [offered.contains(start)], "\(desk.zone.local(start))")
        free += offered.contains(start) ? 1 : 0
      }
      #expect(free == offered.count && free > 50)
    }
  }
}
