import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

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

  /// The forms of a session say what is so: the portal tells whom it reaches, and where nobody is, nobody is told.
  @Test func theFormsOfASessionKnowThePortal() throws {
    let (clinic, browser) = (try Clinic(), TestBrowser(sendsMail: false))
    browser.now = try #require(InstantText.decode("2027-03-09T09:00Z"))
    let change = { (_ body: (borrowing TenantTransaction) throws -> Void) in
      try clinic.practice.asOperator { db in try db.transaction(AuditEvent("test.change", "test", nil), body) }
    }
    try change { tx in
      try tx.execute(
        "UPDATE scheduling_service SET places = 3 WHERE practice_id = \(tx.scope) AND id = \(clinic.talk)")
    }
    try browser.signIn(clinic.practice.bob, of: clinic.practice)
    let planned = browser.post(
      "/calendar/groups",
      [
        "service": "\(clinic.talk)", "practitioner": "\(clinic.mira)", "date": "2027-03-11", "time": "13:00",
        "places": "3", "weeks": "1", "key": "00112233445566778899aabbccddee01",
      ])
    let path = String(try #require(planned.location, "\(planned.words)").prefix { $0 != "?" })
    let isTold = {
      let pages = [path, path + "/move"].map { browser.get($0) }
      let off = pages.map { $0.words.contains("Email is off: the participants are not told by us.") }
      #expect(off == pages.map { !$0.body.contains("name=\"notify\"") })
      #expect(off[0] == off[1])
      return !off[0]
    }
    let added = browser.post(
      path + "/participants",
      [
        "patient": "new", "given": "Ada", "family": "Added", "email": "ada@example.org",
        "key": "00112233445566778899aabbccddee02",
      ])
    #expect(added.status == 303, "\(added.words)")
    #expect(!isTold(), "the portal tells nothing of changes")
    try change { tx in
      for rule in ["change", "cancellation"] {
        try tx.execute(
          """
          INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels)
          VALUES (\(tx.scope), \(rule), TRUE, 0, 'email,inApp')
          ON DUPLICATE KEY UPDATE is_active = TRUE, channels = 'email,inApp'
          """)
      }
    }
    #expect(isTold())
    try change { tx in
      try tx.execute("UPDATE patients_patient SET is_active = FALSE WHERE practice_id = \(tx.scope)")
    }
    #expect(!isTold(), "nobody can sign in")
  }
}
