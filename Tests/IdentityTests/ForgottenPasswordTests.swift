import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// A forgotten password: a mail, the second factor, a new one.
@Suite struct ForgottenPasswordTests {
  private static let new = "seven lanterns juggle otters"

  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  @discardableResult
  private func ask(_ email: String, at browser: TestBrowser) -> TestResponse {
    browser.get("/sign-in/forgotten")
    return browser.post("/sign-in/forgotten", ["email": email])
  }

  @Test func aNewPasswordTakesTheMailAndTheCode() throws {
    try withDesk { desk throws in
      let elsewhere = TestBrowser.somewhere()
      desk.owner.signIn(elsewhere)
      let browser = TestBrowser.somewhere()
      browser.now = browser.now.adding(seconds: 60)
      #expect(browser.get("/sign-in").body.contains("href=\"/sign-in/forgotten\""))
      #expect(ask(" " + desk.owner.email.uppercased(), at: browser).location == "/sign-in/forgotten?sent=1")
      #expect(browser.get("/sign-in/forgotten?sent=1").words.contains("If we know this address"))
      #expect(try desk.trail() == ["password.request "])
      let link = try desk.newestLink(.password)
      #expect(browser.get(link).words.contains(desk.owner.email))
      #expect(try desk.jobs("identity.link").count == 1)
      let (code, visitor) = (desk.owner.code(browser), browser.csrf)
      let noCode = browser.post(link, ["password": Self.new, "code": ""])
      #expect(noCode.status == 422 && noCode.body.contains("<a href=\"#code\">"))
      let wrong = browser.post(link, ["password": Self.new, "code": code == "000000" ? "111111" : "000000"])
      #expect(wrong.status == 422 && wrong.words.contains("This code is not right") && !wrong.body.contains(Self.new))
      #expect(elsewhere.get("/account").status == 200, "nothing has changed yet")
      #expect(browser.post(link, ["password": Self.new, "code": code]).location == "/calendar")
      #expect(browser.get("/account").status == 200)
      #expect(elsewhere.get("/account").location == "/sign-in", "every other session ended")
      #expect(try desk.trail(3) == ["link.try ", "session.start ", "password.reset "])
      #expect(try desk.alerts(desk.owner.user).contains("passwordChanged"))
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).status == 422)
      #expect(desk.owner.typePassword(TestBrowser.somewhere(), Self.new).location == "/sign-in/code")
      #expect(browser.get(link).status == 410)
      #expect(browser.post(link, ["password": Self.new, "code": code], csrf: visitor).status == 410)
    }
  }

  @Test func thePasswordKeepsTheRules() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      ask(desk.owner.email, at: browser)
      let link = try desk.newestLink(.password)
      browser.get(link)
      for password in ["short", "Mira Muster Mira Muster"] {
        let answer = browser.post(link, ["password": password, "code": desk.owner.code(browser)])
        #expect(answer.status == 422 && answer.body.contains("<a href=\"#password\">"))
      }
      #expect(browser.post(link, ["password": Self.new, "code": desk.owner.code(browser)]).status == 303)
    }
  }

  @Test func knownUnknownAndClosedAccountsGetTheSameAnswer() throws {
    try withDesk { desk throws in
      try desk.practice.deactivate(desk.admin.user)
      let answers = [desk.owner.email, desk.admin.email, Staff.anyEmail()].map { email in
        ask(email, at: TestBrowser.somewhere())
      }
      #expect(answers.map(\.status) == [303, 303, 303])
      #expect(Set(answers.map(\.location)).count == 1 && Set(answers.map(\.body)).count == 1)
      #expect(answers.allSatisfy { $0.response.cookies.isEmpty })
      #expect(try desk.jobs("identity.link").count == 1)
    }
  }

  @Test func aHalfAddressIsRefusedAndKept() {
    let answer = ask("mira@", at: TestBrowser.somewhere())
    #expect(
      answer.status == 422 && answer.body.contains("value=\"mira@\"") && answer.body.contains("<a href=\"#email\">"))
  }

  @Test func aHandfulOfWrongCodesEndTheLink() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      ask(desk.owner.email, at: browser)
      let link = try desk.newestLink(.password)
      browser.get(link)
      let right = desk.owner.code(browser)
      for _ in 1...8 {
        let code = right == "000000" ? "111111" : "000000"
        #expect(browser.post(link, ["password": Self.new, "code": code]).status == 422)
      }
      #expect(browser.post(link, ["password": Self.new, "code": right]).status == 410)
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).location == "/sign-in/code", "the password is as it was")
      #expect(try desk.practice.events("session.refuse") == 8)
    }
  }

  @Test func aCodeThatWasUsedDoesNotCount() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      desk.owner.signIn(browser)
      ask(desk.owner.email, at: browser)
      let link = try desk.newestLink(.password)
      browser.get(link)
      #expect(browser.post(link, ["password": Self.new, "code": desk.owner.code(browser)]).status == 422)
    }
  }

  @Test func aRecoveryCodeServesInPlaceOfTheAppOnce() throws {
    try withDesk { desk throws in
      let codes = RecoveryCodes.make()
      try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.codes", "identity_user", nil)) { tx in
          try RecoveryCodes.store(codes, of: .staff(desk.owner.user), now: .now, in: tx)
        }
      }
      let browser = TestBrowser.somewhere()
      ask(desk.owner.email, at: browser)
      let link = try desk.newestLink(.password)
      browser.get(link)
      #expect(browser.post(link, ["password": Self.new, "code": codes[3]]).location == "/calendar")
      #expect(try desk.member(desk.owner.user).recoveryCodesLeft == 9)
      #expect(try Set(desk.alerts(desk.owner.user)) == ["recoveryCodeUsed", "passwordChanged"])
      browser.now = browser.now.adding(seconds: 1)
      ask(desk.owner.email, at: browser)
      let next = try desk.newestLink(.password)
      browser.get(next)
      #expect(browser.post(next, ["password": Self.new, "code": codes[3]]).status == 422)
    }
  }

  @Test func noMailboxIsFilledAndNobodyIsKeptOut() throws {
    try withDesk { desk throws in
      for number in 0..<6 {
        let browser = TestBrowser.somewhere()
        browser.now = browser.now.adding(seconds: Int64(number))
        #expect(ask(desk.owner.email, at: browser).location == "/sign-in/forgotten?sent=1")
      }
      #expect(try desk.jobs("identity.link").count == 3)
      let later = TestBrowser.somewhere()
      later.now = later.now.adding(minutes: 61)
      ask(desk.owner.email, at: later)
      #expect(try desk.jobs("identity.link").count == 4)
      let browser = TestBrowser.somewhere()
      for _ in 0..<10 { ask(Staff.anyEmail(), at: browser) }
      #expect(ask(Staff.anyEmail(), at: browser).status == 429, "one network asks for so many")
      #expect(desk.owner.typePassword(browser).location == "/sign-in/code", "and may still sign in")
    }
  }

  @Test func theLinkLivesForHalfAnHour() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      ask(desk.owner.email, at: browser)
      let link = try desk.newestLink(.password)
      browser.now = browser.now.adding(minutes: 31)
      #expect(browser.get(link).status == 410)
    }
  }

  @Test func eachPracticeWritesForItsOwnAccount() throws {
    try withDesk { desk throws in
      try withDesk { other throws in
        let there = try Staff(in: other.practice, email: desk.owner.email, role: .biller)
        ask(desk.owner.email, at: TestBrowser.somewhere())
        let (here, away) = (try desk.newestLink(.password), try other.newestLink(.password))
        let browser = TestBrowser.somewhere()
        browser.get(away)
        let token = try #require(here.split(separator: "/").last)
        #expect(browser.get("/\(other.practice.slug)/password/\(token)").status == 404)
        #expect(browser.post(away, ["password": Self.new, "code": there.code(browser)]).location == "/calendar")
        #expect(desk.owner.typePassword(TestBrowser.somewhere()).location == "/sign-in/code", "this one keeps its own")
      }
    }
  }

  @Test func whoHasNoSecondFactorIsSentNothing() throws {
    try withDesk { desk throws in
      try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.app", "identity_user", nil)) { tx in
          try tx.execute(
            "UPDATE identity_user SET sealed_totp = NULL WHERE practice_id = \(tx.scope) AND id = \(desk.owner.user)")
        }
      }
      #expect(ask(desk.owner.email, at: TestBrowser.somewhere()).status == 303)
      #expect(try desk.jobs("identity.link").isEmpty)
    }
  }
}
