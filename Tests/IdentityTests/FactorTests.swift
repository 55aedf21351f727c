import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

/// The page of one's own ways to sign in: every change asks for a factor, and ends what was open elsewhere.
@Suite struct FactorTests {
  @Test func changesAskForAFactorShownWithinFiveMinutes() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      #expect(browser.get("/account/password").status == 200, "the sign-in itself counts")
      browser.now = browser.now.adding(seconds: 301)
      let asked = browser.get("/account/password")
      #expect(asked.status == 423 && asked.words.contains("Is it you?"))
      let sent = browser.post("/account/password", ["new-password": "seven otters juggle lanterns"])
      #expect(sent.status == 423)
      #expect(try practice.events("factor.add") == 0)
      let done = browser.post(
        "/account/password", ["new-password": "seven otters juggle lanterns", "proof": Staff.password])
      #expect(done.location == "/account/security?done=password")
      #expect(staff.typePassword(TestBrowser.somewhere()).status == 422, "the old password is gone")
      #expect(staff.typePassword(TestBrowser.somewhere(), "seven otters juggle lanterns").status == 303)
    }
  }

  @Test(arguments: [
    ("sh0rt&word", "too short"), ("password password password", "easy to guess"),
    ("MiraMuster-MiraMuster-1234", "easy to guess"),
  ])
  func aWeakPasswordIsRefusedInWords(_ password: String, _ words: String) throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      browser.get("/account/password")
      let refused = browser.post("/account/password", ["new-password": password])
      #expect(refused.status == 422 && refused.words.contains(words))
      #expect(!refused.body.contains(password), "a password is never sent back")
    }
  }

  @Test func aPasswordCountsExactlyAsTyped() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      browser.get("/account/password")
      let password = "  Ünïcode e\u{301} blanks kept "
      #expect(browser.post("/account/password", ["new-password": password]).status == 303)
      #expect(staff.typePassword(TestBrowser.somewhere(), "Ünïcode é blanks kept").status == 422)
      #expect(staff.typePassword(TestBrowser.somewhere(), password).status == 303)
    }
  }

  @Test func aNewAppIsProvedByItsCodeAndTheOldOneEnds() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let (browser, elsewhere) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      staff.signIn(elsewhere)
      browser.now = elsewhere.now.adding(seconds: 60)
      staff.signIn(browser)
      let page = browser.get("/account/authenticator")
      let secret = try #require(
        page.value(after: "<code dir=\"ltr\">").map { $0.prefix { $0 != "<" }.filter { $0 != " " } })
      #expect(page.value(after: "class=\"qr-dark\" d=\"")?.hasPrefix("M0 0h7v1h-7z") == true)
      #expect(browser.post("/account/authenticator", ["code": "000000"]).status == 422)
      #expect(browser.get("/account/authenticator").body.contains(page.value(after: "<code dir=\"ltr\">") ?? "-"))
      let process = try ChildProcess("oathtool", ["--totp", "-b", String(secret), "--now", "@\(browser.now.seconds)"])
      #expect(
        browser.post("/account/authenticator", ["code": try process.line()]).location == "/account/security?done=app")
      #expect(elsewhere.get("/account").location == "/sign-in", "what was open elsewhere has ended")
      #expect(browser.get("/account").status == 200)
      let late = TestBrowser.somewhere()
      late.now = browser.now.adding(seconds: 60)
      #expect(staff.signIn(late).status == 422, "codes of the old app are worth nothing")
    }
  }

  @Test func recoveryCodesAreShownOnceAndWorkOnce() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      browser.get("/account/security")
      let page = browser.post("/account/recovery-codes", [:])
      let codes = page.body.matches(of: /<code>([a-z0-9-]+)<\/code>/).map { String($0.1) }
      #expect(Set(codes).count == 10 && codes.allSatisfy { $0.utf8.count == 19 })
      #expect(!browser.get("/account/security").body.contains(codes[0]))
      #expect(browser.get("/account/security").words.contains("10 codes left"))
      let stored = try practice.asOperator { db in
        try db.reader.rows("SELECT HEX(code_hash) FROM identity_recovery_code WHERE practice_id = \(db.scope)") {
          try $0.text(0)
        }
      }
      #expect(stored.count == 10 && !stored.contains(Hex.encode(Digest.sha256(Array(codes[0].utf8))).uppercased()))

      let lost = TestBrowser.somewhere()
      staff.typePassword(lost)
      #expect(lost.get("/sign-in/code").body.contains("href=\"/sign-in/recovery\""))
      lost.get("/sign-in/recovery")
      #expect(lost.post("/sign-in/recovery", ["code": "aaaa-bbbb-cccc-dddd"]).status == 422)
      let typed = codes[3].uppercased().split(separator: "-").joined(separator: " ")
      #expect(lost.post("/sign-in/recovery", ["code": typed]).location == "/account/security")
      #expect(lost.get("/account/security").words.contains("9 codes left"))
      let again = TestBrowser.somewhere()
      staff.typePassword(again)
      again.get("/sign-in/recovery")
      #expect(again.post("/sign-in/recovery", ["code": codes[3]]).status == 422, "a code works once")
      #expect(try practice.events("factor.use") == 1)
    }
  }

  @Test func recoveryNeedsThePasswordFirst() throws {
    try withPractice { practice in
      _ = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      browser.get("/sign-in")
      #expect(browser.get("/sign-in/recovery").location == "/sign-in")
      #expect(browser.post("/sign-in/recovery", ["code": "x"]).location == "/sign-in")
    }
  }

  @Test func sessionsAreListedAndEnded() throws {
    try withPractice { practice in
      let (staff, stranger) = (try Staff(in: practice), try Staff(in: practice))
      let (browser, phone) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      phone.headers["user-agent"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
      phone.address = "203.0.113.77"
      staff.signIn(phone)
      browser.now = phone.now.adding(seconds: 60)
      staff.signIn(browser)
      let page = browser.get("/account/security")
      #expect(page.words.contains("Safari, iPhone") && page.words.contains("203.0.113.*"))
      #expect(!page.body.contains("203.0.113.77"))
      let id = try #require(page.value(after: "/account/sessions/")?.prefix { $0 != "/" })
      let other = TestBrowser.somewhere()
      stranger.signIn(other)
      other.get("/account/security")
      #expect(other.post("/account/sessions/\(id)/end", [:]).status == 404, "a colleague cannot end it")
      #expect(phone.get("/account").status == 200)
      #expect(browser.post("/account/sessions/\(id)/end", [:]).status == 303)
      #expect(phone.get("/account").location == "/sign-in")
      #expect(browser.get("/account").status == 200)
    }
  }
}
