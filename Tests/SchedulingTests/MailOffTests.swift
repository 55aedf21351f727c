import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Production without a mail server: nobody is told that a mail is on its way, everybody gets their link to keep.
@Suite struct MailOffTests {
  /// A visitor's way through pages of an installation that sends mail, or does not.
  private func booked(_ browser: TestBrowser, _ clinic: Clinic) throws -> (location: String, times: [String]) {
    let base = "/\(clinic.slug)/book"
    let zone = try Zone(name: "Europe/Berlin")
    let day = zone.local(browser.now).date.adding(days: 14)
    let times = browser.get("\(base)?service=\(clinic.talk)&date=\(day)").values(after: "name=\"start\" value=\"")
    let hold = browser.post(base + "/holds", ["service": "\(clinic.talk)", "start": times[0]])
    let path = try #require(hold.location)
    browser.get(path)
    _ = browser.post(path + "/review", BookingWalk.details)
    return (try #require(browser.post(path + "/confirmation", BookingWalk.details).location), times)
  }
  private let promises = ["on its way", "unterwegs", "בדרך", "confirmation goes here"]

  @Test(arguments: [
    ("en", "This practice sends no email", "Keep this link"),
    ("de", "Diese Praxis verschickt keine E-Mails", "Diesen Link aufbewahren"),
    ("he", "מהמרפאה הזו לא נשלח דוא״ל", "שמרו את הקישור"),
  ])
  func theBookedVisitGivesItsLinkInsteadOfPromisingMail(_ language: String, _ words: String, _ title: String) throws {
    let (clinic, browser) = (try Clinic(), TestBrowser(sendsMail: false))
    let location = try booked(browser, clinic).location
    let page = browser.get(location + "&lang=\(language)")
    #expect(page.words.contains(words) && page.words.contains(title))
    for promise in promises { #expect(!page.words.contains(promise)) }
    let path = String(location.prefix { $0 != "?" })
    #expect(page.body.contains("<a href=\"https://praxis.example\(path)\">"))
    #expect(page.words.contains("https://praxis.example\(path)"))
    // The link is the visit: opened later, it gives itself again.
    #expect(browser.get(path).words.contains(title))
    #expect(browser.get(path + "/calendar").body.contains("/visit/"))
  }

  @Test func whereMailIsSentTheConfirmationIsPromisedAndNoLinkIsShown() throws {
    let (clinic, browser) = (try Clinic(), TestBrowser())
    let page = browser.get(try booked(browser, clinic).location)
    #expect(page.words.contains("A confirmation is on its way to your email address."))
    #expect(!page.words.contains("Keep this link") && !page.words.contains("sends no email"))
  }

  @Test func movingGivesTheNewLinkAndCancellingNone() throws {
    let (clinic, browser) = (try Clinic(), TestBrowser(sendsMail: false))
    let (location, times) = try booked(browser, clinic)
    let path = String(location.prefix { $0 != "?" })
    browser.get(path + "/move")
    let moved = try #require(browser.post(path + "/time", ["start": times[5]]).location)
    let page = browser.get(moved)
    let next = String(moved.prefix { $0 != "?" })
    #expect(next != path)
    #expect(page.words.contains("Keep the new link below") && page.words.contains("https://praxis.example\(next)"))
    let cancelled = browser.get(try #require(browser.post(next + "/cancellation", [:]).location))
    #expect(cancelled.words.contains("No email is sent about it"))
    #expect(!cancelled.words.contains("Keep this link"))
    for promise in promises { #expect(!page.words.contains(promise) && !cancelled.words.contains(promise)) }
  }

  @Test func theFormAsksForTheAddressWithoutPromisingMail() throws {
    let clinic = try Clinic()
    for (browser, isPromised) in [(TestBrowser(sendsMail: false), false), (TestBrowser(), true)] {
      let day = try Zone(name: "Europe/Berlin").local(browser.now).date.adding(days: 14)
      let page = browser.get("/\(clinic.slug)/book?service=\(clinic.talk)&date=\(day)")
      let times = page.values(after: "name=\"start\" value=\"")
      let hold = browser.post("/\(clinic.slug)/book/holds", ["service": "\(clinic.talk)", "start": times[0]])
      let details = browser.get(try #require(hold.location))
      #expect(details.words.contains("Your confirmation goes here") == isPromised)
      #expect(details.words.contains("no confirmation is sent") != isPromised)
    }
  }

  @Test(arguments: [
    ("en", "Email is off."), ("de", "E-Mail ist aus."), ("he", "הדוא״ל כבוי."),
  ])
  func staffAreToldOnTheCalendarAndInTheSettings(_ language: String, _ words: String) throws {
    try withPractice { p in
      for (sendsMail, path) in [(false, "/calendar"), (true, "/calendar"), (false, "/settings"), (true, "/settings")] {
        let browser = TestBrowser(sendsMail: sendsMail)
        try browser.signIn(p.bob, of: p)
        let page = browser.get(path + "?lang=\(language)")
        #expect(page.status == 200)
        #expect(page.words.contains(words) != sendsMail, "\(path)")
      }
    }
  }
}
