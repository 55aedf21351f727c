import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

@Suite struct WaitlistPageTests {
  private static func form(_ list: WaitlistDesk, _ patient: PatientID, _ changes: [String: String] = [:])
    -> [String: String]
  {
    [
      "patient": "\(patient)", "service": "\(list.clinic.talk)", "practitioner": "", "weekday[]": "3",
      "part[]": "morning", "first": "", "last": "2027-04-01", "noticeHours": "4",
    ].merging(changes) { $1 }
  }

  @Test func aWishIsAddedChangedAndRemoved() throws {
    let list = try WaitlistDesk()
    let ada = try list.patient("Ada")
    let browser = list.desk.browser
    #expect(browser.get("/calendar/waitlist").words.contains("Nobody waits"))
    #expect(browser.get("/calendar/waitlist/new").words.contains("Search for the patient first."))
    #expect(browser.post("/calendar/waitlist/draft", ["search": "ada"]).words.contains("Ada Example"))
    #expect(browser.post("/calendar/waitlist", Self.form(list, ada)).location == "/calendar/waitlist?done=added")
    let page = browser.get("/calendar/waitlist?done=added")
    for words in [
      "The wish was added.", "Ada Example", "Talk with whoever is free",
      "Wed · Morning · until 1 April 2027 · at least 4 hours before",
    ] { #expect(page.words.contains(words), "\(words) in \(page.words)") }
    let edit = try #require(page.values(after: "href=\"").first { $0.hasSuffix("/edit") })
    let form = browser.get(edit)
    #expect(
      form.words.contains("Wish of Ada Example") && form.body.contains("value=\"2027-04-01\""),
      "\(form.status) \(form.words)")
    let target = edit.replacing("/edit", with: "")
    let changes = Self.form(list, ada, ["version": "1", "practitioner": "\(list.clinic.jonas)", "noticeHours": "0"])
    #expect(browser.post(target, changes).location == "/calendar/waitlist?done=changed")
    #expect(browser.get("/calendar/waitlist").words.contains("Talk with Jonas Beispiel"))
    #expect(browser.post(target, changes).status == 409, "two who change it at once are not both right")
    #expect(browser.post(target + "/removal", [:]).location == "/calendar/waitlist?done=removed")
    #expect(browser.post(target + "/removal", [:]).status == 409)
    #expect(browser.post(target, changes.merging(["version": "2"]) { $1 }).status == 409)
    #expect(browser.get("/calendar/waitlist").words.contains("Nobody waits"))
    let done = try list.audit().filter { $0.hasPrefix("waitlist.") && $0 != "waitlist.list" && $0 != "waitlist.read" }
    #expect(done == ["waitlist.add", "waitlist.change", "waitlist.remove"])
  }

  @Test func whatIsWrongIsSaidBesideTheField() throws {
    let list = try WaitlistDesk()
    let ada = try list.patient("Ada")
    for (changes, field, words) in [
      (["patient": ""], "search", "Search for the patient and choose them."),
      (["service": ""], "service", "Choose a service."),
      (
        ["service": "\(list.clinic.scan)", "practitioner": "\(list.clinic.jonas)"], "practitioner", "does not carry out"
      ),
      (["weekday[]": "9"], "weekday", "Choose at least one day."),
      (["part[]": "night"], "part", "Choose at least one time of day."),
      (["last": "2027-03-01"], "last", "The last day is past"),
      (["first": "2027-04-02"], "last", "before the first one"),
      (["first": "2029-04-02", "last": ""], "first", "more than a year away"),
      (["first": "soon"], "first", "date"), (["noticeHours": "1000"], "noticeHours", "336"),
    ] {
      let answer = list.desk.browser.post("/calendar/waitlist", Self.form(list, ada, changes))
      #expect(answer.status == 422 && answer.words.contains(words), "\(changes): \(answer.words)")
      #expect(answer.body.contains("<a href=\"#\(field)"), "\(changes): \(field)")
    }
    #expect(try list.wishes() == [])
  }

  @Test func othersReadOrSeeNothing() throws {
    let (list, stranger) = (try WaitlistDesk(), try WaitlistDesk())
    let ada = try list.patient("Ada")
    let entry = try list.wish(of: ada)
    #expect(!stranger.desk.browser.get("/calendar/waitlist").words.contains("Ada"))
    #expect(stranger.desk.browser.get("/calendar/waitlist/\(entry)/edit").status == 404)
    #expect(stranger.desk.browser.post("/calendar/waitlist/\(entry)/removal", [:]).status == 404)
    #expect(TestBrowser().get("/calendar/waitlist").location == "/sign-in")
    let (link, foreign) = ("/\(list.clinic.slug)/offers/", "/\(stranger.clinic.slug)/offers/")
    #expect(list.cancel(try list.book(try list.patient("Eve"))).status == 303)
    try list.work(after: 180)
    let real = try list.link()
    #expect(list.both.walk.browser.get(real).status == 200)
    #expect(list.both.walk.browser.get(real.replacing(link, with: foreign)).status == 404)
    #expect(list.both.walk.browser.get(real + "x").status == 404)
    let hebrew = list.desk.browser.get("/calendar/waitlist?lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("רשימת המתנה"))
    #expect(list.both.walk.browser.get(real + "?lang=de").words.contains("Eine Zeit ist für Sie frei"))
  }

  @Test func wishesWhoseDatesArePastEnd() throws {
    let list = try WaitlistDesk()
    try list.wish(of: try list.patient("Ada"), last: "2027-03-09")
    try list.sweep(after: 86_400)
    #expect(try list.wishes() == ["waiting 0"], "its last day is a day of it")
    try list.sweep(after: 86_400)
    #expect(try list.wishes() == ["over 0"])
  }

  @Test func whoIsAskedAtNightHasUntilTheMorning() throws {
    let zone = try Zone(name: "Europe/Berlin")
    let at = { (text: String) in try #require(InstantText.decode(text)) }
    let start = try at("2027-03-12T09:00Z")
    let end = { (now: String) in
      OfferClock.end(of: start, notice: 120, zone: zone, now: try at(now)).map(InstantText.encode)
    }
    #expect(try end("2027-03-10T09:00Z") == "2027-03-10T11:00Z")
    #expect(try end("2027-03-10T19:59Z") == "2027-03-10T21:59Z")
    #expect(try end("2027-03-10T20:00Z") == "2027-03-11T08:00Z")
    #expect(try end("2027-03-11T05:59Z") == "2027-03-11T08:00Z")
    #expect(try end("2027-03-11T06:00Z") == "2027-03-11T08:00Z")
    #expect(try end("2027-03-12T06:00Z") == "2027-03-12T07:00Z", "never past the notice")
    #expect(try end("2027-03-12T06:45Z") == "2027-03-12T07:00Z")
    #expect(try end("2027-03-12T06:46Z") == nil, "nobody reads a mail so soon")
  }
}
