import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Patients who put themselves on the list, and off it.
@Suite struct WaitlistJoinTests {
  private static let details = [
    "given": "Erika", "family": "Mustermann", "email": "erika@example.org", "phone": "", "language": "de",
    "weekday[]": "3", "part[]": "morning", "first": "", "last": "", "noticeHours": "4", "practitioner": "",
  ]
  private static func send(_ list: WaitlistDesk, _ changes: [String: String] = [:]) -> TestResponse {
    let form = details.merging(["service": "\(list.clinic.talk)"]) { $1 }.merging(changes) { $1 }
    if list.both.walk.browser.csrf.isEmpty {
      list.both.walk.browser.get(list.both.walk.base + "/waitlist?service=\(list.clinic.talk)")
    }
    return list.both.walk.browser.post(list.both.walk.base + "/waitlist", form)
  }

  @Test func theBookingPageLeadsToAFormAndTheFormToTheList() throws {
    let list = try WaitlistDesk()
    let browser = list.both.walk.browser
    let page = browser.get(list.both.walk.base + "?service=\(list.clinic.talk)&with=\(list.clinic.mira)")
    let link = try #require(page.values(after: "href=\"").first { $0.contains("/book/waitlist?") })
    let form = browser.get(link.replacing("&amp;", with: "&"))
    #expect(form.words.contains("Join the waitlist") && form.body.contains("value=\"\(list.clinic.mira)\" selected"))
    #expect(form.body.contains("autocomplete=\"email\""))
    let answer = Self.send(list)
    #expect(answer.location == list.both.walk.base + "/waitlist/joined")
    #expect(browser.get(list.both.walk.base + "/waitlist/joined").words.contains("Your wish has arrived"))
    #expect(try list.wishes() == ["waiting 0"])
    #expect(
      list.desk.browser.get("/calendar/waitlist").words.contains(
        "Erika Mustermann Talk with whoever is free Wed · Morning"))
    #expect(list.cancel(try list.book(try list.patient("Eve"))).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Erika offered \(WaitlistDesk.start)"])
  }

  @Test func whoIsKnownOrWaitsAlreadyIsAnsweredTheSame() throws {
    let list = try WaitlistDesk()
    let first = Self.send(list)
    let again = Self.send(list, ["noticeHours": "200"])
    let bot = Self.send(list, ["website": "http://spam.example", "email": "bot@example.org"])
    for answer in [again, bot] {
      #expect(answer.status == first.status && answer.location == first.location && answer.body == first.body)
    }
    #expect(try list.wishes() == ["waiting 0"])
    #expect(try list.jobs("waitlist.joined") == 1, "a form that comes again mails nobody again")
    #expect(
      list.desk.browser.get("/calendar/waitlist").words.contains("at least 4 hours before"), "and changes nothing")
    #expect(Self.send(list, ["service": "\(list.clinic.scan)"]).location == first.location)
    #expect(try list.wishes() == ["waiting 0", "waiting 0"])
  }

  @Test func whatIsWrongIsSaidAndAFloodIsShed() throws {
    let list = try WaitlistDesk()
    for (changes, field) in [
      (["email": "x"], "email"), (["given": ""], "given"), (["weekday[]": ""], "weekday"),
      (["noticeHours": "-1"], "noticeHours"), (["practitioner": "\(list.clinic.device)"], "practitioner"),
    ] {
      let answer = Self.send(list, changes)
      #expect(answer.status == 422 && answer.body.contains("<a href=\"#\(field)"), "\(changes): \(answer.words)")
    }
    let visitor = [UInt8](repeating: 1, count: 16)
    let wish = TimeWish(
      service: ServiceID(list.clinic.talk), practitioner: nil, weekdays: [1], parts: [.morning], first: nil, last: nil,
      noticeHours: 0)
    let join = { (name: String) in
      try list.clinic.practice.asVisitor { db in
        let patient = try list.patient(name)
        try WaitlistJoins.join(
          wish,
          of: NewPatient(name: PersonName(given: name, family: "X"), email: "a@b.example", phone: "", language: .en),
          visitor: visitor, limitPerHour: 2, registering: PatientRegistration { _, _, _ in patient }, now: list.now,
          in: db)
      }
    }
    try join("A")
    try join("B")
    #expect(throws: SlotRefusal.tooManyHolds) { try join("C") }
    #expect(try list.wishes().count == 2)
  }

  @Test func whereNobodyCouldBeAskedNobodyCanJoin() throws {
    let list = try WaitlistDesk()
    let silent = TestBrowser(sendsMail: false)
    silent.now = list.now
    #expect(!silent.get(list.both.walk.base + "?service=\(list.clinic.talk)").body.contains("/book/waitlist"))
    #expect(silent.get(list.both.walk.base + "/waitlist?service=\(list.clinic.talk)").location == list.both.walk.base)
    list.both.walk.browser.get(list.both.walk.base + "/waitlist?service=\(list.clinic.talk)")
    try list.write { tx in
      try tx.execute("UPDATE practices_practice SET books_online = FALSE WHERE practice_id = \(tx.scope)")
    }
    #expect(Self.send(list).status == 409)
    #expect(try list.wishes() == [])
  }

  @Test func questionsBeforeABookingAreAskedHereToo() throws {
    let list = try WaitlistDesk("screening = 'Is it urgent?'")
    let asked = Self.send(list)
    #expect(asked.status == 422 && asked.words.contains("Is it urgent?"))
    let stopped = Self.send(list, ["q1": "yes"])
    #expect(try stopped.status == 422 && list.wishes() == [])
    #expect(Self.send(list, ["q1": "no"]).status == 303)
  }

  @Test func thePortalShowsOnesOwnWishesAndTheWayOff() throws {
    let list = try WaitlistDesk()
    let (ada, ben) = (try list.patient("Ada"), try list.patient("Ben"))
    let (mine, other) = (try list.wish(of: ada), try list.wish(of: ben))
    #expect(list.cancel(try list.book(try list.patient("Eve"))).status == 303)
    try list.work(after: 180)
    let portal = TestBrowser()
    portal.now = list.now
    try portal.signIn(patient: ada, of: list.clinic.practice)
    let page = portal.get("/portal/waitlist")
    #expect(
      page.words.contains("Talk with whoever is free")
        && page.words.contains("Kept for you: Wednesday 10 March 2027, 10:00–10:50"))
    #expect(page.body.contains(try list.link()))
    #expect(page.body.ranges(of: "/removal").count == 1)
    #expect(portal.post("/portal/waitlist/\(other)/removal", [:]).status == 404)
    #expect(portal.post("/portal/waitlist/\(mine)/removal", [:]).location == "/portal/waitlist?done=removed")
    #expect(portal.post("/portal/waitlist/\(mine)/removal", [:]).status == 409)
    try list.work()
    #expect(try list.offers() == ["Ada withdrawn \(WaitlistDesk.start)", "Ben offered \(WaitlistDesk.start)"])
    #expect(portal.get("/portal/waitlist").words.contains("You wait for nothing"))
    #expect(TestBrowser().get("/portal/waitlist").status == 303)
  }
}
