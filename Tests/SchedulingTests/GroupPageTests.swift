import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Sessions as staff plan, see, fill, move and call them off.
@Suite struct GroupPageTests {
  @Test func aSessionStandsInDayWeekListAndOnPaper() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.book("Ada")
    for view in ["day", "week", "agenda"] {
      let page = desk.desk.browser.get("/calendar?view=\(view)&date=2027-03-11")
      #expect(page.body.contains("href=\"\(path)\""), "\(view)")
      #expect(page.body.contains(">1/3<"), "\(view)")
      #expect(page.words.contains("1 of 3 places is taken"), "\(view)")
      // One block, and nobody's name.
      #expect(!page.words.contains("Ada"), "\(view)")
    }
    // By room, where it has none.
    #expect(desk.desk.browser.get("/calendar?view=day&date=2027-03-11&by=room").body.contains("href=\"\(path)\""))
    let sheet = desk.desk.browser.get("/calendar/sheet?view=day&date=2027-03-11")
    #expect(sheet.words.contains("Talk, 1 of 3 places is taken"))
    #expect(sheet.words.contains("Ada Mustermann"))
  }

  @Test func theListOfParticipantsActsOnEach() throws {
    let desk = try GroupDesk()
    let path = try desk.plan(["date": "2027-03-09", "time": "12:30"])
    let now = desk.desk.browser.now
    for name in ["Ada", "Ben"] {
      desk.later()
      _ = try desk.book(name, "2027-03-09T11:30Z")
    }
    #expect(desk.add(path, "Cem").status == 303)
    let full = desk.add(path, "Dee")
    #expect(full.status == 409)
    #expect(full.words.contains("all places are taken"))
    #expect(full.body.contains("value=\"Dee\""))
    let page = desk.desk.browser.get(path)
    for name in ["Ada Mustermann", "Ben Mustermann", "Cem Added"] { #expect(page.words.contains(name)) }
    #expect(page.words.contains("3 of 3 places are taken"))
    desk.desk.browser.now = now.adding(minutes: 155)
    try desk.desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
    desk.desk.browser.get(path)
    let ids = try desk.ids()
    let act = { (id: String, act: String, version: Int) in
      desk.desk.browser.post("/appointments/\(id)/\(act)", ["version": "\(version)", "back": "group"])
    }
    #expect(act(ids[0], "check-in", 1).location == path + "?done=act")
    #expect(act(ids[1], "no-show", 1).location == path + "?done=act")
    // An absence frees the place; taken back it needs one again.
    #expect(try desk.places() == ["1 visit", "3 visit"])
    #expect(desk.add(path, "Dee").status == 303)
    #expect(try desk.participants().map { $0.prefix { $0 != " " } } == ["arrived", "noshow", "booked", "booked"])
    #expect(act(ids[1], "no-show-undo", 2).status == 409)
    #expect(act(ids[2], "cancellation", 1).status == 303)
    #expect(act(ids[1], "no-show-undo", 2).status == 303)
    #expect(try desk.places() == ["1 visit", "2 visit", "3 visit"])
    #expect(try desk.claims() == ["group"])
  }

  @Test func nobodyTakesPartTwice() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    let fields = ["patient": "\(desk.clinic.practice.pat)", "key": "00112233445566778899aabbccddeeff"]
    #expect(desk.desk.browser.post(path + "/participants", fields).status == 303)
    // The same form twice is one addition.
    #expect(desk.desk.browser.post(path + "/participants", fields).status == 303)
    #expect(try desk.participants().count == 1)
    let again = desk.desk.browser.post(
      path + "/participants", fields.merging(["key": "ff112233445566778899aabbccddeeff"]) { $1 })
    #expect(again.status == 409)
    #expect(again.words.contains("takes part already"))
  }

  @Test func movingReachesEverybodyAndKeepsThePlaces() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    let visit = try desk.book("Ada")
    desk.later()
    _ = try desk.book("Ben")
    let form = desk.desk.browser.get(path + "/move")
    #expect(form.words.contains("2 of 3 places are taken"))
    let moved = desk.desk.browser.post(
      path + "/time",
      [
        "version": "1", "practitioner": "\(desk.clinic.jonas)", "date": "2027-03-12", "time": "10:00", "minutes": "50",
        "places": "3",
      ])
    #expect(moved.location == path + "?done=moved")
    #expect(try desk.participants() == ["booked - 1", "booked - 1"])
    #expect(try desk.places() == ["1 visit", "2 visit"])
    #expect(try desk.news("appointment.moved") == 2)
    // The old link changes nothing any more, and the visit is where the session is.
    let rows = try desk.desk.read { db in
      try db.rows(
        """
        SELECT DISTINCT starts_at, practitioner_id = \(desk.clinic.jonas) FROM scheduling_appointment
        WHERE practice_id = \(db.scope)
        """
      ) { "\(InstantText.encode(try $0.instant(0))) \(try $0.bool(1))" }
    }
    #expect(rows == ["2027-03-12T09:00Z true"])
    let browser = desk.visitor().browser
    browser.get(visit)
    #expect(browser.post(String(visit.prefix { $0 != "?" }) + "/cancellation", [:]).status != 303)
    // Somebody who saw it before it moved is told so.
    let stale = desk.desk.browser.post(
      path + "/time",
      [
        "version": "1", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-12", "time": "12:00", "minutes": "50",
        "places": "3",
      ])
    #expect(stale.status == 409)
    #expect(stale.words.contains("changed meanwhile"))
    #expect(try desk.desk.audit().filter { $0.hasPrefix("appointment.reschedule") }.count == 2)
  }

  @Test func whatIsInTheWayOfASessionIsSaid() throws {
    let desk = try GroupDesk()
    _ = try desk.desk.book(["service": "\(desk.clinic.scan)", "time": "13:00"])
    let refused = desk.desk.browser.post("/calendar/groups", desk.form(["date": "2027-03-09", "time": "13:00"]))
    #expect(refused.status == 409)
    #expect(refused.words.contains("Dr Mira Specimen"))
    #expect(refused.words.contains("cannot be booked on top"))
    #expect(try desk.claims().filter { $0 == "group" } == [])
    // A series is planned whole or not at all.
    let series = desk.desk.browser.post(
      "/calendar/groups", desk.form(["date": "2027-03-02", "time": "13:00", "weeks": "2"]))
    #expect(series.status == 409)
    #expect(try desk.claims().filter { $0 == "group" } == [])
    let path = try desk.plan(["date": "2027-03-10", "weeks": "3"])
    #expect(try desk.claims().filter { $0 == "group" }.count == 3)
    // Over the change of clocks on 28 March it keeps the time of the wall clock.
    _ = try desk.plan(["date": "2027-03-25", "time": "15:00", "weeks": "2"])
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-25") == ["2027-03-25T14:00Z"])
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-04-01") == ["2027-04-01T13:00Z"])
    let moved = desk.change(path, ["date": "2027-03-09", "time": "13:15"])
    #expect(moved.status == 409)
    // It does not stand in its own way.
    let near = desk.change(path, ["date": "2027-03-10", "time": "13:15"])
    #expect(near.status == 303, "\(near.words)")
  }

  @Test func callingOffReachesEverybodyAndFreesTheTime() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.book("Ada")
    desk.later()
    _ = try desk.book("Ben")
    desk.desk.browser.get(path)
    let done = desk.desk.browser.post(path + "/cancellation", ["version": "1", "reason": "Mira is ill"])
    #expect(done.location == path + "?done=cancelled")
    #expect(try desk.participants() == ["cancelled practice 1", "cancelled practice 1"])
    #expect(try desk.places() == [])
    #expect(try desk.claims() == [])
    #expect(try desk.news("appointment.cancelled") == 2)
    let page = desk.desk.browser.get(path)
    #expect(page.words.contains("This session was called off"))
    #expect(!page.body.contains(path + "/participants"))
    #expect(desk.walk.times(desk.clinic.talk, on: "2027-03-11") == [])
    let ids = try desk.ids()
    // A visit of a session that is no more cannot be brought back alone.
    #expect(desk.desk.act(ids[0], "cancellation-undo", version: 2).status == 409)
    #expect(desk.desk.browser.post(path + "/cancellation", ["version": "1"]).status == 409)
    #expect(desk.add(path, "Cem").status == 409)
    let refused = desk.desk.browser.get("/calendar?view=day&date=2027-03-11&cancelled=0")
    #expect(!refused.body.contains(path))
  }

  @Test func aParticipantIsNotMovedAwayFromTheSession() throws {
    let desk = try GroupDesk()
    _ = try desk.plan()
    _ = try desk.book("Ada")
    let id = try desk.ids()[0]
    #expect(!desk.desk.browser.get("/appointments/\(id)").body.contains("/appointments/\(id)/move"))
    #expect(desk.desk.browser.get("/appointments/\(id)/move").status == 409)
    let moved = desk.desk.browser.post(
      "/appointments/\(id)/time", desk.desk.moving(1, ["date": "2027-03-12"]))
    #expect(moved.status == 409)
    #expect(try desk.participants() == ["booked - 0"])
  }

  @Test func fieldsAreHeldToTheirRanges() throws {
    let desk = try GroupDesk()
    for (field, value) in [("places", "1"), ("places", "61"), ("weeks", "0"), ("weeks", "53"), ("time", "13:03")] {
      let answer = desk.desk.browser.post("/calendar/groups", desk.form([field: value]))
      #expect(answer.status == 422, "\(field) \(value)")
      #expect(answer.body.contains("id=\"\(field)-error\""), "\(field) \(value)")
    }
    // A service of one patient at a time has no sessions.
    #expect(desk.desk.browser.post("/calendar/groups", desk.form(["service": "\(desk.clinic.scan)"])).status == 422)
    #expect(try desk.claims() == [])
  }
}
