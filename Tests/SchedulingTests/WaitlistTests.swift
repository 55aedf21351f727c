import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A time that becomes free is offered to one after the other.
@Suite struct WaitlistTests {
  private let start = WaitlistDesk.start

  @Test func theOldestWishThatSuitsIsAskedAndTheTimeIsReallyKept() throws {
    let list = try WaitlistDesk()
    let (ada, ben, cleo, eve) = (
      try list.patient("Ada"), try list.patient("Ben"), try list.patient("Cleo"), try list.patient("Eve")
    )
    let id = try list.book(eve)
    try list.wish(of: ada, weekdays: [5])
    try list.wish(of: ben)
    try list.wish(of: cleo)
    #expect(list.cancel(id).status == 303)
    try list.work(after: 179)
    #expect(try list.offers() == [], "who cancels by mistake has three minutes to take it back")
    try list.work(after: 1)
    #expect(try list.offers() == ["Ben offered \(start)"])
    try list.work()
    #expect(try list.offers() == ["Ben offered \(start)"], "a job that runs twice offers nothing twice")
    #expect(try list.claims() == ["\(start) hold"])
    #expect(try list.wishes() == ["waiting 0", "offered 0", "waiting 0"])
    let (walk, clinic) = (list.both.walk, list.clinic)
    #expect(walk.hold(clinic.talk, start, with: clinic.mira).status == 409)
    let page = list.desk.browser.get("/calendar/waitlist").words
    #expect(page.contains("Ben Example") && page.contains("Answer by") && page.contains("the oldest wish"))
    #expect(try list.jobs("waitlist.offered") == 1)
  }

  @Test func whoGaveTheTimeUpIsNeverOfferedIt() throws {
    let list = try WaitlistDesk()
    let (ada, ben) = (try list.patient("Ada"), try list.patient("Ben"))
    try list.wish(of: ada)
    try list.wish(of: ben)
    #expect(list.cancel(try list.book(ada)).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ben offered \(start)"])
    // Neither when the next one says no.
    #expect(list.answer("decline").status == 303)
    try list.work()
    #expect(try list.offers() == ["Ben declined \(start)"])
    // Nor who moved away from it, and comes back to the same list.
    let moved = try list.book(ben, date: "2027-03-11")
    #expect(
      list.desk.browser.post("/appointments/\(moved)/time", list.desk.moving(1, ["date": "2027-03-12"])).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ben declined \(start)", "Ada offered 2027-03-11T09:00Z"])
  }

  @Test func acceptingBooksAsAnyVisitorDoes() throws {
    let list = try WaitlistDesk()
    let (ada, eve) = (try list.patient("Ada"), try list.patient("Eve"))
    try list.wish(of: ada)
    #expect(list.cancel(try list.book(eve)).status == 303)
    try list.work(after: 180)
    let link = try list.link()
    let before = try list.claims()
    let page = list.both.walk.browser.get(link)
    for words in ["A time is free for you", "Wednesday 10 March 2027", "10:00–10:50", "Talk with Dr Mira Specimen"] {
      #expect(page.words.contains(words), "\(words) in \(page.words)")
    }
    #expect(!page.words.contains("Ada"), "the link names nobody")
    #expect(try list.claims() == before && list.offers() == ["Ada offered \(start)"], "a look changes nothing")
    let answer = list.both.walk.browser.post(link + "/acceptance", [:])
    let visit = try #require(answer.location, "\(answer.words)")
    #expect(visit.contains("/visit/") && visit.hasSuffix("?booked=1"))
    #expect(list.both.walk.browser.get(visit).words.contains("You are booked"))
    let again = list.both.walk.browser.post(link + "/acceptance", [:])
    #expect(again.location.map { visit.hasPrefix($0) } == true, "pressed twice it is booked once")
    #expect(list.both.walk.browser.get(link).location.map { visit.hasPrefix($0) } == true)
    #expect(try list.both.state() == ["cancelled practice 0 0", "booked - 0 1"])
    #expect(try list.claims() == ["\(start) appointment"])
    #expect(try list.both.news().suffix(1) == ["appointment.booked 0"])
    #expect(try list.offers() == ["Ada accepted \(start)"] && list.wishes() == ["booked 0"])
    #expect(list.both.walk.browser.post(link + "/decline", [:]).location.map { visit.hasPrefix($0) } == true)
    #expect(try list.claims() == ["\(start) appointment"], "who has said yes cancels like everybody")
    #expect(try list.audit().contains("offer.accept"))
  }

  @Test func aNoOrNoAnswerLeadsToTheNext() throws {
    let list = try WaitlistDesk()
    let (ada, ben, cleo, eve) = (
      try list.patient("Ada"), try list.patient("Ben"), try list.patient("Cleo"), try list.patient("Eve")
    )
    for patient in [ada, ben, cleo] { try list.wish(of: patient) }
    #expect(list.cancel(try list.book(eve)).status == 303)
    try list.work(after: 180)
    #expect(list.answer("decline", ["leave": "yes"]).status == 303)
    try list.work()
    #expect(try list.offers() == ["Ada declined \(start)", "Ben offered \(start)"])
    let link = try list.link()
    // A second before the end it is Ben's; then no more.
    try list.sweep(after: 7199)
    #expect(list.both.walk.browser.get(link).words.contains("Kept for you until"))
    list.both.walk.browser.now = list.now.adding(seconds: 1)
    #expect(list.both.walk.browser.get(link).words.contains("The time to answer is over"))
    #expect(list.both.walk.browser.post(link + "/acceptance", [:]).status == 409)
    try list.sweep(after: 1)
    try list.work()
    #expect(try list.offers() == ["Ada declined \(start)", "Ben expired \(start)", "Cleo offered \(start)"])
    #expect(try list.wishes() == ["removed 0", "waiting 1", "offered 0"])
    try list.unlock()
    let history = list.desk.browser.get("/calendar/waitlist").words
    #expect(history.contains("Declined") && history.contains("Not answered in time"))
  }

  @Test func whoNeverAnswersIsAskedTwice() throws {
    let list = try WaitlistDesk()
    let (ada, eve) = (try list.patient("Ada"), try list.patient("Eve"))
    try list.wish(of: ada)
    for date in ["2027-03-10", "2027-03-11"] {
      #expect(list.cancel(try list.book(eve, date: date)).status == 303)
      try list.work(after: 180)
      try list.sweep(after: 7200)
    }
    #expect(try list.wishes() == ["unanswered 2"])
    #expect(try list.offers() == ["Ada expired \(start)", "Ada expired 2027-03-11T09:00Z"])
  }

  @Test func whatIsKeptByAVisitorIsOfferedWhenTheyLeave() throws {
    let list = try WaitlistDesk()
    let (ada, eve) = (try list.patient("Ada"), try list.patient("Eve"))
    try list.wish(of: ada)
    #expect(list.cancel(try list.book(eve)).status == 303)
    #expect(list.both.walk.hold(list.clinic.talk, start, with: list.clinic.mira).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == [], "no phantom places")
    // Somebody books another time of the same person after the hold ran out: that clears its claim away.
    list.desk.browser.now = list.now.adding(minutes: 11)
    _ = try list.book(eve, "14:00")
    try list.sweep(after: 1)
    try list.work()
    #expect(try list.offers() == ["Ada offered \(start)"])
  }

  @Test func whoCannotComeOrCannotBeAskedIsPassedOver() throws {
    let list = try WaitlistDesk()
    let eve = try list.patient("Eve")
    let names = ["Late", "Jonas", "Friday", "Evening", "Past", "Busy", "Restricted", "Silent", "Right"]
    var ids: [String: PatientID] = [:]
    for name in names { ids[name] = try list.patient(name, hasAddress: name != "Silent") }
    let of = { (name: String) in try #require(ids[name]) }
    try list.wish(of: of("Late"), notice: 72)
    try list.wish(of: of("Jonas"), practitioner: list.clinic.jonas)
    try list.wish(of: of("Friday"), weekdays: [5])
    try list.wish(of: of("Evening"), parts: [.evening])
    try list.wish(of: of("Past"), first: "2027-03-11")
    for name in ["Busy", "Restricted", "Silent", "Right"] { try list.wish(of: of(name)) }
    let restricted = try of("Restricted")
    try list.write { [now = list.now] tx in
      try tx.execute(
        "UPDATE patients_patient SET restricted_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(restricted)")
    }
    _ = try list.book(of("Busy"), "09:30", with: list.clinic.jonas)
    #expect(list.cancel(try list.book(eve)).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Right offered \(start)"])
  }

  @Test func staffTakeAnOfferBackOrTheWish() throws {
    let list = try WaitlistDesk()
    let (ada, ben, eve) = (try list.patient("Ada"), try list.patient("Ben"), try list.patient("Eve"))
    try list.wish(of: ada)
    try list.wish(of: ben)
    #expect(list.cancel(try list.book(eve)).status == 303)
    try list.work(after: 180)
    let page = list.desk.browser.get("/calendar/waitlist")
    let removal = try #require(page.values(after: "action=\"").first { $0.hasSuffix("/removal") })
    #expect(list.desk.browser.post(removal, [:]).location == "/calendar/waitlist?done=removed")
    try list.work()
    #expect(try list.offers() == ["Ada withdrawn \(start)", "Ben offered \(start)"])
    let link = try list.link()
    list.both.walk.browser.get(link)
    let withdrawal = try #require(
      list.desk.browser.get("/calendar/waitlist").values(after: "action=\"").first { $0.hasSuffix("/withdrawal") })
    #expect(list.desk.browser.post(withdrawal, [:]).location == "/calendar/waitlist?done=withdrawn")
    #expect(list.desk.browser.post(withdrawal, [:]).status == 409)
    try list.work()
    #expect(try list.claims() == [] && list.wishes() == ["removed 0", "waiting 0"])
    #expect(list.both.walk.browser.get(link).words.contains("The practice took this offer back."))
    #expect(list.both.walk.browser.post(link + "/acceptance", [:]).status == 409)
    #expect(try list.both.state() == ["cancelled practice 0 0"])
  }
}

extension WaitlistDesk {
  /// Answers the offer that is out.
  func answer(_ act: String, _ fields: [String: String] = [:]) -> TestResponse {
    do {
      let link = try link()
      both.walk.browser.get(link)
      return both.walk.browser.post(link + "/" + act, fields)
    } catch {
      Issue.record(error)
      return both.walk.browser.get("/")
    }
  }
  func jobs(_ kind: String) throws -> Int {
    try desk.read { db in
      try db.first("SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind)") { try $0.int(0) }
        ?? 0
    }
  }
  func audit() throws -> [String] {
    try desk.read { db in
      try db.rows(
        "SELECT action FROM audit_event WHERE practice_id = \(db.scope) AND action NOT LIKE 'test.%' ORDER BY seq"
      ) { try $0.text(0) }
    }
  }
}
