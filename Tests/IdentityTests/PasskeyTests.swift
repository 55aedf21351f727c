import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

/// Passkeys are made, used once for each challenge, and judged as PyPI's webauthn judges them.
@Suite struct PasskeyTests {
  private func challenge(_ browser: TestBrowser) -> String {
    browser.get("/sign-in")
    return browser.get("/sign-in/passkey").body
  }

  @Test func aPasskeySignsInByItself() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      let browser = TestBrowser.somewhere()
      #expect(try staff.add(passkey, browser, name: "My phone").location == "/account/security?done=passkey")
      #expect(browser.get("/account/security").words.contains("My phone"))
      let other = TestBrowser.somewhere()
      let answer = try passkey.get(challenge(other), count: 1)
      #expect(answer.isRightByWebAuthn)
      #expect(other.post("/sign-in/passkey", answer.fields).location == "/calendar")
      #expect(other.get("/account").words.contains("Mira Muster"))
      #expect(try practice.events("factor.add") == 1 && practice.events("session.start") == 2)
    }
  }

  @Test func anAnswerCountsOnceAndInItsBrowser() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      let (mine, thief) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      let answer = try passkey.get(challenge(mine), count: 1)
      _ = challenge(thief)
      let stolen = thief.post("/sign-in/passkey", answer.fields)
      #expect(stolen.status == 422 && thief.staffCookie == nil)
      #expect(stolen.words.contains("This passkey was not accepted"))
      #expect(mine.post("/sign-in/passkey", answer.fields).status == 303)
      mine.get("/sign-in/code")
      let again = TestBrowser.somewhere()
      again.headers["cookie"] = "__Host-praxis-visitor=" + (mine.cookies["__Host-praxis-visitor"] ?? "")
      again.get("/sign-in/code")
      again.get("/harbor/nothing")
      let visitor = try #require(Token(text: mine.cookies["__Host-praxis-visitor"] ?? ""))
      let replayed = again.post("/sign-in/passkey", answer.fields, csrf: visitor.csrf)
      #expect(replayed.status == 422 && again.staffCookie == nil, "an answer that was used opens nothing")
    }
  }

  @Test func challengesGrowOldAfterFiveMinutes() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      let browser = TestBrowser.somewhere()
      let answer = try passkey.get(challenge(browser), count: 1)
      browser.now = browser.now.adding(seconds: 301)
      #expect(browser.post("/sign-in/passkey", answer.fields).status == 422)
    }
  }

  /// What is wrong with an answer, as arguments of the software authenticator.
  @Test(arguments: [
    ("another site", "evil.example", "https://praxis.example", "05", 1),
    ("another origin", "praxis.example", "https://evil.example", "05", 1),
    ("another scheme", "praxis.example", "http://praxis.example", "05", 1),
    ("no user seen", "praxis.example", "https://praxis.example", "04", 1),
    ("no user checked", "praxis.example", "https://praxis.example", "01", 1),
  ])
  func whatWebAuthnRefusesIsRefused(_ why: String, _ site: String, _ origin: String, _ flags: String, _ count: Int)
    throws
  {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      let browser = TestBrowser.somewhere()
      let answer = try passkey.get(challenge(browser), site: site, origin: origin, flags: flags, count: count)
      #expect(!answer.isRightByWebAuthn, "\(why)")
      #expect(browser.post("/sign-in/passkey", answer.fields).status == 422, "\(why)")
      #expect(browser.staffCookie == nil, "\(why)")
    }
  }

  @Test func aChangedSignatureOrOtherBytesAreRefused() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      for field in ["passkey-signature", "passkey-authenticator-data", "passkey-client-data", "passkey-id"] {
        let browser = TestBrowser.somewhere()
        var answer = try passkey.get(challenge(browser), count: 1)
        var bytes = try #require(Base64URL.decode(answer.fields[field] ?? ""))
        bytes[bytes.count - 2] ^= 1
        answer.fields[field] = Base64URL.encode(bytes)
        #expect(browser.post("/sign-in/passkey", answer.fields).status == 422, "\(field)")
      }
    }
  }

  @Test func aCounterThatDoesNotRiseIsACopy() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      for (count, status) in [(5, 303), (5, 422), (4, 422), (6, 303), (0, 422)] {
        let browser = TestBrowser.somewhere()
        #expect(
          browser.post("/sign-in/passkey", try passkey.get(challenge(browser), count: count).fields).status == status)
      }
      #expect(try practice.events("session.refuse") == 3)
    }
  }

  @Test func aKeyWithoutUserCheckIsNotTaken() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      let page = browser.get("/account/passkeys/new")
      let answer = try SoftPasskey().create(page.value(after: "data-challenge=\"") ?? "", flags: "41")
      #expect(!answer.isRightByWebAuthn)
      let refused = browser.post("/account/passkeys", answer.fields.merging(["name": "K"]) { $1 })
      #expect(refused.status == 422 && refused.body.contains("value=\"K\""))
    }
  }

  @Test func anEndedAccountsPasskeyOpensNothing() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      try staff.add(passkey, TestBrowser.somewhere())
      try practice.deactivate(staff.user)
      let browser = TestBrowser.somewhere()
      #expect(browser.post("/sign-in/passkey", try passkey.get(challenge(browser), count: 1).fields).status == 422)
    }
  }

  @Test func aPasskeyUnlocks() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let passkey = try SoftPasskey()
      let browser = TestBrowser.somewhere()
      try staff.add(passkey, browser)
      browser.now = browser.now.adding(minutes: 16)
      #expect(browser.get("/account").status == 423)
      let answer = try passkey.get(browser.get("/session/passkey").body, count: 1)
      let open = browser.post("/session/confirmation", answer.fields.merging(["next": "/account"]) { $1 })
      #expect(open.location == "/account")
      browser.now = browser.now.adding(minutes: 16)
      browser.get("/account")
      let replay = browser.post("/session/confirmation", answer.fields.merging(["next": "/account"]) { $1 })
      #expect(replay.status == 422, "what unlocked once unlocks nothing again")
    }
  }

  @Test func aPasswordGoesOnlyWhenTwoOtherWaysAreLeft() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      let passkey = try SoftPasskey()
      staff.signIn(browser)
      browser.get("/account/security")
      #expect(browser.post("/account/password/removal", [:]).status == 409, "app alone")
      try staff.add(passkey, browser)
      #expect(browser.post("/account/password/removal", [:]).location == "/account/security?done=passwordRemoved")
      #expect(staff.typePassword(TestBrowser.somewhere()).status == 422)
      browser.get("/account/security")
      let passkeyID = try practice.asOperator { db in
        try db.reader.first("SELECT id FROM identity_passkey WHERE practice_id = \(db.scope)") { try $0.id(0) }
      }
      #expect(
        browser.post("/account/passkeys/\(try #require(passkeyID))/removal", [:]).status == 409, "the last way in stays"
      )
      #expect(browser.post("/account/authenticator/removal", [:]).status == 303)
    }
  }
}
