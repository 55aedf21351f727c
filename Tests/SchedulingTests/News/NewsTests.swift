import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// The bell and the page behind it: what patients did, and nothing of what staff did themselves.
@Suite struct NewsTests {
  @Test func nothingIsNewInAQuietPractice() throws {
    let desk = try NewsDesk()
    let page = desk.page()
    #expect(page.answer.status == 200)
    #expect(page.bell == "News: nothing new" && page.rows == 0 && page.until == nil)
    #expect(page.words.contains("Nothing has happened"))
    #expect(!page.answer.body.contains("class=\"count\" dir"))
  }

  @Test func aBookingRingsTheBellOnEveryPageAndOpensTheVisit() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    for path in ["/today", "/calendar", "/patients", "/account", "/messages", "/settings", "/news"] {
      let page = NewsView(desk.staff.get(path))
      #expect(page.bell == "News: 1 new", "\(path)")
      #expect(
        page.answer.body.contains("<span class=\"count\" dir=\"ltr\" aria-hidden=\"true\">1</span></a>"), "\(path)")
    }
    let page = desk.page()
    #expect(page.rows == 1 && page.newRows == 1)
    #expect(page.words.contains("New Erika Mustermann Booked online Talk, Dr Mira Specimen"), "\(page.words)")
    let href = try #require(page.answer.value(after: "<a class=\"row-link\" href=\"")).replacing("&amp;", with: "&")
    let visit = desk.staff.get(String(href.prefix { $0 != "#" }))
    #expect(visit.body.contains("id=\"pan\"") && visit.words.contains("Erika Mustermann"))
  }

  @Test func whatPatientsMoveAndCancelIsNews() throws {
    let desk = try NewsDesk()
    let (path, times) = try desk.book()
    desk.later(minutes: 5)
    let moved = desk.walk.browser.post(path + "/time", ["start": times[4]])
    #expect(moved.status == 303)
    #expect(desk.page().bell == "News: 2 new")
    #expect(desk.page().words.contains("New Erika Mustermann Moved by the patient Talk"), "\(desk.page().words)")
    desk.later(minutes: 5)
    let newPath = String(try #require(moved.location).prefix { $0 != "?" })
    desk.walk.browser.get(newPath)
    #expect(desk.walk.browser.post(newPath + "/cancellation", [:]).status == 303)
    let page = desk.page()
    // It is one visit: what it was moved to no longer counts.
    #expect(page.rows == 2 && page.words.contains("Erika Mustermann Cancelled by the patient Talk"), "\(page.words)")
    #expect(!page.words.contains("Moved by the patient"))
  }

  @Test func whatStaffDidThemselvesIsNoNews() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.browser.post("/appointments/\(id)/time", desk.moving(1)).status == 303)
    #expect(desk.act(id, "cancellation", version: 2).status == 303)
    #expect(NewsView(desk.browser.get("/news")).bell == "News: nothing new")
  }

  @Test func whatStaffTookBackIsNoNewsAnyMore() throws {
    let desk = try NewsDesk()
    let (path, _) = try desk.book()
    #expect(desk.walk.browser.post(path + "/cancellation", [:]).status == 303)
    let ids = try desk.texts { "SELECT HEX(id) FROM scheduling_appointment WHERE practice_id = \($0)" }
    #expect(desk.page().words.contains("Cancelled by the patient"))
    let bytes = try #require(Hex.decode(ids[0].lowercased()))
    let visit = try #require(EntityID(bytes: bytes))
    #expect(desk.staff.post("/appointments/\(visit)/cancellation-undo", ["version": "2"]).status == 303)
    #expect(!desk.page().words.contains("Cancelled by the patient"))
    #expect(desk.page().words.contains("Booked online"))
  }

  // MARK: Marks

  @Test func markedAsReadNothingIsNewAndAllStillStandsThere() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let page = desk.page()
    let answer = desk.staff.post("/news/seen", ["until": try #require(page.until)])
    #expect(answer.status == 303 && answer.location == "/news")
    let after = desk.page()
    #expect(after.bell == "News: nothing new" && after.newRows == 0 && after.rows == 1 && after.until == nil)
    let action = try desk.texts { "SELECT action FROM audit_event WHERE practice_id = \($0) AND action = 'news.mark'" }
    #expect(action == ["news.mark"])
  }

  @Test func lookingMarksNothing() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    for _ in 1...3 { #expect(desk.page().bell == "News: 1 new") }
    #expect(try desk.texts { "SELECT HEX(user_id) FROM messaging_seen WHERE practice_id = \($0)" }.isEmpty)
  }

  @Test func whatCameAfterThePageStaysNew() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let open = desk.page()
    desk.later(minutes: 1)
    _ = try desk.book(given: "Zoe", email: "zoe@example.org", at: 4)
    #expect(desk.staff.post("/news/seen", ["until": try #require(open.until)]).status == 303)
    let page = desk.page()
    #expect(page.bell == "News: 1 new" && page.newRows == 1 && page.rows == 2)
    #expect(page.words.contains("New Zoe Mustermann"), "\(page.words)")
  }

  /// The time of what happened is that of the start of its request, and it is seen when that is over.
  @Test func whatIsWrittenDownLateIsNewThoughALaterMomentWasMarked() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let open = desk.page()
    try desk.fill(1, before: 5)
    #expect(desk.staff.post("/news/seen", ["until": try #require(open.until)]).status == 303)
    let page = desk.page()
    #expect(page.bell == "News: 1 new" && page.newRows == 1 && page.rows == 2, "\(page.words)")
    #expect(page.words.contains("New Pat Example") && !page.words.contains("New Erika"))
    // Long after, an old page marks no more than it showed.
    desk.later(minutes: 5)
    #expect(desk.staff.post("/news/seen", ["until": try #require(open.until)]).status == 303)
    #expect(desk.page().bell == "News: 1 new")
    #expect(desk.staff.post("/news/seen", ["until": try #require(desk.page().until)]).status == 303)
    #expect(desk.page().bell == "News: nothing new")
  }

  @Test func ofTwoOpenPagesTheLaterCountsAndNothingGoesBack() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let first = try #require(desk.page().until)
    desk.later(minutes: 1)
    _ = try desk.book(given: "Zoe", email: "zoe@example.org", at: 4)
    let second = try #require(desk.page().until)
    #expect(desk.staff.post("/news/seen", ["until": second]).status == 303)
    #expect(desk.staff.post("/news/seen", ["until": first]).status == 303)
    #expect(desk.page().bell == "News: nothing new")
  }

  @Test func aMomentToComeOrNoneIsRefused() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let future = "\(desk.staff.now.microseconds + 1)"
    desk.page()
    for until in [future, "1,\(future)", "1,", ",1", "", "-1", "2027-03-10", "1e9", "9999999999999999999", "１２"] {
      let answer = desk.staff.post("/news/seen", ["until": until])
      #expect(answer.status == 422, "\(until)")
      #expect(answer.words.contains("This could not be marked as read"), "\(until)")
      #expect(NewsView(answer).rows == 1 && NewsView(answer).bell == "News: 1 new", "\(until)")
    }
    #expect(desk.staff.post("/news/seen", [:]).status == 422)
    #expect(desk.staff.post("/news/seen", ["until": "1"], csrf: "x").status == 403)
    #expect(try desk.texts { "SELECT HEX(user_id) FROM messaging_seen WHERE practice_id = \($0)" }.isEmpty)
  }

  @Test func everybodyHasMarksOfTheirOwn() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let alice = try desk.browser(of: desk.practice.alice)
    #expect(desk.staff.post("/news/seen", ["until": try #require(desk.page().until)]).status == 303)
    #expect(NewsView(alice.get("/news")).bell == "News: 1 new")
    #expect(desk.page().bell == "News: nothing new")
  }

  // MARK: Who sees what

  @Test func whoSeesTheirOwnPatientsIsToldOfThose() throws {
    let desk = try NewsDesk()
    try desk.change { tx in
      try tx.execute(
        "UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
      try tx.execute(
        """
        UPDATE scheduling_resource SET user_id = \(desk.practice.alice)
        WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.mira)
        """)
    }
    _ = try desk.book(with: desk.clinic.jonas, given: "Otto", email: "otto@example.org")
    let alice = try desk.browser(of: desk.practice.alice)
    #expect(NewsView(alice.get("/news")).bell == "News: nothing new")
    _ = try desk.book(with: desk.clinic.mira, at: 3)
    let own = NewsView(alice.get("/news"))
    #expect(own.bell == "News: 1 new" && own.rows == 1)
    #expect(own.words.contains("Erika Mustermann") && !own.words.contains("Otto"))
    #expect(desk.page().bell == "News: 2 new")
  }

  @Test func anotherPracticeHearsNothing() throws {
    let (desk, stranger) = (try NewsDesk(), try NewsDesk())
    _ = try desk.book()
    #expect(stranger.page().bell == "News: nothing new" && stranger.page().rows == 0)
    #expect(TestBrowser().get("/news").location == "/sign-in")
    #expect(TestBrowser().post("/news/seen", ["until": "1"]).location == "/sign-in")
  }

  @Test func whoLookedIsRecordedWithANumberAlone() throws {
    let desk = try NewsDesk()
    desk.page()
    _ = try desk.book()
    desk.page()
    let fields = try desk.texts { "SELECT fields FROM audit_event WHERE practice_id = \($0) AND action = 'news.read'" }
    #expect(fields == ["page=1,rows=1"])
  }

  // MARK: Pages

  @Test func manyAreNinePlusAndPaged() throws {
    let desk = try NewsDesk()
    try desk.fill(9)
    #expect(desk.page().bell == "News: 9 new")
    try desk.fill(60)
    let first = desk.page()
    #expect(first.bell == "News: more than 9 new" && first.answer.body.contains(">9+</span>"))
    #expect(first.rows == 50)
    let older = try #require(first.answer.value(after: "rel=\"next\" href=\"")).replacing("&amp;", with: "&")
    // What comes in between moves nothing from one page to the next.
    desk.later(minutes: 1)
    try desk.fill(1)
    let second = NewsView(desk.staff.get(older))
    #expect(second.rows == 19 && second.until == first.until, "\(second.rows)")
    let end = NewsView(desk.staff.get("/news?page=9"))
    #expect(end.rows == 0 && end.words.contains("There is nothing further back"))
    #expect(desk.staff.get("/news?page=x&until=y").status == 200)
    #expect(first.answer.body.utf8.count < 61_440)
  }

  @Test func whatWasBeforeSomebodyCameIsNotNewToThem() throws {
    let desk = try NewsDesk()
    try desk.fill(3)
    try desk.change { tx in
      try tx.execute(
        """
        UPDATE identity_user SET created_at = \(desk.staff.now.adding(minutes: -1))
        WHERE practice_id = \(tx.scope) AND id = \(desk.practice.bob)
        """)
    }
    #expect(desk.page().bell == "News: 1 new" && desk.page().rows == 3 && desk.page().newRows == 1)
  }

  @Test func whatIsOlderThanThirtyDaysIsGone() throws {
    let desk = try NewsDesk()
    try desk.fill(1)
    let then = desk.staff.now
    desk.later(minutes: 31 * 24 * 60)
    try desk.staff.signIn(desk.practice.bob, of: desk.practice)
    #expect(desk.page().bell == "News: nothing new" && desk.page().rows == 0)
    #expect(NewsView(desk.staff.get("/news?until=\(then.microseconds)")).rows == 0)
  }

  @Test func itSpeaksThreeLanguages() throws {
    let desk = try NewsDesk()
    _ = try desk.book()
    let hebrew = desk.staff.get("/news?lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("נקבע תור אונליין"))
    #expect(NewsView(hebrew).bell == "חדשות: עדכון אחד חדש")
    #expect(desk.staff.get("/news?lang=de").words.contains("Online gebucht"))
  }
}
