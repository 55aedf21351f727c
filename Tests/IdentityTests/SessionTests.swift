import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

@Suite struct SessionTests {
  @Test func aQuietQuarterOfAnHourLocksIt() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      let start = browser.now
      browser.now = start.adding(minutes: 14)
      #expect(browser.get("/account").status == 200)
      browser.now = start.adding(minutes: 28)
      #expect(browser.get("/account").status == 200, "every request begins a new quarter")
      browser.now = start.adding(minutes: 44)
      #expect(browser.get("/account").status == 423)
    }
  }

  @Test func aPatientsHalfHourOfQuietEndsIt() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(patient: practice.pat, of: practice)
      let start = browser.now
      browser.now = start.adding(minutes: 29)
      #expect(browser.get("/portal").status == 200)
      browser.now = start.adding(minutes: 60)
      #expect(browser.get("/portal").location == "/portal/sign-in")
    }
  }

  @Test func twelveHoursEndItWhateverIsDone() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      let start = browser.now
      for quarter in 1..<72 {
        browser.now = start.adding(minutes: 10 * quarter)
        #expect(browser.get("/account").status == 200, "after \(10 * quarter) minutes")
      }
      browser.now = start.adding(minutes: 720)
      #expect(browser.get("/account").location == "/sign-in")
    }
  }

  @Test func whoLeavesIsOutAtTheNextRequest() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      #expect(browser.get("/account").status == 200)
      try practice.deactivate(practice.alice)
      #expect(browser.get("/account").location == "/sign-in")
      #expect(browser.get("/").status == 200)
    }
  }

  @Test func signOutEndsTheSessionAndClearsTheBrowser() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      browser.get("/account")
      let token = try #require(browser.staffCookie)
      let answer = browser.post("/sign-out", [:])
      #expect(answer.location == "/sign-in")
      #expect(answer.response.header("Clear-Site-Data") == "\"cache\", \"storage\"")
      #expect(browser.staffCookie == nil)
      let thief = TestBrowser()
      thief.headers["cookie"] = "__Host-praxis-staff=" + token
      #expect(thief.get("/account").location == "/sign-in")
      #expect(try practice.events("session.end") == 1)
    }
  }

  @Test func aFormOfAnotherOriginOrWithoutItsTokenIsRefused() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      let right = browser.csrf
      #expect(browser.post("/sign-out", [:], csrf: "").status == 403)
      #expect(browser.post("/sign-out", [:], csrf: Token.make().csrf).status == 403)
      let body = Array("csrf=\(right)".utf8)
      let form = ["content-type": "application/x-www-form-urlencoded"]
      for headers in [
        [:], ["origin": "https://evil.example"], ["origin": "https://praxis.example", "sec-fetch-site": "cross-site"],
        ["sec-fetch-site": "same-site"], ["origin": "http://praxis.example"],
      ] {
        let sent = form.merging(headers) { $1 }
        #expect(browser.send("POST", "/sign-out", headers: sent, body: body).status == 403, "\(headers)")
      }
      #expect(browser.get("/account").status == 200, "nothing of that ended the session")
      #expect(browser.post("/sign-out", [:], csrf: right).status == 303)
    }
  }

  @Test func theSignInFormItselfNeedsTheVisitorsToken() throws {
    try withPractice { practice in
      let staff = try Staff(in: practice)
      let browser = TestBrowser.somewhere()
      let fields = ["email": staff.email, "password": Staff.password]
      #expect(browser.post("/sign-in", fields).status == 403, "no cookie yet")
      browser.get("/sign-in")
      #expect(browser.post("/sign-in", fields, csrf: Token.make().csrf).status == 403)
      #expect(browser.post("/sign-in", fields).status == 303)
    }
  }

  @Test func aSessionOpensItsOwnPracticeAlone() throws {
    try withPractice { mine in
      try withPractice { theirs in
        let browser = TestBrowser()
        try browser.signIn(mine.alice, of: mine)
        #expect(browser.get("/account").words.contains("Test practice \(mine.slug)"))
        #expect(browser.get("/patients/\(theirs.pat)").status == 404)
        let patient = TestBrowser()
        patient.headers["cookie"] = "__Host-praxis-patient=" + (browser.staffCookie ?? "")
        #expect(patient.get("/portal").location == "/portal/sign-in", "a staff token opens no portal")
      }
    }
  }

  @Test func preferencesAreTheirOwners() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(practice.alice, of: practice)
      browser.get("/account")
      #expect(browser.post("/account/preferences", ["language": "de", "theme": "dark"]).location == "/account")
      let page = browser.get("/account")
      #expect(page.body.contains("<html lang=\"de\" dir=\"ltr\" data-theme=\"dark\""))
      #expect(page.words.contains("Mein Konto"))
      #expect(browser.post("/account/preferences", ["language": "fr", "theme": "dark"]).status == 400)
      #expect(browser.get("/account/preferences").status == 405)
      let other = TestBrowser()
      try other.signIn(practice.bob, of: practice)
      #expect(other.get("/account").words.contains("My account"))
      #expect(try practice.events("user.preferences") == 1)
    }
  }

  @Test func theLandingPageNamesNobodyAndLetsStaffThrough() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      let page = browser.get("/")
      #expect(page.status == 200 && page.body.contains("href=\"/sign-in\""))
      #expect(!page.body.contains(practice.slug))
      try browser.signIn(practice.alice, of: practice)
      #expect(browser.get("/").location == "/today")
      #expect(browser.get("/sign-in").location == "/calendar")
    }
  }
}
