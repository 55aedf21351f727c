import Core
import Crypto
import Database
import Identity
import TestSupport
import Testing

@Suite struct ThrottleTests {
  @Test func theEleventhTryOnAnAccountWaitsEvenWhenItIsRight() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let now = Instant.now
      for _ in 1...10 {
        let browser = TestBrowser.somewhere()
        browser.now = now
        #expect(staff.typePassword(browser, "not this one, surely").status == 422)
      }
      let browser = TestBrowser.somewhere()
      browser.now = now.adding(minutes: 5)
      let answer = staff.typePassword(browser)
      #expect(answer.status == 429)
      #expect(answer.words.contains("Please wait 10 minutes"))
      browser.now = now.adding(minutes: 15)
      #expect(staff.typePassword(browser).location == "/sign-in/code")
    }
  }

  @Test func anotherPersonFromElsewhereIsNotHeldUp() throws {
    try withPractice { practice in
      let attacked = try Staff(in: practice)
      let other = try Staff(in: practice)
      let attacker = TestBrowser.somewhere()
      for _ in 1...12 { attacked.typePassword(attacker, "not this one, surely") }
      #expect(attacked.typePassword(attacker).status == 429)
      #expect(other.signIn(TestBrowser.somewhere()).location == "/calendar")
    }
  }

  @Test func anUnknownAddressIsCountedLikeAKnownOne() {
    let email = Staff.anyEmail()
    let now = Instant.now
    let statuses = (1...11).map { _ in
      let browser = TestBrowser.somewhere()
      browser.now = now
      browser.get("/sign-in")
      return browser.post("/sign-in", ["email": email, "password": "not this one, surely"]).status
    }
    #expect(statuses == Array(repeating: 422, count: 10) + [429])
  }

  @Test func triesOnManyAccountsAreCountedForTheNetworkTheyComeFrom() {
    let network = "198.51." + String(SecureRandom.bytes(1)[0])
    let now = Instant.now
    let statuses = (1...11).map { number in
      let browser = TestBrowser()
      browser.now = now
      browser.address = "\(network).\(number)"
      browser.get("/sign-in")
      return browser.post("/sign-in", ["email": Staff.anyEmail(), "password": "not this one, surely"]).status
    }
    #expect(statuses == Array(repeating: 422, count: 10) + [429])
  }

  @Test func wrongCodesAreCountedAsWell() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      staff.typePassword(browser)
      let right = staff.code(browser)
      let statuses = (0..<11).map { _ in
        browser.post("/sign-in/code", ["code": right == "000000" ? "000001" : "000000"]).status
      }
      #expect(statuses == Array(repeating: 422, count: 10) + [429])
      #expect(browser.post("/sign-in/code", ["code": right]).status == 429)
      #expect(browser.staffCookie == nil)
    }
  }

  @Test func oneAddressAtTwoPracticesHasTwoCounters() throws {
    try withPractice { here in
      try withPractice { there in
        let email = Staff.anyEmail()
        let (one, other) = (try Staff(in: here, email: email), try Staff(in: there, email: email))
        func choose(_ practice: TestPractice) -> TestBrowser {
          let browser = TestBrowser.somewhere()
          #expect(one.typePassword(browser).location == "/sign-in/practice")
          browser.get("/sign-in/practice")
          #expect(browser.post("/sign-in/practice", ["practice": practice.slug]).location == "/sign-in/code")
          browser.get("/sign-in/code")
          return browser
        }
        let guesser = choose(here)
        let wrong = one.code(guesser) == "000000" ? "000001" : "000000"
        for _ in 1...10 { #expect(guesser.post("/sign-in/code", ["code": wrong]).status == 422) }
        let late = choose(here)
        #expect(late.post("/sign-in/code", ["code": one.code(late)]).status == 429, "this account waits, from anywhere")
        let elsewhere = choose(there)
        #expect(elsewhere.post("/sign-in/code", ["code": other.code(elsewhere)]).location == "/calendar")
      }
    }
  }

  @Test func aRightSignInForgetsTheAccountsWrongTries() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let start = Instant.now
      for round in 0..<3 {
        for _ in 1...6 {
          let browser = TestBrowser.somewhere()
          browser.now = start
          #expect(staff.typePassword(browser, "not this one, surely").status == 422)
        }
        let browser = TestBrowser.somewhere()
        browser.now = start.adding(seconds: Int64(round) * 30)
        #expect(staff.signIn(browser).location == "/calendar", "round \(round)")
      }
    }
  }
}
