import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

@Suite struct StaffSignInTests {
  @Test func passwordAndCodeBeginASession() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      #expect(browser.get("/account").location == "/sign-in")
      let first = staff.typePassword(browser)
      #expect(first.location == "/sign-in/code")
      #expect(browser.staffCookie == nil)
      #expect(browser.get("/account").location == "/sign-in", "a password alone signs nobody in")
      let form = browser.get("/sign-in/code")
      #expect(form.status == 200 && form.words.contains("Test practice \(practice.slug)"))
      let done = browser.post("/sign-in/code", ["code": staff.code(browser)])
      #expect(done.location == "/calendar")
      #expect(browser.cookies["__Host-praxis-pending"] == nil)
      #expect(browser.get("/account").words.contains("Mira Muster"))
      #expect(try practice.events("session.start") == 1)
    }
  }

  @Test func theCookieIsStrictAndHoldsNothingStored() throws {
    try withPractice { practice in
      let browser = TestBrowser.somewhere()
      let answer = try Staff(in: practice).signIn(browser)
      let cookie = try #require(answer.response.cookies.first { $0.name == "praxis-staff" })
      #expect(cookie.sameSite == .strict && cookie.maxAge == nil)
      let token = try #require(Token(text: cookie.value))
      let stored = try practice.asOperator { db in
        try db.reader.rows("SELECT token_hash FROM identity_session WHERE practice_id = \(db.scope)") {
          try $0.bytes(0)
        }
      }
      #expect(stored == [token.hash] && token.hash != token.bytes)
    }
  }

  @Test func unknownWrongAndEndedAccountsGetTheSameAnswer() throws {
    try withPractice { practice in
      let known = try Staff(in: practice)
      let ended = try Staff(in: practice)
      try practice.deactivate(ended.user)
      let answers = [
        (known.email, "wrong password here"), (ended.email, Staff.password), (Staff.anyEmail(), Staff.password),
      ]
      .map { email, password in
        let browser = TestBrowser.somewhere()
        browser.get("/sign-in")
        return browser.post("/sign-in", ["email": email, "password": password])
      }
      #expect(answers.map(\.status) == [422, 422, 422])
      #expect(Set(answers.map(\.body.utf8.count)).count == 1)
      #expect(Set(answers.map(\.words)).count == 1)
      #expect(answers.allSatisfy { $0.response.cookies.allSatisfy { $0.name != "praxis-pending" } })
      #expect(answers[0].words.contains("The email address or the password is not right"))
      #expect(try practice.events("session.refuse") == 2)
    }
  }

  @Test func theAddressIsKeptAndItsCaseDoesNotMatter() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      browser.get("/sign-in")
      let refused = browser.post("/sign-in", ["email": "\"><b>&@x", "password": "x"])
      #expect(refused.body.contains("value=\"&quot;&gt;&lt;b&gt;&amp;@x\""))
      #expect(refused.body.contains("aria-invalid=\"true\" aria-describedby=\"email-error\""))
      #expect(
        browser.post("/sign-in", ["email": " " + staff.email.uppercased(), "password": Staff.password]).status == 303)
    }
  }

  @Test func aCodeWorksOnce() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let first = TestBrowser.somewhere()
      #expect(staff.signIn(first).location == "/calendar")
      let second = TestBrowser.somewhere()
      second.now = first.now
      let replay = staff.signIn(second)
      #expect(replay.status == 422 && second.staffCookie == nil)
      #expect(replay.words.contains("This code is not right, or was used already"))
      let older = second.post("/sign-in/code", ["code": staff.code(second, stepsLater: -1)])
      #expect(older.status == 422, "a step before the last one used is refused as well")
      second.now = first.now.adding(seconds: 30)
      #expect(second.post("/sign-in/code", ["code": staff.code(second)]).location == "/calendar")
      #expect(try practice.events("session.refuse") == 2)
    }
  }

  @Test func theCodeIsTheOneOfAnyAuthenticatorApp() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      let now = browser.now.seconds
      let process = try ChildProcess("oathtool", ["--totp", "-b", staff.totp.base32, "--now", "@\(now)"])
      let code = try process.line()
      staff.typePassword(browser)
      let spaced = String(code.prefix(3)) + " " + String(code.suffix(3))
      #expect(browser.post("/sign-in/code", ["code": spaced]).location == "/calendar")
    }
  }

  @Test func everySignInHasATokenOfItsOwnAndEndsTheOneBefore() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.signIn(browser)
      let before = try #require(browser.staffCookie)
      browser.now = browser.now.adding(seconds: 60)
      staff.typePassword(browser)
      #expect(browser.staffCookie == before, "half a sign-in changes nothing")
      browser.post("/sign-in/code", ["code": staff.code(browser)], csrf: browser.csrf)
      let after = try #require(browser.staffCookie)
      #expect(after != before)
      let thief = TestBrowser.somewhere()
      thief.headers["cookie"] = "__Host-praxis-staff=" + before
      #expect(thief.get("/account").location == "/sign-in")
    }
  }

  @Test func aTokenSomebodyPlantedIsNeverTakenOver() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      let planted = Token.make().text
      staff.typePassword(browser)
      browser.headers["cookie"] =
        browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") + "; __Host-praxis-staff=" + planted
      #expect(browser.post("/sign-in/code", ["code": staff.code(browser)]).location == "/calendar")
      #expect(browser.staffCookie != planted)
    }
  }

  @Test func halfASignInCountsInItsBrowserAndForFiveMinutes() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.typePassword(browser)
      let pending = try #require(browser.cookies["__Host-praxis-pending"])
      let other = TestBrowser.somewhere()
      other.get("/sign-in")
      other.headers["cookie"] =
        other.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") + "; __Host-praxis-pending=" + pending
      #expect(other.post("/sign-in/code", ["code": staff.code(other)]).location == "/sign-in")
      #expect(other.staffCookie == nil)
      browser.now = browser.now.adding(seconds: 301)
      #expect(browser.get("/sign-in/code").location == "/sign-in")
      #expect(browser.post("/sign-in/code", ["code": staff.code(browser)]).location == "/sign-in")
    }
  }

  @Test func aChangedNoteOfHalfASignInIsRefused() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let other = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.typePassword(browser)
      var bytes = try #require(Base64URL.decode(browser.cookies["__Host-praxis-pending"] ?? ""))
      try #require(bytes.count == 64)
      bytes.replaceSubrange(48..<64, with: other.user.id.bytes)
      browser.headers["cookie"] =
        browser.cookies.filter { $0.key != "__Host-praxis-pending" }.map { "\($0.key)=\($0.value)" }
        .joined(separator: "; ") + "; __Host-praxis-pending=" + Base64URL.encode(bytes)
      #expect(browser.post("/sign-in/code", ["code": other.code(browser)]).location == "/sign-in")
    }
  }

  @Test func whoWorksInTwoPracticesChooses() throws {
    try withPractice { first in
      try withPractice { second in
        let email = Staff.anyEmail()
        _ = try Staff(in: first, email: email)
        let there = try Staff(in: second, email: email)
        let browser = TestBrowser.somewhere()
        #expect(there.typePassword(browser).location == "/sign-in/practice")
        #expect(browser.get("/sign-in/code").location == "/sign-in/practice")
        #expect(browser.post("/sign-in/code", ["code": there.code(browser)]).location == "/sign-in/practice")
        let choice = browser.get("/sign-in/practice")
        #expect(choice.words.contains(first.slug) && choice.words.contains(second.slug))
        #expect(browser.post("/sign-in/practice", ["practice": "another"]).location == "/sign-in/practice")
        #expect(browser.post("/sign-in/practice", ["practice": second.slug]).location == "/sign-in/code")
        #expect(browser.get("/sign-in/code").words.contains(second.slug))
        #expect(browser.post("/sign-in/code", ["code": there.code(browser)]).location == "/calendar")
        #expect(browser.get("/account").words.contains("Test practice \(second.slug)"))
        #expect(try first.events("session.start") == 0 && second.events("session.start") == 1)
      }
    }
  }

  @Test func theSignInSpeaksHebrewFromTheRight() {
    let browser = TestBrowser.somewhere()
    browser.headers["accept-language"] = "he"
    let page = browser.get("/sign-in")
    #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("כניסת צוות"))
  }
}

extension TestPractice {
  func deactivate(_ user: UserID) throws {
    try asOperator { db in
      try db.transaction(AuditEvent("test.deactivate", "identity_user", user.id)) { tx in
        _ = try tx.execute(
          "UPDATE identity_user SET status = 'deactivated' WHERE practice_id = \(tx.scope) AND id = \(user)")
      }
    }
  }
}
