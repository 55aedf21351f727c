import Core
import Database
import Identity
import SQL
import TestSupport
import Testing

/// A session that was left alone locks in place; nothing typed is lost, and a factor opens it.
@Suite struct ConfirmationTests {
  /// Signed in a quarter of an hour and more ago.
  private func locked(in practice: TestPractice) throws -> (Staff, TestBrowser) {
    let staff = try Staff(in: practice)
    let browser = TestBrowser.somewhere()
    staff.signIn(browser)
    browser.now = browser.now.adding(minutes: 16)
    return (staff, browser)
  }

  @Test func aQuietQuarterOfAnHourLocksAndAPasswordUnlocks() throws {
    try withPractice { practice in
      let (_, browser) = try locked(in: practice)
      let page = browser.get("/account?x=1")
      #expect(page.status == 423 && page.words.contains("What you had open and typed is kept."))
      #expect(page.value(after: "name=\"next\" value=\"") == "/account?x=1")
      let wrong = browser.post("/session/confirmation", ["next": "/account", "proof": "not my password"])
      #expect(wrong.status == 422 && wrong.words.contains("This is not right"))
      #expect(browser.get("/account").status == 423, "a wrong try opens nothing")
      let before = try #require(browser.staffCookie)
      let open = browser.post("/session/confirmation", ["next": "/account?x=1", "proof": Staff.password])
      #expect(open.location == "/account?x=1")
      #expect(browser.staffCookie != before, "what it may do has grown: the token is new")
      #expect(browser.get("/account").status == 200)
      let thief = TestBrowser.somewhere()
      thief.headers["cookie"] = "__Host-praxis-staff=" + before
      #expect(thief.get("/account").location == "/sign-in", "the token from before is worth nothing")
      #expect(try practice.events("session.confirm") == 1 && practice.events("session.refuse") == 1)
    }
  }

  @Test func aFormSentTooLateArrivesWithTheFactor() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      browser.get("/account")
      browser.now = browser.now.adding(minutes: 16)
      let asked = browser.post("/account/preferences", ["language": "de", "theme": "dark"])
      #expect(asked.status == 423)
      #expect(asked.body.contains("action=\"/account/preferences\""))
      #expect(asked.body.contains("name=\"theme\" value=\"dark\""))
      #expect(try practice.events("user.preferences") == 0)
      let done = browser.post(
        "/account/preferences", ["language": "de", "theme": "dark", "proof": staff.code(browser)])
      #expect(done.location == "/account")
      #expect(browser.get("/account").body.contains("data-theme=\"dark\""))
    }
  }

  @Test func aPageThatStandsOpenStaysUsableWhenTheTokenChanges() throws {
    try withPractice { practice in
      let (_, browser) = try locked(in: practice)
      browser.get("/account")
      let ofOpenPage = browser.csrf
      browser.post("/session/confirmation", ["next": "/", "proof": Staff.password])
      #expect(
        browser.post("/account/preferences", ["language": "en", "theme": "light"], csrf: ofOpenPage).status == 303)
    }
  }

  @Test func aCodeUnlocksOnce() throws {
    try withPractice { practice in
      let (staff, browser) = try locked(in: practice)
      browser.get("/account")
      let code = staff.code(browser)
      #expect(browser.post("/session/confirmation", ["next": "/account", "proof": code]).location == "/account")
      browser.now = browser.now.adding(seconds: 20)
      let other = TestBrowser.somewhere()
      other.now = browser.now
      staff.typePassword(other)
      other.get("/sign-in/code")
      #expect(other.post("/sign-in/code", ["code": code]).status == 422, "what unlocked cannot sign in as well")
    }
  }

  @Test func tenWrongTriesEndTheSession() throws {
    try withPractice { practice in
      let (_, browser) = try locked(in: practice)
      browser.get("/account")
      for _ in 1...10 {
        #expect(browser.post("/session/confirmation", ["next": "/", "proof": "wrong"]).status == 422)
      }
      #expect(browser.post("/session/confirmation", ["next": "/", "proof": Staff.password]).location == "/sign-in")
      #expect(browser.get("/account").location == "/sign-in")
    }
  }

  @Test func whatAPageAsksByItselfKeepsNothingAwake() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      let start = browser.now
      for minute in 1...14 {
        browser.now = start.adding(minutes: minute)
        #expect(browser.get("/session").body == "\((15 - minute) * 60)\n")
        #expect(browser.get("/calendar/version?view=day").status != 423)
      }
      browser.now = start.adding(minutes: 15)
      #expect(browser.get("/session").body == "0\n")
      #expect(browser.get("/calendar/version?view=day").status == 423)
      #expect(browser.get("/calendar").status == 423)
    }
  }

  @Test func workOnAPageThatSendsNothingKeepsItAwake() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      let start = browser.now
      browser.now = start.adding(minutes: 14)
      #expect(browser.get("/session/activity").status == 204)
      browser.now = start.adding(minutes: 28)
      #expect(browser.get("/account").status == 200)
    }
  }

  @Test func thePracticeSetsTheMinutes() throws {
    try withPractice { practice in
      try practice.asOperator { db in
        try db.transaction(AuditEvent("test.idle", "practices_practice", nil)) { tx in
          try tx.execute("UPDATE practices_practice SET idle_minutes = 10 WHERE practice_id = \(tx.scope)")
        }
      }
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      browser.now = browser.now.adding(minutes: 11)
      #expect(browser.get("/account").status == 423)
    }
  }

  @Test func onlySigningOutWorksWhileLocked() throws {
    try withPractice { practice in
      let (_, browser) = try locked(in: practice)
      browser.get("/account")
      #expect(browser.post("/account/preferences", ["language": "de", "theme": "dark"]).status == 423)
      #expect(browser.post("/sign-out", [:]).location == "/sign-in")
      #expect(browser.staffCookie == nil)
    }
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a b", ""])
  func itGoesOnToThisSiteOnly(_ next: String) throws {
    try withPractice { practice in
      let (_, browser) = try locked(in: practice)
      browser.get("/account")
      #expect(browser.post("/session/confirmation", ["next": next, "proof": Staff.password]).location == "/")
    }
  }

  @Test func theLockSpeaksHebrewFromTheRight() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice, language: .he)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      browser.now = browser.now.adding(minutes: 16)
      let page = browser.get("/account")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("מה שהיה פתוח ומה שהקלדת נשמר"))
    }
  }
}
