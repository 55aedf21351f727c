import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Sessions that staff change: one form for places, length, time and people, for one or for those that follow as well.
@Suite struct GroupChangeTests {
  @Test func placesAloneTellNobody() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.book("Ada")
    let form = desk.desk.browser.get(path + "/move")
    #expect(
      form.body.contains("name=\"minutes\" type=\"number\" min=\"5\" max=\"720\" step=\"5\" required value=\"50\""))
    #expect(form.body.contains("name=\"places\" type=\"number\" min=\"2\" max=\"60\" required value=\"3\""))
    // Nothing of a series is asked of one that was planned alone.
    #expect(!form.body.contains("name=\"scope\""))
    #expect(desk.change(path, ["places": "6"]).location == path + "?done=changed")
    #expect(try desk.participants() == ["booked - 0"])
    #expect(try desk.news("appointment.moved") == 0)
    #expect(try desk.sessions() == ["2027-03-11T12:00Z 50 Mira 6 2 0"])
    let trail = try desk.desk.read { db in
      try db.rows(
        "SELECT action FROM audit_event WHERE practice_id = \(db.scope) AND action LIKE 'group.%' ORDER BY seq"
      ) { try $0.text(0) }
    }
    #expect(trail == ["group.plan", "group.change"])
  }

  @Test func lengthTimeAndPractitionerGoInOneForm() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    for name in ["Ada", "Ben"] {
      desk.later()
      _ = try desk.book(name)
    }
    let done = desk.change(
      path, ["practitioner": "\(desk.clinic.jonas)", "time": "14:00", "minutes": "80", "places": "5"])
    #expect(done.location == path + "?done=moved", "\(done.words)")
    #expect(try desk.sessions() == ["2027-03-11T13:00Z 80 Jonas 5 2 1"])
    // Each is told once.
    #expect(try desk.news("appointment.moved") == 2)
    #expect(try desk.participants() == ["booked - 1", "booked - 1"])
    #expect(try desk.places() == ["1 visit", "2 visit"])
    // Only longer: that is another time too.
    #expect(
      desk.change(path, ["practitioner": "\(desk.clinic.jonas)", "time": "14:00", "minutes": "90", "places": "5"])
        .location == path + "?done=moved")
    #expect(try desk.participants() == ["booked - 2", "booked - 2"])
    // Nothing that is typed wrong is lost.
    for (field, value) in [("minutes", "7"), ("minutes", "0"), ("places", "1"), ("places", "61")] {
      let refused = desk.change(path, [field: value, "time": "15:05"])
      #expect(refused.status == 422, "\(field) \(value)")
      #expect(refused.body.contains("id=\"\(field)-error\""), "\(field) \(value)")
      #expect(refused.body.contains("value=\"15:05\""))
    }
  }

  @Test func neverFewerPlacesThanAreTaken() throws {
    let desk = try GroupDesk(places: 4)
    let path = try desk.plan(["places": "4"])
    let ada = String(try desk.book("Ada").prefix { $0 != "?" })
    for name in ["Ben", "Cem"] {
      desk.later()
      _ = try desk.book(name)
    }
    // Somebody who is booking right now counts.
    #expect(desk.walk.hold(desk.clinic.talk, GroupDesk.start).status == 303)
    let refused = desk.change(path, ["places": "3"])
    #expect(refused.status == 422)
    #expect(refused.words.contains("4 places are taken"))
    #expect(try desk.sessions() == ["2027-03-11T12:00Z 50 Mira 4 1 0"])
    desk.desk.browser.now = desk.desk.browser.now.adding(minutes: 11)
    let browser = desk.visitor().browser
    browser.get(ada)
    #expect(browser.post(ada + "/cancellation", [:]).status == 303)
    #expect(desk.change(path, ["places": "2"]).status == 303)
    // No number is above what there is, so the key holds the next one off as well.
    #expect(try desk.places() == ["1 visit", "2 visit"])
    #expect(desk.walk.hold(desk.clinic.talk, GroupDesk.start).status == 409)
  }

  @Test func whoComesSecondIsTold() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    #expect(desk.change(path, ["places": "5"]).status == 303)
    let stale = desk.change(path, ["version": "1", "places": "9"])
    #expect(stale.status == 409)
    #expect(stale.words.contains("changed meanwhile"))
    #expect(try desk.sessions() == ["2027-03-11T12:00Z 50 Mira 5 2 0"])
  }

  @Test func thisAndThoseThatFollowKeepTheClockOnTheWall() throws {
    let desk = try GroupDesk()
    let first = try desk.plan(["date": "2027-03-17", "weeks": "3"])
    let all = try desk.sessionPaths()
    #expect(all.count == 3 && all[0] == first)
    #expect(
      try desk.sessions().map { $0.prefix(17) } == ["2027-03-17T12:00Z", "2027-03-24T12:00Z", "2027-03-31T11:00Z"])
    _ = try desk.book("Ada", "2027-03-24T12:00Z")
    desk.later()
    _ = try desk.book("Ben", "2027-03-31T11:00Z")
    let page = desk.desk.browser.get(all[1] + "/move")
    #expect(page.words.contains("This session and the 1 that follows"))
    let done = desk.change(
      all[1], ["date": "2027-03-25", "time": "14:30", "scope": "following", "places": "7", "minutes": "60"])
    #expect(done.status == 303, "\(done.words)")
    #expect(
      try desk.sessions() == [
        "2027-03-17T12:00Z 50 Mira 3 1 0", "2027-03-25T13:30Z 60 Mira 7 2 1", "2027-04-01T12:30Z 60 Mira 7 2 1",
      ])
    #expect(try desk.participants() == ["booked - 1", "booked - 1"])
    #expect(try desk.news("appointment.moved") == 2)
    // What only one of them has stays its own.
    #expect(
      desk.change(all[2], ["date": "2027-04-01", "time": "16:00", "minutes": "60", "places": "7"]).status == 303)
    let room = desk.change(
      all[1],
      [
        "date": "2027-03-25", "time": "14:30", "minutes": "60", "places": "8", "scope": "following",
        "practitioner": "\(desk.clinic.jonas)",
      ])
    #expect(room.status == 303, "\(room.words)")
    #expect(try desk.sessions()[2].hasPrefix("2027-04-01T14:00Z 60 Jonas 8"))
    // Somebody changed one that follows since the form was shown.
    let seen = desk.desk.browser.get(first + "/move").values(after: "name=\"seen\" value=\"")[0]
    #expect(
      desk.change(
        all[2],
        [
          "date": "2027-04-01", "time": "16:00", "minutes": "60", "places": "9",
          "practitioner": "\(desk.clinic.jonas)",
        ]
      ).status == 303)
    // Putting a field right does not pass over it.
    let wrong = desk.change(first, ["date": "2027-03-17", "scope": "following", "places": "none", "seen": seen])
    #expect(wrong.status == 422)
    #expect(wrong.values(after: "name=\"seen\" value=\"") == [seen])
    let stale = desk.change(first, ["date": "2027-03-17", "scope": "following", "places": "9", "seen": seen])
    #expect(stale.status == 409)
    #expect(stale.words.contains("changed meanwhile"))
    #expect(try desk.sessions()[0].hasSuffix("3 1 0"))
  }

  @Test func placesOfThoseThatFollowStayTheirOwn() throws {
    let desk = try GroupDesk()
    let first = try desk.plan(["date": "2027-03-10", "weeks": "2"])
    #expect(desk.change(try desk.sessionPaths()[1], ["date": "2027-03-17", "places": "9"]).status == 303)
    let later = desk.change(first, ["date": "2027-03-10", "time": "14:00", "scope": "following"])
    #expect(later.status == 303, "\(later.words)")
    let sessions = try desk.sessions()
    #expect(sessions[0].hasPrefix("2027-03-10T13:00Z 50 Mira 3 "))
    #expect(sessions[1].hasPrefix("2027-03-17T13:00Z 50 Mira 9 "))
  }

  @Test func allThatFollowGoOrNone() throws {
    let desk = try GroupDesk()
    let first = try desk.plan(["date": "2027-03-10", "weeks": "3"])
    // In the way of the last of them alone.
    _ = try desk.desk.book(["service": "\(desk.clinic.scan)", "date": "2027-03-24", "time": "15:00"])
    let before = try desk.sessions()
    let refused = desk.change(first, ["date": "2027-03-10", "time": "15:00", "scope": "following"])
    #expect(refused.status == 409)
    #expect(refused.words.contains("Dr Mira Specimen"))
    #expect(try desk.sessions() == before)
    let shift = desk.change(first, ["date": "2027-03-10", "time": "15:00"])
    #expect(shift.status == 303, "\(shift.words)")
    #expect(
      try desk.sessions().map { $0.prefix(17) } == ["2027-03-10T14:00Z", "2027-03-17T12:00Z", "2027-03-24T12:00Z"])
  }

  @Test func thisAndThoseThatFollowAreCalledOff() throws {
    let desk = try GroupDesk()
    let first = try desk.plan(["date": "2027-03-10", "weeks": "3"])
    for (name, start) in [
      ("Ada", "2027-03-10T12:00Z"), ("Ben", "2027-03-17T12:00Z"), ("Cem", "2027-03-24T12:00Z"),
    ] {
      desk.later()
      _ = try desk.book(name, start)
    }
    let second = try desk.sessionPaths()[1]
    let page = desk.desk.browser.get(second)
    let fields = [
      "version": "1", "scope": "following", "seen": page.values(after: "name=\"seen\" value=\"").first ?? "",
    ]
    let stale = desk.desk.browser.post(second + "/cancellation", fields.merging(["seen": "00"]) { $1 })
    #expect(stale.status == 409)
    #expect(desk.desk.browser.post(second + "/cancellation", fields).location == second + "?done=cancelled")
    #expect(
      try desk.participants() == ["booked - 0", "cancelled practice 1", "cancelled practice 1"])
    #expect(try desk.news("appointment.cancelled") == 2)
    #expect(try desk.claims() == ["group"])
    #expect(desk.desk.browser.get(first).status == 200)
    #expect(!desk.desk.browser.get(first + "/move").body.contains("name=\"scope\""))
  }

  /// For somebody it took place already: then it is no plan any more.
  @Test(arguments: ["checkedIn", "fulfilled"]) func whatTookPlaceForSomebodyStays(_ status: String) throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.book("Ada")
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.status", "scheduling_appointment", nil)) { tx in
        try tx.execute(
          """
          UPDATE scheduling_appointment SET status = \(status)
          WHERE practice_id = \(tx.scope) AND group_id IS NOT NULL
          """)
      }
    }
    let (before, people) = (try desk.sessions(), try desk.participants())
    #expect(desk.change(path, ["time": "14:00"]).status == 409)
    #expect(desk.desk.browser.post(path + "/cancellation", ["version": "1"]).status == 409)
    #expect(try desk.sessions() == before && desk.participants() == people)
  }

  @Test func staffSendOneParticipantToAnotherSession() throws {
    let desk = try GroupDesk(places: 2)
    let from = try desk.plan(["places": "2"])
    let to = try desk.plan([
      "date": "2027-03-12", "time": "09:00", "practitioner": "\(desk.clinic.jonas)", "places": "2",
    ])
    for name in ["Ada", "Ben"] {
      desk.later()
      _ = try desk.book(name)
    }
    let ids = try desk.ids()
    #expect(desk.desk.browser.get(from).body.contains("/appointments/\(ids[0])/session"))
    let form = desk.desk.browser.get("/appointments/\(ids[0])/session")
    let group = String(to.split(separator: "/").last ?? "")
    #expect(form.values(after: "name=\"group\" value=\"") == [group])
    let send = { (id: String, version: Int) in
      desk.desk.browser.post("/appointments/\(id)/session", ["version": "\(version)", "group": group])
    }
    let nothing = desk.desk.browser.post("/appointments/\(ids[0])/session", ["version": "1"])
    #expect(nothing.status == 422)
    #expect(nothing.words.contains("Choose a session"))
    #expect(send(ids[0], 7).status == 409)
    #expect(send(ids[0], 1).location == to + "?done=switched")
    #expect(try desk.participants() == ["booked - 1", "booked - 0"])
    #expect(try desk.news("appointment.moved") == 1)
    let rows = try desk.desk.read { db in
      try db.rows(
        """
        SELECT starts_at, practitioner_id = \(desk.clinic.jonas) FROM scheduling_appointment
        WHERE practice_id = \(db.scope) ORDER BY created_at, id
        """
      ) { "\(InstantText.encode(try $0.instant(0))) \(try $0.bool(1))" }
    }
    #expect(rows == ["2027-03-12T08:00Z true", "2027-03-11T12:00Z false"])
    // The last place goes to somebody; then it is full.
    #expect(desk.add(to, "Cem").status == 303)
    let full = send(ids[1], 1)
    #expect(full.status == 409)
    #expect(full.words.contains("that session is full"))
    #expect(try desk.places().sorted() == ["1 visit", "2 visit", "2 visit"])
    // Of another service, or called off, it is no session to go to.
    #expect(desk.desk.browser.post(to + "/cancellation", ["version": "1"]).status == 303)
    #expect(send(ids[1], 1).status == 409)
    #expect(desk.desk.browser.get("/appointments/\(ids[0])/session").status == 409)
  }

  @Test func nobodyIsSentWhereTheyHaveAPlaceAlready() throws {
    let desk = try GroupDesk()
    let from = try desk.plan()
    let to = try desk.plan(["date": "2027-03-12", "time": "09:00"])
    for (index, group) in [from, to].enumerated() {
      desk.later()
      let fields = ["patient": "\(desk.clinic.practice.pat)", "key": "00112233445566778899aabbccddee0\(index)"]
      #expect(desk.desk.browser.post(group + "/participants", fields).status == 303)
    }
    let id = try desk.ids()[0]
    let group = String(to.split(separator: "/").last ?? "")
    // It is not offered, and cannot be asked for.
    #expect(!desk.desk.browser.get("/appointments/\(id)/session").body.contains(group))
    let refused = desk.desk.browser.post("/appointments/\(id)/session", ["version": "1", "group": group])
    #expect(refused.status == 409)
    #expect(refused.words.contains("has a place in that session already"))
    #expect(try desk.places() == ["1 visit", "1 visit"])
  }
}
