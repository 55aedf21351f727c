import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import Routing
import SQL
import TestSupport
import Testing

/// Guessing is made slow, and by that nobody is kept out of an account of their own.
@Suite struct StrangerTriesTests {
  private static let wrong = "not this one, surely"

  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  /// A browser that has signed in before, a while ago.
  private func known(_ staff: Staff) -> TestBrowser {
    let browser = TestBrowser.somewhere()
    browser.now = browser.now.adding(minutes: -5)
    #expect(staff.signIn(browser).location == "/calendar")
    browser.now = browser.now.adding(minutes: 5)
    return browser
  }

  private func strangersTry(_ staff: Staff, times: Int = 12) {
    for _ in 0..<times { staff.typePassword(TestBrowser.somewhere(), Self.wrong) }
  }

  @Test func strangersWaitAndAKnownBrowserDoesNot() throws {
    try withDesk { desk throws in
      let home = known(desk.owner)
      strangersTry(desk.owner)
      let late = desk.owner.typePassword(TestBrowser.somewhere())
      #expect(late.status == 429 && late.words.contains("Please wait 15 minutes"))
      #expect(late.response.headers.contains { $0.name == "Retry-After" && Int($0.value) ?? 0 > 800 })
      #expect(late.words.contains("we can email a link"))
      home.post("/sign-out", [:])
      #expect(desk.owner.signIn(home).location == "/calendar")
      #expect(
        desk.owner.typePassword(TestBrowser.somewhere()).status == 429, "strangers wait on, though the owner is in")
    }
  }

  @Test func whatAKnownBrowserTriesHoldsUpItselfAlone() throws {
    try withDesk { desk throws in
      let home = known(desk.owner)
      home.post("/sign-out", [:])
      for _ in 1...10 { desk.owner.typePassword(home, Self.wrong) }
      let late = desk.owner.typePassword(home)
      #expect(late.status == 429 && !late.words.contains("we can email a link"))
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).location == "/sign-in/code")
    }
  }

  @Test func aNetworkFullOfWrongTriesHoldsUpNoKnownBrowserInIt() throws {
    try withDesk { desk throws in
      let home = known(desk.owner)
      for _ in 1...11 {
        let neighbour = TestBrowser()
        neighbour.address = home.address
        neighbour.get("/sign-in")
        neighbour.post("/sign-in", ["email": Staff.anyEmail(), "password": Self.wrong])
      }
      let stranger = TestBrowser()
      stranger.address = home.address
      #expect(desk.admin.typePassword(stranger).status == 429)
      #expect(desk.owner.typePassword(home).location == "/sign-in/code")
    }
  }

  @Test func aMailLetsAStrangerIn() throws {
    try withDesk { desk throws in
      strangersTry(desk.owner)
      let browser = TestBrowser.somewhere()
      #expect(desk.owner.typePassword(browser).status == 429)
      #expect(browser.post("/sign-in/browser", ["email": desk.owner.email]).location == "/sign-in/forgotten?sent=1")
      #expect(try desk.trail() == ["browser.request "])
      let link = try desk.newestLink(.browser)
      for _ in 1...3 {
        #expect(browser.get(link).words.contains("Continue with this browser"), "scanners use nothing up")
      }
      #expect(desk.owner.typePassword(browser).status == 429, "looking is not enough")
      browser.get(link)
      #expect(browser.post(link, [:]).location == "/sign-in")
      #expect(try desk.trail() == ["browser.trust "])
      #expect(browser.staffCookie == nil, "the mail opens nothing by itself")
      #expect(desk.owner.signIn(browser).location == "/calendar")
      let other = TestBrowser.somewhere()
      #expect(other.get(link).status == 410)
      other.get("/sign-in")
      #expect(other.post(link, [:]).status == 410)
      #expect(desk.owner.typePassword(other).status == 429)
    }
  }

  @Test func askingForTheMailTellsNobodyWhoIsKnown() throws {
    try withDesk { desk throws in
      let answers = [desk.owner.email, Staff.anyEmail(), "mira@", "<b>"].map { email in
        let browser = TestBrowser.somewhere()
        browser.get("/sign-in")
        return browser.post("/sign-in/browser", ["email": email])
      }
      #expect(Set(answers.map(\.location)) == ["/sign-in/forgotten?sent=1"])
      #expect(Set(answers.map(\.body)).count == 1)
      for number in 1...5 {
        let browser = TestBrowser.somewhere()
        browser.now = browser.now.adding(seconds: Int64(number))
        browser.get("/sign-in")
        browser.post("/sign-in/browser", ["email": desk.owner.email])
      }
      #expect(try desk.jobs("identity.link").count == 3, "no mailbox is filled")
    }
  }

  @Test func aHundredInARowSwitchThePasswordOffAndNothingElse() throws {
    try withDesk { desk throws in
      let passkey = try SoftPasskey()
      try desk.owner.add(passkey, TestBrowser.somewhere())
      try desk.set(wrongPasswords: 98, of: desk.owner.user)
      strangersTry(desk.owner, times: 1)
      #expect(try !desk.alerts(desk.owner.user).contains("passwordDisabled"))
      strangersTry(desk.owner, times: 1)
      #expect(try desk.alerts(desk.owner.user).filter { $0 == "passwordDisabled" }.count == 1)
      #expect(try desk.practice.events("password.disable") == 1)
      let refused = desk.owner.typePassword(TestBrowser.somewhere())
      #expect(refused.status == 422 && refused.words.contains("The email address or the password is not right"))
      #expect(try desk.practice.events("password.disable") == 1, "once")

      let other = TestBrowser.somewhere()
      other.get("/sign-in")
      let answer = try passkey.get(other.get("/sign-in/passkey").body, count: 1)
      #expect(other.post("/sign-in/passkey", answer.fields).location == "/calendar")

      let browser = TestBrowser.somewhere()
      browser.now = browser.now.adding(seconds: 60)
      browser.get("/sign-in/forgotten")
      browser.post("/sign-in/forgotten", ["email": desk.owner.email])
      let link = try desk.newestLink(.password)
      browser.get(link)
      let new = ["password": "seven lanterns juggle otters", "code": desk.owner.code(browser)]
      #expect(browser.post(link, new).location == "/calendar")
      #expect(desk.owner.typePassword(TestBrowser.somewhere(), new["password"] ?? "").location == "/sign-in/code")
    }
  }

  @Test func beingInEndsTheRow() throws {
    try withDesk { desk throws in
      try desk.set(wrongPasswords: 99, of: desk.owner.user)
      _ = known(desk.owner)
      strangersTry(desk.owner, times: 1)
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).location == "/sign-in/code")
      try desk.set(wrongPasswords: 99, of: desk.owner.user)
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).location == "/sign-in/code")
      strangersTry(desk.owner, times: 1)
      #expect(desk.owner.typePassword(TestBrowser.somewhere()).status == 422, "a password without its factor ends none")
    }
  }

  @Test func wrongCodesAreNewsAndHoldUpNoOtherFactor() throws {
    try withDesk { desk throws in
      let codes = RecoveryCodes.make()
      try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.codes", "identity_user", nil)) { tx in
          try RecoveryCodes.store(codes, of: .staff(desk.owner.user), now: .now, in: tx)
        }
      }
      let browser = TestBrowser.somewhere()
      desk.owner.typePassword(browser)
      let right = desk.owner.code(browser)
      let wrong = right == "000000" ? "000001" : "000000"
      browser.get("/sign-in/code")
      for number in 1...10 {
        #expect(try !desk.alerts(desk.owner.user).contains("codesTried"), "\(number)")
        #expect(browser.post("/sign-in/code", ["code": wrong]).status == 422)
      }
      #expect(try desk.alerts(desk.owner.user) == ["codesTried"])
      let late = browser.post("/sign-in/code", ["code": right])
      #expect(late.status == 429 && late.words.contains("we can email a link"))
      #expect(browser.post("/sign-in/browser", ["email": ""]).location == "/sign-in/forgotten?sent=1")
      #expect(try desk.jobs("identity.link").count == 1, "half a sign-in says whose account it is")
      browser.get("/sign-in/recovery")
      #expect(browser.post("/sign-in/recovery", ["code": codes[0]]).location == "/account/security")
    }
  }

  @Test func wrongPasswordsEverywhereRaiseAnAlarm() throws {
    let now = Instant.now
    let alarm = try TestServer.connect().withSystem(.signIn) { db -> Reply.Alarm? in
      // Other tests type wrong passwords meanwhile, so the figure may pass us by.
      for _ in 1...(3 * Stuffing.figure) {
        if let alarm = try Stuffing.countWrong(now: now, in: db) { return alarm }
      }
      return nil
    }
    let raised = try #require(alarm)
    #expect(raised.event == "signin.stuffing" && raised.count > 0 && raised.count % 200 == 0)
  }
}

extension Desk {
  fileprivate func set(wrongPasswords count: Int, of user: UserID) throws {
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.tries", "identity_user", user.id)) { tx in
        _ = try tx.execute(
          "UPDATE identity_user SET wrong_passwords = \(count) WHERE practice_id = \(tx.scope) AND id = \(user)")
      }
    }
  }
}
