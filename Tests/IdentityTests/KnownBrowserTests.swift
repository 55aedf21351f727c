import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// Who signs in from a browser that their account has not seen gets a mail.
@Suite struct KnownBrowserTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  private func signIn(_ staff: Staff, _ browser: TestBrowser, minutesLater: Int = 0) {
    browser.now = browser.now.adding(minutes: minutesLater)
    #expect(staff.signIn(browser).location == "/calendar")
  }

  @Test func theFirstBrowserIsNoNewsTheSecondIs() throws {
    try withDesk { desk throws in
      let first = TestBrowser.somewhere()
      first.headers["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
      signIn(desk.owner, first)
      #expect(try desk.alerts(desk.owner.user).isEmpty)
      signIn(desk.owner, first, minutesLater: 1)
      #expect(try desk.alerts(desk.owner.user).isEmpty, "it is known by now")
      let second = TestBrowser.somewhere()
      signIn(desk.owner, second, minutesLater: 2)
      #expect(try desk.alerts(desk.owner.user) == ["newDevice"])
      signIn(desk.owner, second, minutesLater: 1)
      #expect(try desk.alerts(desk.owner.user) == ["newDevice"])
      let page = desk.atAdmin.get("/team/\(desk.owner.user)")
      #expect(page.words.contains("Firefox, Linux first") && page.words.contains("Unknown browser first"))
    }
  }

  @Test func theCookieLastsAYearAndItsHashAloneIsKept() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      let answer = desk.owner.signIn(browser)
      let cookie = try #require(answer.response.cookies.first { $0.name == "praxis-device" })
      #expect(cookie.maxAge == 365 * 86_400 && cookie.sameSite == .strict)
      let stored = try desk.practice.asOperator { db in
        try db.reader.rows("SELECT token_hash FROM identity_device WHERE practice_id = \(db.scope)") { try $0.bytes(0) }
      }
      #expect(stored == [try #require(Token(text: cookie.value)).hash])
    }
  }

  @Test func oneBrowserIsKnownToEachAccountForItself() throws {
    try withDesk { desk throws in
      let shared = TestBrowser.somewhere()
      signIn(desk.owner, shared)
      let cookie = try #require(shared.cookies["__Host-praxis-device"])
      signIn(desk.admin, TestBrowser.somewhere())
      shared.get("/account")
      shared.post("/sign-out", [:])
      signIn(desk.admin, shared, minutesLater: 1)
      #expect(shared.cookies["__Host-praxis-device"] == cookie)
      #expect(try desk.alerts(desk.admin.user) == ["newDevice"], "the owner's browser is new to the admin")
    }
  }

  @Test func aCookieThatIsNoneOfOursIsReplaced() throws {
    try withDesk { desk throws in
      signIn(desk.owner, TestBrowser.somewhere())
      let browser = TestBrowser.somewhere()
      desk.owner.typePassword(browser)
      browser.now = browser.now.adding(minutes: 1)
      browser.headers["cookie"] =
        browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") + "; __Host-praxis-device=x"
      browser.post("/sign-in/code", ["code": desk.owner.code(browser)])
      #expect(try desk.alerts(desk.owner.user) == ["newDevice"])
      #expect(Token(text: browser.cookies["__Host-praxis-device"] ?? "") != nil)
    }
  }

  @Test func whatWasNotSeenForAYearIsForgotten() throws {
    try withDesk { desk throws in
      signIn(desk.owner, TestBrowser.somewhere())
      let later = TestBrowser.somewhere()
      later.now = later.now.adding(days: 366)
      signIn(desk.owner, later)
      #expect(try desk.alerts(desk.owner.user).isEmpty)
      let count = try desk.practice.asOperator { db in
        try db.reader.first("SELECT COUNT(*) FROM identity_device WHERE practice_id = \(db.scope)") { try $0.int(0) }
      }
      #expect(count == 1)
    }
  }

  @Test func aRefusedSignInLeavesNothing() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      desk.owner.typePassword(browser)
      #expect(browser.post("/sign-in/code", ["code": "000000"]).status == 422)
      #expect(browser.cookies["__Host-praxis-device"] == nil)
    }
  }
}
