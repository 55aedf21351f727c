import Core
import Database
import Outbound
import Routing
import SQL
import Server
import TestSupport
import Testing

@Suite struct DevelopmentTests {
  private func local(_ settings: ApplicationSettings = TestBrowser.settings) -> TestBrowser {
    let browser = TestBrowser(isDevelopment: true, settings)
    browser.address = "127.0.0.1"
    return browser
  }

  @Test func aProductionRouterHasNoAddressOfDevelopment() {
    let production = Application.routes(isDevelopment: false, TestBrowser.settings)
    #expect(production.allSatisfy { !$0.pattern.description.hasPrefix("/dev") })
    #expect(Application.routes(isDevelopment: true, TestBrowser.settings).count == production.count + 5)
    let browser = TestBrowser()
    browser.address = "127.0.0.1"
    for path in [
      "/dev/sign-in", "/dev/mail", "/dev/calendar-rows", "/dev/mail/20260310T080000.000000Z-0123456789abcdef.eml",
    ] {
      #expect(browser.get(path).status == 404, "\(path)")
      browser.get("/sign-in")
      #expect(browser.post(path, [:]).status >= 400, "\(path)")
    }
  }

  @Test func onlyThisMachineGetsIn() throws {
    try withPractice { practice in
      for address in ["203.0.113.7", "10.0.0.1", "::2", "127.0.0.1, 203.0.113.7", ""] {
        let browser = TestBrowser(isDevelopment: true)
        browser.address = address
        browser.headers["x-forwarded-for"] = "127.0.0.1"
        browser.get("/sign-in")
        #expect(browser.get("/dev/sign-in").status == 404, "\(address)")
        #expect(browser.get("/dev/mail").status == 404, "\(address)")
        #expect(browser.post("/dev/sign-in", ["user": practice.alice.description]).status == 404, "\(address)")
        #expect(browser.cookies["__Host-praxis-staff"] == nil)
      }
    }
  }

  @Test func oneClickSignsIn() throws {
    try withPractice { practice in
      let browser = local()
      browser.get("/sign-in")
      #expect(browser.post("/dev/sign-in", ["user": practice.bob.description]).location == "/")
      #expect(browser.get("/account").words.contains("Bob Specimen"))
      #expect(browser.post("/dev/sign-in", ["user": UserID.make().description], csrf: "x").status == 403)
    }
  }

  @Test func theRowsOfTheCalendarAreCountedForThisMachineAlone() throws {
    try withPractice { practice in
      let browser = local()
      #expect(browser.get("/dev/calendar-rows").location == "/sign-in")
      try browser.signIn(practice.bob, of: practice)
      let answer = browser.get("/dev/calendar-rows?view=day&date=2027-03-09")
      #expect(answer.status == 200 && answer.body == "0")
      browser.address = "203.0.113.7"
      #expect(browser.get("/dev/calendar-rows?view=day&date=2027-03-09").status == 404)
    }
  }

  @Test func theListNamesPeopleAndPractices() throws {
    try withPractice { practice in
      let page = local().get("/dev/sign-in")
      #expect(page.status == 200 && page.words.contains("Sign in as"))
    }
  }

  @Test func mailIsListedAndItsLinksCanBeFollowed() throws {
    let folder = try TemporaryDirectory()
    let browser = local(
      ApplicationSettings(holdsPerHour: 5, baseURL: "https://praxis.example", mailFolder: folder.path))
    #expect(browser.get("/dev/mail").words.contains("No mail was written yet"))
    let message = MailMessage(
      id: try #require(MessageID("visit-1@praxis.test")), date: .now,
      from: try #require(MailAddress("praxis@example.org")), to: try #require(MailAddress("pat@example.org")),
      subject: "Ihr Termin <1>", language: .de, text: "Here: https://praxis.example/a?b=1&c=2.\nBye <b>")
    let name = try MailFolder(directory: folder.path).write(message)
    let list = browser.get("/dev/mail")
    #expect(list.words.contains("Ihr Termin &lt;1&gt;") && list.body.contains("href=\"/dev/mail/\(name)\""))
    let page = browser.get("/dev/mail/\(name)")
    #expect(page.body.contains("<a href=\"https://praxis.example/a?b=1&amp;c=2\">"))
    #expect(page.body.contains("Bye &lt;b&gt;"))
    #expect(browser.get("/dev/mail/..%2f..%2fetc%2fpasswd").status >= 400)
    #expect(browser.get("/dev/mail/other.eml").status == 404)
  }
}
