import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Who wants a free time, and why others are not offered it.
@Suite struct WaitlistGapTests {
  private static let time = "date=2027-03-10&time=10:00&practitioner="

  @Test func eachWishSaysWhyItIsNotOfferedTheTime() throws {
    let list = try WaitlistDesk()
    let names = ["Right", "Friday", "Jonas", "Late", "Gone", "Scan"]
    var ids: [String: PatientID] = [:]
    for name in names { ids[name] = try list.patient(name) }
    let of = { (name: String) in try #require(ids[name]) }
    #expect(list.cancel(try list.book(of("Gone"))).status == 303)
    try list.wish(of: of("Right"))
    try list.wish(of: of("Friday"), weekdays: [5])
    try list.wish(of: of("Jonas"), practitioner: list.clinic.jonas)
    try list.wish(of: of("Late"), notice: 72)
    try list.wish(of: of("Gone"))
    try list.wish(of: of("Scan"), service: list.clinic.scan)
    let page = list.desk.browser.get("/calendar/waitlist/gap?\(Self.time)\(list.clinic.mira)")
    for words in [
      "Right Example Talk with whoever is free any day · any time Suits: 10:00 Offer",
      "Friday Example Talk with whoever is free Fri · any time Not on this day of the week",
      "Jonas Example Talk with Jonas Beispiel any day · any time Wants to see somebody else",
      "at least 72 hours before Sooner than the patient can come", "Gave this time up",
    ] { #expect(page.words.contains(words), "\(words) in \(page.words)") }
    #expect(page.body.ranges(of: "/offer\"").count == 2, "those it suits")
    let scan = list.desk.browser.get("/calendar/waitlist/gap?\(Self.time)\(list.clinic.jonas)").words
    #expect(scan.contains("The service is not carried out by this person"))
    #expect(try list.audit().contains("waitlist.list"))
    #expect(
      list.desk.browser.get("/appointments/new?start=2027-03-10T10:00&with=\(list.clinic.mira)").body.contains(
        "/calendar/waitlist/gap?date=2027-03-10&amp;time=10%3A00"))
  }

  @Test func anOfferByHandKeepsTheTimeForOne() throws {
    let list = try WaitlistDesk("approval_hours = 24")
    let (ada, ben) = (try list.patient("Ada"), try list.patient("Ben"))
    try list.wish(of: ada)
    let second = try list.wish(of: ben)
    let fields = ["date": "2027-03-10", "time": "10:00", "practitioner": "\(list.clinic.mira)"]
    let target = "/calendar/waitlist/\(second)/offer"
    #expect(list.desk.browser.post(target, fields.merging(["time": ""]) { $1 }).status == 422)
    #expect(list.desk.browser.post(target, fields).location == "/calendar/waitlist?done=offered")
    #expect(try list.offers() == ["Ben offered \(WaitlistDesk.start)"])
    let page = list.desk.browser.get("/calendar/waitlist?done=offered").words
    #expect(page.contains("a mail is on its way") && page.contains("Chosen by Bob Specimen"))
    let again = list.desk.browser.post(target, fields)
    #expect(again.status == 409 && again.words.contains("Nothing was offered."))
    let other = list.desk.browser.post("/calendar/waitlist/\(try list.entry(of: ada))/offer", fields)
    #expect(other.status == 409 && other.words.contains("The time is not free for this service"))
    // What staff offer they have agreed to: no request, although the service asks for agreement.
    #expect(list.answer("acceptance").status == 303)
    #expect(try list.both.state() == ["booked - 0 1"])
  }

  @Test func theDayOpensTheList() throws {
    let list = try WaitlistDesk()
    #expect(!list.desk.browser.get("/today").words.contains("Waitlist"))
    try list.wish(of: try list.patient("Ada"))
    let page = list.desk.browser.get("/today")
    #expect(page.words.contains("Waitlist 1 0 offers are out") && page.body.contains("href=\"/calendar/waitlist\""))
  }
}

extension WaitlistDesk {
  func entry(of patient: PatientID) throws -> String {
    try desk.read { db in
      let found = try db.first(
        "SELECT id FROM scheduling_waitlist_entry WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
      ) { "\(try $0.id(0))" }
      return try #require(found)
    }
  }
}
