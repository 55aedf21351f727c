import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Places of a session, as visitors book them.
@Suite struct GroupBookingTests {
  @Test func onlySessionsThatStaffPlannedAreOffered() throws {
    let desk = try GroupDesk()
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [])
    _ = try desk.plan()
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [GroupDesk.start])
    let page = desk.walk.browser.get(desk.walk.base + "?service=\(desk.clinic.talk)&date=2027-03-11")
    #expect(page.words.contains("3 of 3 places left"))
    #expect(page.words.contains("a group of up to 3"))
    #expect(page.body.contains("/book/waitlist?service=\(desk.clinic.talk)"))
    // What no session begins at cannot be had by asking for it.
    let refused = desk.walk.hold(desk.clinic.talk, "2027-03-11T13:00Z")
    #expect(refused.status == 409)
    #expect(refused.values(after: "name=\"start\" value=\"").first == GroupDesk.start)
  }

  @Test func eachHasAnAppointmentAndTheResourcesAreTakenOnce() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    let first = try desk.book("Ada")
    desk.later()
    let second = try desk.book("Ben")
    #expect(first != second)
    #expect(try desk.places() == ["1 visit", "2 visit"])
    #expect(try desk.participants() == ["booked - 0", "booked - 0"])
    #expect(try desk.claims() == ["group"])
    #expect(
      desk.walk.browser.get(desk.walk.base + "?service=\(desk.clinic.talk)&date=2027-03-11").words
        .contains("1 of 3 places left"))
    #expect(try desk.news("appointment.booked") == 2)
    // Each has their own page, and nobody reads of the others.
    let page = desk.visitor().browser.get(second)
    #expect(page.words.contains("13:00–13:50"))
    #expect(!page.words.contains("Ada"))
    let file = desk.visitor().browser.get(String(second.prefix { $0 != "?" }) + "/calendar")
    #expect(file.status == 200 && !file.body.contains("Ada") && !file.body.contains("Ben"))
  }

  @Test func aFullSessionIsRefusedWithOthersAndNothingTypedIsLost() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    _ = try desk.plan(["time": "15:00"])
    let late = desk.visitor()
    let hold = late.hold(desk.clinic.talk, GroupDesk.start)
    for name in ["Ada", "Ben"] { _ = try desk.book(name) }
    #expect(try desk.places() == ["1 hold until", "2 visit", "3 visit"])
    #expect(desk.walk.hold(desk.clinic.talk, GroupDesk.start).status == 409)
    #expect(!desk.walk.times(desk.clinic.talk, on: "2027-03-11").contains(GroupDesk.start))
    // The place is kept for ten minutes; then the next one has it.
    desk.desk.browser.now = desk.desk.browser.now.adding(minutes: 11)
    _ = try desk.book("Cem")
    late.browser.now = desk.desk.browser.now
    let target = try #require(hold.location)
    late.browser.get(target)
    let refused = late.browser.post(target + "/confirmation", BookingWalk.details)
    #expect(refused.status == 409)
    #expect(refused.words.contains("was just taken"))
    #expect(refused.values(after: "name=\"start\" value=\"") == ["2027-03-11T14:00Z"])
    for (name, value) in BookingWalk.details { #expect(refused.body.contains("name=\"\(name)\" value=\"\(value)\"")) }
    #expect(try desk.participants().count == 3)
  }

  @Test func cancellingFreesThePlaceAndNotTheTime() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    let visit = try desk.book("Ada")
    let browser = desk.visitor().browser
    browser.get(visit)
    let path = String(visit.prefix { $0 != "?" })
    #expect(browser.post(path + "/cancellation", [:]).status == 303)
    #expect(try desk.places() == [])
    #expect(try desk.participants() == ["cancelled patient 1"])
    #expect(try desk.claims() == ["group"])
    // Nobody waits, so nothing is offered.
    #expect(try desk.news("waitlist.freed") == 0)
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [GroupDesk.start])
  }

  @Test func aPatientMovesToAnotherSessionOnly() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    let visit = try desk.book("Ada")
    let path = String(visit.prefix { $0 != "?" })
    let browser = desk.visitor().browser
    #expect(browser.get(path + "/move?date=2027-03-11").values(after: "name=\"start\" value=\"") == [])
    _ = try desk.plan(["date": "2027-03-12", "time": "09:00"])
    let other = "2027-03-12T08:00Z"
    #expect(browser.get(path + "/move?date=2027-03-12").values(after: "name=\"start\" value=\"") == [other])
    #expect(browser.post(path + "/time", ["start": "2027-03-12T09:00Z"]).status == 409)
    #expect(browser.post(path + "/time", ["start": other]).status == 303)
    #expect(try desk.participants() == ["booked - 1"])
    #expect(try desk.places() == ["1 visit"])
    #expect(try desk.claims() == ["group", "group"])
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [GroupDesk.start])
  }

  /// Who typed a name has shown nothing: they book as anybody does. Who came by the link of a visit is told.
  @Test func whoHoldsALinkLearnsNothingOfOtherPlacesOfThePatient() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.plan(["date": "2027-03-12", "time": "09:00"])
    _ = try desk.book("Ada", "2027-03-12T08:00Z")
    desk.later()
    let second = try desk.book("Ada")
    desk.later()
    let third = try desk.book("Ada")
    #expect(second != third)
    #expect(try desk.places().sorted() == ["1 visit", "1 visit", "2 visit"])
    // Staff see it.
    #expect(desk.desk.browser.get(path).words.contains("2 places"))
    let browser = desk.visitor().browser
    let visit = String(third.prefix { $0 != "?" })
    // Anybody who types her name gets such a link: the session she is in as well is there as it is for strangers.
    let offered = browser.get(visit + "/move?date=2027-03-12").values(after: "name=\"start\" value=\"")
    #expect(offered.count == 1)
    browser.get(visit)
    #expect(browser.post(visit + "/time", ["start": "2027-03-12T08:00Z"]).status == 303)
    #expect(try desk.places().sorted() == ["1 visit", "1 visit", "2 visit"])
  }

  @Test func aRequestKeepsAPlaceUntilItIsAnsweredOrOver() throws {
    let desk = try GroupDesk(places: 2, "approval_hours = 24")
    _ = try desk.plan(["places": "2"])
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [GroupDesk.start])
    _ = try desk.book("Ada")
    desk.later()
    _ = try desk.book("Ben")
    #expect(try desk.places() == ["1 visit until", "2 visit until"])
    #expect(desk.walk.hold(desk.clinic.talk, GroupDesk.start).status == 409)
    let ids = try desk.ids()
    #expect(desk.desk.act(ids[0], "approval", version: 1).status == 303)
    #expect(try desk.places() == ["1 visit", "2 visit until"])
    let after = desk.desk.browser.now.adding(hours: 25)
    let ended = try desk.clinic.practice.enter(.job) { db in try HoldSweeper.sweep(now: after, in: db) }
    #expect(ended > 0)
    #expect(try desk.places() == ["1 visit"])
    #expect(try desk.participants() == ["booked - 0", "cancelled time 1"])
  }

  @Test func whatRanOutIsSweptAway() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    _ = desk.walk.hold(desk.clinic.talk, GroupDesk.start)
    #expect(try desk.places() == ["1 hold until"])
    let after = desk.desk.browser.now.adding(minutes: 11)
    _ = try desk.clinic.practice.enter(.job) { db in try HoldSweeper.sweep(now: after, in: db) }
    #expect(try desk.places() == [])
    let twoDays = desk.desk.browser.now.adding(days: 2)
    _ = try desk.clinic.practice.enter(.job) { db in try HoldSweeper.sweep(now: twoDays, in: db) }
    let holds = try desk.desk.read { db in
      try db.first("SELECT COUNT(*) FROM scheduling_hold WHERE practice_id = \(db.scope)") { try $0.int(0) }
    }
    #expect(holds == 0)
  }

  @Test func aSessionStandsInTheWayOfOtherVisits() throws {
    let desk = try GroupDesk()
    _ = try desk.plan(["date": "2027-03-09", "time": "13:00"])
    let refused = desk.desk.browser.post(
      "/appointments", desk.desk.form(["service": "\(desk.clinic.scan)", "time": "13:15"]))
    #expect(refused.status == 409)
    #expect(refused.words.contains("Talk, a group session, 13:00–13:50"))
    // And a service for groups is not booked as a visit of one's own.
    #expect(desk.desk.browser.post("/appointments", desk.desk.form(["time": "15:00"])).status == 422)
  }

  @Test func whyNotFreeKnowsSessions() throws {
    let desk = try GroupDesk(places: 2)
    _ = try desk.plan(["places": "2"])
    let why = { (time: String) in
      desk.desk.browser.get(
        "/calendar/why?service=\(desk.clinic.talk)&practitioner=\(desk.clinic.mira)&date=2027-03-11&time=\(time)"
      ).words
    }
    #expect(why("13:00").contains("Free, also online"))
    #expect(why("14:00").contains("no session begins at this time"))
    for name in ["Ada", "Ben"] { _ = try desk.book(name) }
    #expect(why("13:00").contains("All 2 places of this session are taken"))
  }
}
