import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Each kind of news, from the pages on which it happens.
@Suite struct KindNewsTests {
  private static func news(_ browser: TestBrowser) -> NewsView { NewsView(browser.get("/news")) }

  @Test func aRequestLeadsToWhereItIsAnswered() throws {
    let requests = try RequestDesk("approval_hours = 24")
    let browser = requests.desk.browser
    _ = try requests.book("2027-03-09T09:00Z")
    let open = Self.news(browser)
    #expect(open.bell == "News: 1 new" && open.words.contains("Erika Mustermann Asked for a time online Talk"))
    #expect(open.answer.body.contains("<a class=\"row-link\" href=\"/calendar/requests\""))
    // Answered, the visit itself is what there is to see.
    browser.now = browser.now.adding(hours: 25)
    try browser.signIn(requests.clinic.practice.bob, of: requests.clinic.practice)
    #expect(
      Self.news(browser).answer.body.contains("<a class=\"row-link\" href=\"/calendar?view=day&amp;date=2027-03-09"))
  }

  @Test func aRequestThatNobodyAnsweredIsNewsOnceItRanOut() throws {
    let requests = try RequestDesk("approval_hours = 24")
    let browser = requests.desk.browser
    _ = try requests.book("2027-03-09T09:00Z")
    #expect(Self.news(browser).rows == 1)
    let end = try requests.at("2027-03-09T09:00Z")
    #expect(try requests.sweep(end) >= 1)
    let page = Self.news(browser)
    #expect(page.rows == 2 && page.words.contains("Erika Mustermann Not answered in time Talk"), "\(page.words)")
    #expect(!page.words.contains("Cancelled by the patient"))
  }

  @Test func whatIsTakenOfAnOfferIsOneLineAndWhatIsDeclinedIsAnother() throws {
    let list = try WaitlistDesk()
    let (browser, visitor) = (list.desk.browser, list.both.walk.browser)
    let booked = try list.book(try list.patient("Eve"))
    try list.wish(of: try list.patient("Ada"))
    try list.wish(of: try list.patient("Ben"))
    #expect(list.cancel(booked).status == 303)
    try list.work(after: 180)
    #expect(Self.news(browser).bell == "News: nothing new", "staff booked, staff cancelled, and an offer is out")
    let first = try list.link()
    visitor.get(first)
    #expect(visitor.post(first + "/decline", [:]).status < 400)
    try list.work(after: 60)
    try list.unlock()
    #expect(Self.news(browser).words.contains("Ada Example Declined what the waitlist offered Talk, Dr Mira Specimen"))
    let second = try list.link()
    visitor.get(second)
    let answer = visitor.post(second + "/acceptance", [:])
    #expect(answer.status == 303, "\(answer.status) \(answer.words)")
    let page = Self.news(browser)
    #expect(page.rows == 2 && page.words.contains("Ben Example Took what the waitlist offered"), "\(page.words)")
    #expect(!page.words.contains("Booked online"))
    #expect(page.answer.body.contains("<a class=\"row-link\" href=\"/calendar/waitlist\""))
  }

  @Test func wishesOfPatientsAreNewsAndThoseOfStaffAreNot() throws {
    let list = try WaitlistDesk()
    try list.wish(of: try list.patient("Ada"))
    let browser = list.desk.browser
    #expect(Self.news(browser).bell == "News: nothing new")
    let (visitor, path) = (list.both.walk.browser, list.both.walk.base + "/waitlist")
    visitor.now = browser.now
    visitor.get(path + "?service=\(list.clinic.talk)")
    let form = [
      "given": "Erika", "family": "Mustermann", "email": "erika@example.org", "phone": "", "language": "de",
      "weekday[]": "3", "part[]": "morning", "first": "", "last": "", "noticeHours": "4", "practitioner": "",
      "service": "\(list.clinic.talk)",
    ]
    #expect(visitor.post(path, form).location == path + "/joined")
    let page = Self.news(browser)
    #expect(page.rows == 1 && page.bell == "News: 1 new")
    #expect(page.words.contains("New Erika Mustermann Joined the waitlist Talk"), "\(page.words)")
  }

  @Test func aPlaceThatIsGivenUpIsSaidAsThat() throws {
    let groups = try GroupDesk()
    _ = try groups.plan()
    let visitor = groups.visitor().browser
    let path = String(try groups.book("Ada").prefix { $0 != "?" })
    visitor.get(path)
    #expect(visitor.post(path + "/cancellation", [:]).status == 303)
    let page = Self.news(groups.desk.browser)
    #expect(page.words.contains("Ada Mustermann Gave up a place in a group Talk"), "\(page.words)")
    #expect(page.rows == 2)
  }

  @Test func aMessageThatDidNotGoOutIsNewsUntilSomebodyDealtWithIt() throws {
    let desk = try CalendarDesk()
    let id = try desk.book(["date": "2027-03-11"]).id
    try desk.addNotice(id, "reminder2h", "failed", reason: "refused")
    try desk.addNotice(id, "reminder48h", "failed", reason: "noServer")
    let page = Self.news(desk.browser)
    #expect(page.bell == "News: 1 new" && page.words.contains("Pat Example A message did not go out Talk"))
    #expect(page.answer.body.contains("<a class=\"row-link\" href=\"/messages/failed\""))
    let notice = try #require(
      desk.browser.get("/messages/failed").values(after: "action=\"").first { $0.contains("acknowledgement") })
    #expect(desk.browser.post(notice, [:]).status == 303)
    #expect(Self.news(desk.browser).bell == "News: nothing new")
  }

  @Test func aCalendarThatStaysUnreadableIsNewsForItsOwner() throws {
    let other = try ExternalDesk()
    let owner = other.desk.staff
    try other.write([("a", "20270310T100000", "20270310T110000")])
    let id = try other.add()
    try other.look(id)
    try other.tell("status", "503")
    // One failure may be a moment.
    for minutes in [20, 60] { try other.look(id, after: minutes) }
    #expect(Self.news(owner).bell == "News: nothing new")
    try other.look(id, after: 180)
    try other.look(id, after: 600)
    // It is known when the other server has answered.
    owner.now = owner.now.adding(minutes: 601)
    try owner.signIn(other.desk.practice.alice, of: other.desk.practice)
    let page = Self.news(owner)
    #expect(page.rows == 1 && page.words.contains("A calendar of yours elsewhere cannot be read"), "\(page.words)")
    #expect(page.answer.body.contains("<a class=\"row-link\" href=\"/account/calendars\""))
    let bob = TestBrowser()
    bob.now = owner.now
    try bob.signIn(other.desk.practice.bob, of: other.desk.practice)
    #expect(Self.news(bob).rows == 0, "it is nobody else's")
    try other.tell("status", nil)
    try other.look(id, after: 1200)
    #expect(Self.news(owner).rows == 0)
  }

  /// The biller sees visits, and neither messages nor what did not go out.
  @Test func nobodyIsToldOfWhatTheirRoleDoesNotSee() throws {
    let desk = try CalendarDesk()
    let id = try desk.book(["date": "2027-03-11"]).id
    try desk.addNotice(id, "reminder2h", "failed", reason: "refused")
    #expect(Self.news(desk.browser).bell == "News: 1 new")
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.role", "identity_user", nil)) { tx in
        try tx.execute(
          """
          UPDATE identity_user SET role = 'biller'
          WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.practice.bob)
          """)
      }
    }
    #expect(Self.news(desk.browser).bell == "News: nothing new" && Self.news(desk.browser).rows == 0)
  }
}
