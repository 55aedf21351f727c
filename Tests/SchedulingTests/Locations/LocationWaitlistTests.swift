import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Who waits is asked by the clock of where the free time is, and only where they would come.
@Suite struct LocationWaitlistTests {
  /// Mira is in New York on Tuesdays: 16:00 in Berlin is 10:00 there.
  private static let start = "2027-03-09T15:00Z"
  private func makeDesk() throws -> (list: WaitlistDesk, places: TwoPlaces, visitor: TestBrowser) {
    let list = try WaitlistDesk()
    return (list, try TwoPlaces("America/New_York", of: list.clinic), list.both.walk.browser)
  }
  private func free(_ list: WaitlistDesk) throws {
    #expect(list.cancel(try list.book(try list.patient("Eve"), date: "2027-03-09", "16:00")).status == 303)
    try list.work(after: 180)
  }

  @Test func daysAndTimesAreThoseOfThePlace() throws {
    let (list, places, visitor) = try makeDesk()
    try list.wish(of: try list.patient("Ada"), parts: [.afternoon])
    try list.wish(of: try list.patient("Ben"), place: .exactly(nil))
    try list.wish(of: try list.patient("Cem"), weekdays: [2], parts: [.morning])
    try list.wish(of: try list.patient("Dee"), place: .exactly(LocationID(places.studio)))
    try free(list)
    #expect(try list.offers() == ["Cem offered \(Self.start)"], "it is morning there")
    let link = try list.link()
    let page = visitor.get(link)
    for words in ["10:00–10:50", "New York time", "Rua Exemplo 5"] { #expect(page.words.contains(words), "\(words)") }
    let staff = list.desk.browser.get("/calendar/waitlist")
    #expect(staff.words.contains("16:00–16:50, Studio there"), "\(staff.words)")
    #expect(visitor.post(link + "/decline", [:]).status == 303)
    // What is over says where it was.
    let over = visitor.get(link)
    #expect(over.words.contains("10:00–10:50") && over.words.contains("Rua Exemplo 5"), "\(over.words)")
    try list.work(after: 1)
    #expect(try list.offers() == ["Cem declined \(Self.start)", "Dee offered \(Self.start)"])
    #expect(visitor.post(try list.link() + "/acceptance", [:]).status == 303)
    let visits = try list.desk.read { db in
      try db.rows(
        "SELECT location_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND status = 'booked'"
      ) { try $0.idIfPresent(0) }
    }
    #expect(visits == [places.studio])
  }

  /// Of two places at one time the one is offered that is wished for.
  @Test func ofTwoPlacesTheOneThatSuitsIsOffered() throws {
    let list = try WaitlistDesk()
    let places = try TwoPlaces(overlaps: true, of: list.clinic)
    // 11:00 in Lisbon is 12:00 in Berlin.
    try list.wish(of: try list.patient("Ada"), place: .exactly(LocationID(places.studio)))
    let eve = try list.patient("Eve")
    let (id, _) = try list.desk.book([
      "patient": "\(eve)", "date": "2027-03-09", "time": "12:00", "at": "practice",
    ])
    #expect(list.cancel(id).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ada offered 2027-03-09T11:00Z"])
    #expect(list.both.walk.browser.get(try list.link()).words.contains("Rua Exemplo 5"))
  }

  @Test func whoComesFromThePageOfAPlaceKeepsIt() throws {
    let (list, places, visitor) = try makeDesk()
    let base = list.both.walk.base
    let page = visitor.get("\(base)?service=\(places.talk)&with=\(places.mira)&at=\(places.studio)")
    let link = try #require(page.values(after: "href=\"").first { $0.contains("/book/waitlist?") })
    #expect(link.contains("at=\(places.studio)"))
    let form = visitor.get(link.replacing("&amp;", with: "&"))
    #expect(form.body.contains("<option value=\"\(places.studio)\" selected>") && form.words.contains("Any location"))
    var typed = [
      "given": "Erika", "family": "Mustermann", "email": "erika@example.org", "phone": "", "language": "de",
      "weekday[]": "2", "part[]": "morning", "first": "", "last": "", "noticeHours": "4", "practitioner": "",
      "service": "\(places.talk)", "at": "\(try TwoPlaces().studio)",
    ]
    let refused = visitor.post(base + "/waitlist", typed)
    #expect(refused.status == 422 && refused.body.contains("<a href=\"#at\">"), "\(refused.words)")
    typed["at"] = "\(places.studio)"
    #expect(visitor.post(base + "/waitlist", typed).status == 303)
    let staff = list.desk.browser.get("/calendar/waitlist")
    #expect(staff.words.contains("Tue · Morning · only at Studio there"), "\(staff.words)")
    // Where there is one place nothing is asked.
    let other = try WaitlistDesk()
    let plain = other.both.walk.browser.get(other.both.walk.base + "/waitlist?service=\(other.clinic.talk)&at=practice")
    #expect(plain.status == 200 && !plain.body.contains("name=\"at\""))
  }

  @Test func staffSetThePlace() throws {
    let (list, places, _) = try makeDesk()
    let ada = try list.patient("Ada")
    var typed = [
      "patient": "\(ada)", "service": "\(places.talk)", "practitioner": "", "weekday[]": "2", "part[]": "morning",
      "first": "", "last": "", "noticeHours": "4", "at": "\(try TwoPlaces().studio)",
    ]
    let browser = list.desk.browser
    #expect(browser.get("/calendar/waitlist/new").body.contains("name=\"at\""))
    let refused = browser.post("/calendar/waitlist", typed)
    #expect(refused.status == 422 && refused.body.contains("<a href=\"#at\">"))
    typed["at"] = "practice"
    #expect(browser.post("/calendar/waitlist", typed).status == 303)
    let name = try list.desk.read { $0.practice.name }
    #expect(browser.get("/calendar/waitlist").words.contains("only at \(name)"))
    let gap = "/calendar/waitlist/gap?date=2027-03-09&time=16:00&practitioner=\(places.mira)"
    #expect(browser.get(gap).words.contains("Wants to come to another location"))
    let edit = try #require(
      browser.get("/calendar/waitlist").values(after: "href=\"").first { $0.hasSuffix("/edit") })
    #expect(browser.get(edit).body.contains("<option value=\"practice\" selected>"))
    typed["at"] = "\(places.studio)"
    let changed = browser.post(edit.replacing("/edit", with: ""), typed.merging(["version": "1"]) { $1 })
    #expect(changed.status == 303, "\(changed.words)")
    let found = browser.get(gap)
    #expect(found.words.contains("Suits: 16:00, Studio there"), "\(found.words)")
    let target = try #require(found.values(after: "action=\"").first { $0.hasSuffix("/offer") })
    let offered = browser.post(
      target, ["date": "2027-03-09", "time": "16:00", "practitioner": "\(places.mira)", "at": "\(places.studio)"])
    #expect(offered.status == 303)
    #expect(try list.offers() == ["Ada offered \(Self.start)"])
  }

  /// Nobody waits for what can never become free: Jonas is never there, and neither are the room and the device of a scan.
  @Test func aPlaceWhereItCanNeverBeIsRefused() throws {
    let (list, places, visitor) = try makeDesk()
    let (studio, scan) = ("\(places.studio)", "\(list.clinic.scan)")
    var wish = [
      "service": "\(places.talk)", "practitioner": "\(places.jonas)", "weekday[]": "2", "part[]": "morning",
      "first": "", "last": "", "noticeHours": "4", "at": studio,
    ]
    let staff = { (more: [String: String]) in
      let typed = wish.merging(more) { $1 }.merging(["patient": "\(list.clinic.practice.pat)"]) { $1 }
      return list.desk.browser.post("/calendar/waitlist", typed)
    }
    let patient = { (more: [String: String]) in
      let who = ["given": "Erika", "family": "Mustermann", "email": "erika@example.org", "phone": "", "language": "de"]
      return visitor.post(list.both.walk.base + "/waitlist", wish.merging(who) { $1 }.merging(more) { $1 })
    }
    _ = visitor.get(list.both.walk.base + "/waitlist?service=\(places.talk)")
    for post in [staff, patient] {
      let away = post([:])
      #expect(away.status == 422 && away.body.contains("<a href=\"#at\">"), "\(away.words)")
      #expect(away.words.contains("This person does not work there. Choose another location, or anybody."))
      #expect(away.body.contains("<option value=\"\(studio)\" selected>"), "what was typed stays")
    }
    let nowhere = staff(["service": scan, "practitioner": ""])
    #expect(nowhere.status == 422 && nowhere.words.contains("This service is not offered there."), "\(nowhere.words)")
    #expect(try list.wishes() == [])
    // Also of a wish that stands.
    #expect(staff(["practitioner": ""]).status == 303)
    let path = try #require(
      list.desk.browser.get("/calendar/waitlist").values(after: "href=\"").first { $0.hasSuffix("/edit") })
    let changed = list.desk.browser.post(path.replacing("/edit", with: ""), wish.merging(["version": "1"]) { $1 })
    #expect(changed.status == 422 && changed.words.contains("This person does not work there."), "\(changed.words)")
    // Somebody who is there one day works there.
    try places.change { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, opens_minute,
          closes_minute, location_id)
        VALUES (\(tx.scope), \(EntityID.make()), \(places.jonas), '2027-06-01', '2027-06-01', 600, 840,
          \(places.studio))
        """)
    }
    #expect(staff([:]).status == 303)
    wish["practitioner"] = "\(places.mira)"
    #expect(patient([:]).status == 303)
  }

  /// A session may be planned where its practitioner has no hours.
  @Test func aPlannedSessionIsAPlaceToWishFor() throws {
    let (list, places, _) = try makeDesk()
    try places.change { tx in
      try tx.execute("UPDATE scheduling_service SET places = 3 WHERE practice_id = \(tx.scope)")
    }
    let typed = [
      "patient": "\(list.clinic.practice.pat)", "service": "\(places.talk)", "practitioner": "\(places.jonas)",
      "weekday[]": "2", "part[]": "morning", "first": "", "last": "", "noticeHours": "4", "at": "\(places.studio)",
    ]
    #expect(list.desk.browser.post("/calendar/waitlist", typed).status == 422)
    let planned = list.desk.browser.post(
      "/calendar/groups",
      [
        "service": "\(places.talk)", "practitioner": "\(places.jonas)", "date": "2027-03-16", "time": "15:00",
        "places": "3", "weeks": "1", "key": "00112233445566778899aabbccddee01",
      ])
    #expect(planned.status == 303, "\(planned.words)")
    try places.change { tx in
      try tx.execute(
        "UPDATE scheduling_group SET location_id = \(places.studio) WHERE practice_id = \(tx.scope)")
    }
    #expect(list.desk.browser.post("/calendar/waitlist", typed).status == 303)
  }

  /// In New York it is still the last day when it is the next one in Berlin.
  @Test func aWishEndsWhenItsDayIsOverEverywhere() throws {
    let (list, _, _) = try makeDesk()
    try list.wish(of: try list.patient("Ada"), last: "2027-03-09")
    let night = try #require(InstantText.decode("2027-03-10T03:00Z"))
    try list.sweep(after: night.seconds - list.now.seconds)
    #expect(try list.wishes() == ["waiting 0"])
    try list.sweep(after: 6 * 3600)
    #expect(try list.wishes() == ["over 0"])
  }
}
