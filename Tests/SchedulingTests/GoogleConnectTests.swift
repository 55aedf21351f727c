import Core
import Foundation
import SQL
import Server
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Google Calendar: the permission, whose it is, and the end of it.
@Suite struct GoogleConnectTests {
  @Test func withoutKeysItIsOffAndSaysSo() throws {
    let desk = try FeedDesk()
    let page = desk.staff.get("/account/calendars")
    #expect(page.words.contains("Off: whoever runs this installation has not entered keys of Google."))
    #expect(!page.body.contains("google/consent"))
    #expect(desk.staff.get("/account/calendars/google/consent").location == "/account/calendars")
    #expect(desk.staff.get("/account/calendars?lang=de").words.contains("keine Schlüssel von Google"))
    let hebrew = desk.staff.get("/account/calendars?lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("לא הזין מפתחות של Google"))
  }

  @Test func somebodyConnectsAndChooses() throws {
    let google = try GoogleDesk()
    #expect(google.page().words.contains("Connect Google Calendar"))
    try google.connect()
    let words = google.page().words
    #expect(words.contains("Connected. 0 appointments stand there."), "\(words)")
    #expect(words.contains("calendar.google.com") && words.contains("Not read yet"))
    #expect(try google.desk.events("calendar.connect") == ["staff google"])
    #expect(try google.jobs("calendar.look") == 1)
    #expect(try google.control().violations == [])
    let rows = try google.desk.practice.asOperator { db in
      try db.reader.rows(
        "SELECT sealed_refresh, sealed_access, sealed_calendar FROM scheduling_google WHERE practice_id = \(db.scope)"
      ) { row in try (0...2).map { try row.bytes($0) } }
    }
    let sealed = try #require(rows.first).map { String(decoding: $0, as: UTF8.self) }
    #expect(!sealed.contains { $0.contains("rt-") || $0.contains("at-") || $0.contains("anna") }, "all is sealed")
  }

  @Test func noIsNo() throws {
    let google = try GoogleDesk()
    try google.control(["deny": true])
    let back = try google.consent(google.desk.staff)
    #expect(back.contains("error=access_denied"))
    let page = TestBrowser(google.settings).get(back)
    #expect(
      page.body.contains("action=\"/account/calendars\"") && page.value(after: "name=\"done\" value=\"") == "denied")
    #expect(google.desk.staff.get("/account/calendars?done=denied").words.contains("nothing has changed"))
    #expect(try google.link() == nil)
  }

  /// Somebody unticks one of the two permissions.
  @Test func halfAPermissionConnectsNothing() throws {
    let google = try GoogleDesk()
    try google.control(["withhold": ["https://www.googleapis.com/auth/calendar.events"]])
    let answer = try google.comeBack(try google.consent(google.desk.staff), google.desk.staff)
    #expect(answer.status == 422 && answer.words.contains("needs both permissions"))
    #expect(try google.link() == nil)
  }

  /// What came back for one session counts in no other, in no other practice, not twice, and not after ten minutes.
  @Test func anAnswerBelongsToWhoAsked() throws {
    let google = try GoogleDesk()
    let other = try FeedDesk(settings: google.settings)
    let late = try google.consent(google.desk.staff)
    let mallory = try google.consent(other.staff)
    func refusal(_ path: String, _ browser: TestBrowser) throws {
      let answer = try google.comeBack(path, browser)
      #expect(answer.status == 422 && answer.words.contains("does not belong to this sign-in"), "\(answer.words)")
    }
    try refusal(mallory, google.desk.staff)
    let mine = try google.consent(google.desk.staff)
    try refusal(mine, other.staff)
    let again = TestBrowser(google.settings)
    again.now = google.now
    try again.signIn(google.alice, of: google.desk.practice)
    try refusal(mine, again)
    #expect(try google.control().calls == [], "no code was tried")
    #expect(try google.link() == nil)
    #expect(try google.comeBack(mine, google.desk.staff).location == "/account/calendars/google")
    try refusal(mine, google.desk.staff)
    google.desk.staff.now = google.now.adding(minutes: 11)
    try refusal(late, google.desk.staff)
    #expect(google.desk.staff.post("/account/calendars/google/permission", [:]).status == 422)
  }

  /// The page over there is opened twice and gives two codes that are both good: our question counts once.
  @Test func aQuestionIsAnsweredOnce() throws {
    let google = try GoogleDesk()
    let answers = try google.consents(google.desk.staff, 2)
    #expect(answers[0] != answers[1])
    #expect(try google.comeBack(answers[0], google.desk.staff).location == "/account/calendars/google")
    let connected = try google.link()
    let again = try google.comeBack(answers[1], google.desk.staff)
    #expect(again.status == 422 && again.words.contains("does not belong to this sign-in"), "\(again.words)")
    #expect(try google.link()?.id == connected?.id)
    #expect(try google.desk.events("calendar.connect").count == 1)
  }

  /// Each has their own: another member of staff, and another practice, see and change nothing of it.
  @Test func itIsItsOwnersAlone() throws {
    let google = try GoogleDesk()
    try google.connect()
    let front = try google.front()
    let other = try FeedDesk(settings: google.settings)
    for browser in [front, other.staff] {
      #expect(!browser.get("/account/calendars").words.contains("appointments stand there"))
      #expect(browser.get("/account/calendars/google").location == "/account/calendars")
      #expect(browser.post("/account/calendars/google/removal", [:]).status == 404)
      #expect(browser.post("/account/calendars/google/names", [:]).status == 404)
      #expect(browser.post("/account/calendars/google", ["calendar": "0"]).status == 404)
    }
    #expect(try google.link()?.state == .on)
    // Both practices connect the same account: each has keys and a copy of its own.
    #expect(try google.comeBack(try google.consent(other.staff), other.staff).location == "/account/calendars/google")
    #expect(other.staff.post("/account/calendars/google", ["calendar": "0"]).status == 303)
    #expect(try google.control().tokens == 2)
    let appointment = try google.book("10:30")
    try google.look()
    try google.push()
    let theirs = try other.practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM scheduling_google_copy WHERE practice_id = \(db.scope)") {
        try $0.int(0)
      }
    }
    #expect(theirs == 0)
    #expect(try google.control().events[GoogleEventID.text(appointment.id)] != nil)
  }

  @Test func aChoiceIsChecked() throws {
    let google = try GoogleDesk()
    _ = try google.comeBack(try google.consent(google.desk.staff), google.desk.staff)
    for choice in ["", "1", "-1", "x"] {
      let answer = google.desk.staff.post("/account/calendars/google", ["calendar": choice])
      #expect(answer.status == 422 && answer.body.contains("error"), "\(choice)")
    }
    #expect(google.page().words.contains("Which calendar to use is still open."))
    #expect(google.desk.staff.post("/account/calendars/google", ["calendar": "0"]).status == 303)
    #expect(google.desk.staff.post("/account/calendars/google", ["calendar": "0"]).location == "/account/calendars")
    #expect(try google.desk.events("calendar.add") == ["staff google"])
  }

  /// The end: what was written goes, the permission goes, and the time that was busy there is free here.
  @Test func disconnectingTakesAllAway() throws {
    let google = try GoogleDesk()
    try google.connect()
    _ = try google.book("10:30")
    try google.put("family0001", from: "2027-03-11T10:00:00+01:00", to: "2027-03-11T11:00:00+01:00")
    try google.look()
    try google.push()
    #expect(try google.ours().count == 1 && google.busy().count == 1)
    #expect(
      google.desk.staff.post("/account/calendars/google/removal", [:]).location?.hasSuffix("disconnected") == true)
    #expect(try google.link()?.state == .leaving && google.external() == nil)
    #expect(google.page().words.contains("one appointment is still to be taken away"))
    let again = try google.comeBack(try google.consent(google.desk.staff), google.desk.staff)
    #expect(again.status == 422 && again.words.contains("still being ended"))
    try google.push()
    #expect(try google.link() == nil && google.ours() == [])
    let state = try google.control()
    #expect(state.tokens == 0 && state.calls.contains("/revoke") && state.violations == [])
    #expect(state.events["family0001"]?["status"] as? String == "confirmed", "what is not ours stays")
    #expect(try google.desk.events("calendar.disconnect") == ["staff asked", "job done"])
    try google.connect()
  }

  /// Whoever ends the permission over there first: what was written stays, and the page says so.
  @Test func whatCannotBeTakenAwayIsSaid() throws {
    let google = try GoogleDesk()
    try google.connect()
    _ = try google.book("10:30")
    try google.look()
    try google.push()
    try google.control(["revoke": true])
    #expect(google.desk.staff.post("/account/calendars/google/removal", [:]).status == 303)
    try google.push()
    #expect(try google.link()?.state == .left)
    #expect(google.page().words.contains("one appointment could not be taken away"))
    #expect(google.desk.staff.post("/account/calendars/google/removal", [:]).status == 303)
    #expect(try google.link() == nil && google.ours().count == 1)
  }

  /// The "Remove" of the list of calendars ends it as well, and so does the end of its owner.
  @Test(arguments: [true, false]) func itEndsWithItsCalendar(byOwner: Bool) throws {
    let google = try GoogleDesk()
    let external = try google.connect()
    _ = try google.book("10:30")
    try google.look()
    try google.push()
    if byOwner {
      #expect(google.desk.staff.post("/account/calendars/\(external)/removal", [:]).status == 303)
    } else {
      try google.desk.change(AuditEvent("test.user", "identity_user", nil)) { tx in
        try tx.execute(
          """
          UPDATE identity_user SET status = 'deactivated' WHERE practice_id = \(tx.scope) AND id = \(google.alice)
          """)
      }
      try google.desk.practice.enter(.job) { db in try ExternalUpkeep.run(now: google.now, in: db) }
    }
    #expect(try google.link()?.state == .leaving)
    try google.push()
    #expect(try google.link() == nil && google.ours() == [] && google.control().tokens == 0)
  }
}
