import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// One person who works at two practices: separate accounts, joined by showing both, with a way between them.
@Suite struct OwnPracticesTests {
  /// Mira, an owner here and a biller there, signed in here.
  private func withTwo(_ body: (Desk, Staff, TestPractice) throws -> Void) throws {
    try withPractice { here in
      try withPractice { there in try body(try Desk(here), try Staff(in: there, role: .biller), there) }
    }
  }
  private func join(
    _ account: Staff, _ browser: TestBrowser, password: String = Staff.password, code: String? = nil
  ) -> TestResponse {
    browser.now = browser.now.adding(seconds: 30)
    browser.get("/account/practices")
    return browser.post(
      "/account/practices", ["email": account.email, "password": password, "code": code ?? account.code(browser)])
  }
  private func person(_ user: UserID, _ practice: TestPractice) throws -> EntityID? {
    try practice.asOperator { db in try OwnAccounts.person(of: user, in: db.reader) }
  }
  private func sessions(_ practice: TestPractice) throws -> Int? {
    try practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM identity_session WHERE practice_id = \(db.scope)") { try $0.int(0) }
    }
  }

  @Test func accountsAreJoinedByPasswordAndCodeOfTheOther() throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      #expect(browser.get("/account/practices").words.contains("If you work at another practice as well"))
      #expect(join(other, browser).location == "/account/practices?done=joined")
      let mark = try #require(try person(desk.owner.user, desk.practice))
      #expect(try person(other.user, there) == mark)
      let page = browser.get("/account/practices?done=joined")
      #expect(
        page.words.contains("The accounts are joined.") && page.words.contains("Test practice \(there.slug) Billing"))
      #expect(try desk.practice.events("account.join") == 1 && there.events("account.join") == 1)
      #expect(try desk.alerts(desk.owner.user) == ["accountsJoined"])
      #expect(browser.get("/account").status == 200 && browser.get("/team").status == 200, "still at home")
    }
  }

  @Test func oneGoesOverWithOneClick() throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      let began = browser.now
      #expect(join(other, browser).status == 303)
      browser.get("/account/practices")
      let before = try #require(browser.staffCookie)
      let gone = browser.post("/account/practices/entry", ["practice": there.slug])
      #expect(gone.location == "/calendar" && browser.staffCookie != before)
      #expect(browser.get("/account").words.contains("Test practice \(there.slug)"))
      #expect(browser.get("/settings").status == 403, "there she is a biller")
      let thief = TestBrowser.somewhere()
      thief.headers["cookie"] = "__Host-praxis-staff=" + before
      #expect(thief.get("/account").location == "/sign-in", "the session here has ended")
      #expect(try desk.practice.events("session.switch") == 1 && there.events("session.switch") == 1)
      browser.get("/account/practices")
      #expect(browser.post("/account/practices/entry", ["practice": desk.practice.slug]).location == "/calendar")
      #expect(browser.get("/team").status == 200, "and back, an owner again")
      // Going to and fro makes no session older than it is.
      browser.now = began.adding(hours: 12).adding(seconds: 1)
      #expect(browser.get("/account").location == "/sign-in")
    }
  }

  @Test func goingOverCountsAsNoFactorShown() throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      #expect(join(other, browser).status == 303)
      browser.now = browser.now.adding(minutes: 6)
      browser.get("/account/practices")
      #expect(browser.post("/account/practices/entry", ["practice": there.slug]).status == 303)
      browser.get("/account")
      #expect(browser.post("/account/recovery-codes", [:]).status == 423)
    }
  }

  @Test(arguments: ["password", "code", "used", "unknown", "closed", "own"])
  func whatDoesNotOpenTheOtherAccountJoinsNothing(_ what: String) throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      let answer: TestResponse
      switch what {
      case "password": answer = join(other, browser, password: "not this one, surely")
      case "code": answer = join(other, browser, code: "000000")
      case "used":
        let elsewhere = TestBrowser.somewhere()
        elsewhere.now = browser.now.adding(seconds: 30)
        other.signIn(elsewhere)
        answer = join(other, browser)
      case "unknown":
        browser.get("/account/practices")
        answer = browser.post(
          "/account/practices", ["email": Staff.anyEmail(), "password": Staff.password, "code": "123456"])
      case "closed":
        try there.deactivate(other.user)
        answer = join(other, browser)
      default: answer = join(desk.admin, browser)
      }
      #expect(answer.status == 422 && answer.words.contains("Please type all three again"))
      #expect(!answer.body.contains(Staff.password))
      #expect(try person(desk.owner.user, desk.practice) == nil && person(other.user, there) == nil)
      #expect(browser.get("/team").status == 200, "the practice is set again")
    }
  }

  @Test func triesAreCountedLikeThoseOfASignIn() throws {
    try withTwo { desk, other, _ throws in
      let start = desk.atOwner.now
      for _ in 1...10 {
        #expect(join(other, desk.atOwner, password: "not this one, surely").status == 422)
        // Not so late that a factor would be asked for again.
        desk.atOwner.now = start
      }
      #expect(join(other, desk.atOwner).status == 429)
      #expect(other.typePassword(TestBrowser.somewhere()).status == 429, "the same counter")
    }
  }

  @Test func joiningTakesAFactorShownLately() throws {
    try withTwo { desk, other, there throws in
      desk.atOwner.now = desk.atOwner.now.adding(minutes: 6)
      #expect(join(other, desk.atOwner).status == 423)
      let mark = try person(other.user, there)
      #expect(mark == nil)
    }
  }

  @Test func whatIsNotJoinedIsNotThere() throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      browser.get("/account/practices")
      for slug in [there.slug, desk.practice.slug, "never-heard-of", "", "é"] {
        #expect(browser.post("/account/practices/entry", ["practice": slug]).status == 404, "\(slug)")
      }
      #expect(try sessions(there) == 0)
      // A third account of somebody else's, joined with the other one, is no way in either.
      #expect(join(other, browser).status == 303)
      try withDesk { third throws in
        third.atOwner.get("/account/practices")
        #expect(third.atOwner.post("/account/practices/entry", ["practice": there.slug]).status == 404)
        #expect(!third.atOwner.get("/account/practices").words.contains(there.slug))
      }
    }
  }
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  @Test func aSeparatedAccountIsNoWayInOrOut() throws {
    try withTwo { desk, other, there throws in
      let browser = desk.atOwner
      #expect(join(other, browser).status == 303)
      browser.get("/account/practices")
      #expect(browser.post("/account/practices/separation", [:]).location == "/account/practices?done=separated")
      #expect(browser.post("/account/practices/entry", ["practice": there.slug]).status == 404)
      #expect(!browser.get("/account/practices").words.contains(there.slug))
      #expect(try desk.trail() == ["account.separate "])
      #expect(try desk.alerts(desk.owner.user) == ["accountsJoined", "accountsSeparated"])
      #expect(browser.post("/account/practices/separation", [:]).location == "/account/practices")
      #expect(try desk.practice.events("account.separate") == 1)
      let back = TestBrowser.somewhere()
      try back.signIn(other.user, of: there)
      back.get("/account/practices")
      #expect(back.post("/account/practices/entry", ["practice": desk.practice.slug]).status == 404)
    }
  }

  @Test func aClosedAccountElsewhereIsNoWayIn() throws {
    try withTwo { desk, other, there throws in
      #expect(join(other, desk.atOwner).status == 303)
      try there.deactivate(other.user)
      desk.atOwner.get("/account/practices")
      #expect(desk.atOwner.post("/account/practices/entry", ["practice": there.slug]).status == 404)
    }
  }

  @Test func aResetHereSignsOutEverywhere() throws {
    try withTwo { desk, other, there throws in
      let mira = try Staff(in: desk.practice)
      let browser = TestBrowser.somewhere()
      try browser.signIn(mira.user, of: desk.practice)
      #expect(join(other, browser).status == 303)
      let (thief, colleague) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      try thief.signIn(other.user, of: there)
      try colleague.signIn(there.alice, of: there)
      let page = desk.atAdmin.get("/team/\(mira.user)")
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let answer = desk.atAdmin.post(
        "/team/\(mira.user)/factor-reset", ["version": version, "reason": "Lost phone, called from home"])
      #expect(answer.location == "/team/\(mira.user)?done=reset")
      #expect(browser.get("/account").location == "/sign-in" && thief.get("/account").location == "/sign-in")
      #expect(colleague.get("/account").status == 200, "others there stay")
      let trail = try there.asOperator { db in
        try db.reader.first(
          """
          SELECT action, fields, actor_kind, actor_id IS NULL FROM audit_event WHERE practice_id = \(db.scope)
          ORDER BY seq DESC LIMIT 1
          """
        ) { row in "\(try row.text(0)) \(try row.text(1)) \(try row.text(2)) \(try row.bool(3))" }
      }
      #expect(trail == "session.end joined job true", "nobody of the other practice is named there")
      #expect(desk.atAdmin.get("/team").status == 200, "the practice is set again")
    }
  }

  @Test func threeAccountsAreOnePersonAndTwoPairsAreNot() throws {
    try withTwo { desk, other, there throws in
      try withTwo { second, third, away throws in
        #expect(join(other, desk.atOwner).status == 303)
        #expect(join(third, desk.atOwner).status == 303)
        let words = desk.atOwner.get("/account/practices").words
        #expect(words.contains(there.slug) && words.contains(away.slug))
        let fourth = try Staff(in: second.practice, role: .admin)
        #expect(try person(third.user, away) == person(desk.owner.user, desk.practice))
        // The second desk's owner is joined with somebody else first.
        try withTwo { _, fifth, _ throws in
          #expect(join(fifth, second.atOwner).status == 303)
          let answer = join(third, second.atOwner)
          #expect(answer.status == 422 && answer.words.contains("joined with others already"))
        }
        #expect(try person(fourth.user, second.practice) == nil)
      }
    }
  }

  @Test func theConnectionIsItsPracticesAgainAfterwards() throws {
    try withTwo { desk, _, there throws in
      try desk.practice.asStaff(desk.owner.user, .owner) { db in
        let inside = try db.acrossPractices { system in
          try db.reader.rows("SELECT id FROM identity_user WHERE practice_id = \(db.scope)") { try $0.id(0) }.count
        }
        #expect(inside == 0, "while other practices are looked at, this one's rows are out of reach")
        let after = try db.reader.rows("SELECT id FROM identity_user WHERE practice_id = \(db.scope)") { try $0.id(0) }
        #expect(after.count >= 4)
        struct Failure: Error {}
        #expect(throws: Failure.self) { try db.acrossPractices { _ in throw Failure() } }
        let sealed = try Team.all(now: .now, in: db.reader)
        #expect(sealed.contains { $0.email == desk.owner.email }, "and its key is in place")
      }
    }
  }

  @Test func thePageSpeaksHebrewFromTheRight() throws {
    try withDesk { desk throws in
      let page = desk.atOwner.get("/account/practices?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("חיבור חשבון נוסף"))
    }
  }
}
