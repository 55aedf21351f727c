import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

@Suite struct StaffBookingChangeTests {
  @Test func aMoveKeepsTheAppointmentAndCanBeUndone() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.browser.get("/appointments/\(id)/move").body.contains("value=\"13:00\""))
    let moved = desk.browser.post("/appointments/\(id)/time", desk.moving(1, ["minutes": "80"]))
    #expect(moved.status == 303)
    #expect(try desk.state(id) == "booked 2 0")
    let page = desk.browser.get(try #require(moved.location))
    #expect(page.words.contains("15:00–16:20 Talk"))
    #expect(page.words.contains("Pat Example was moved"))
    #expect(page.body.contains("action=\"/appointments/\(id)/time\""))
    let pick = try #require(page.value(after: "name=\"pick\" value=\""))
    let undone = desk.browser.post(
      "/appointments/\(id)/time",
      ["version": "2", "pick": pick, "minutes": "50", "practitioner": "\(desk.clinic.mira)"])
    #expect(undone.status == 303)
    #expect(desk.browser.get("/calendar?date=2027-03-09").words.contains("13:00–13:50 Talk"))
    #expect(try desk.claims(id) == 1)
    #expect(try desk.audit() == ["appointment.book", "appointment.reschedule", "appointment.reschedule"])
    // The toast speaks of the version the move left, and no longer shows.
    #expect(!desk.browser.get(try #require(moved.location)).words.contains("was moved"))
  }

  @Test func ofTwoWhoMoveOneAppointmentTheSecondSeesBoth() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    let other = TestBrowser()
    other.now = desk.browser.now
    try other.signIn(desk.clinic.practice.alice, of: desk.clinic.practice)
    #expect(desk.browser.post("/appointments/\(id)/time", desk.moving(1)).status == 303)
    let late = other.post("/appointments/\(id)/time", desk.moving(1, ["time": "16:00"]))
    #expect(late.status == 409)
    #expect(late.words.contains("Tuesday 9 March 2027, 15:00–15:50"), "what is")
    #expect(late.words.contains("Tuesday 9 March 2027, 16:00–16:50"), "what was wanted")
    #expect(try desk.state(id) == "booked 2 0")
    // Knowing that, the second may still move it.
    let again = other.post(
      "/appointments/\(id)/time",
      [
        "version": try #require(late.value(after: "name=\"version\" value=\"")),
        "pick": try #require(late.value(after: "name=\"pick\" value=\"")), "minutes": "50",
        "practitioner": "\(desk.clinic.mira)",
      ])
    #expect(again.status == 303)
    #expect(try desk.state(id) == "booked 3 0")
  }

  @Test func aMoveOntoAnotherNamesItAndCanBeMadeAnyway() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["time": "15:00"])
    let id = try desk.book().id
    let page = desk.browser.post("/appointments/\(id)/time", desk.moving(1))
    #expect(page.status == 409)
    #expect(page.words.contains("Dr Mira Specimen: Pat Example, Talk, 15:00–15:50."))
    #expect(try desk.state(id) == "booked 1 0")
    #expect(
      desk.browser.post("/appointments/\(id)/time", desk.moving(1, ["anyway": "yes", "reason": "Agreed"])).status == 303
    )
    #expect(try desk.state(id) == "booked 2 1")
    #expect(try desk.audit().contains("appointment.overbook taken"))
    // Back where nothing is in the way, it is an appointment like others.
    #expect(desk.browser.post("/appointments/\(id)/time", desk.moving(2, ["time": "13:00"])).status == 303)
    #expect(try desk.state(id) == "booked 3 0")
    #expect(!desk.browser.get("/appointments/\(id)").words.contains("Agreed"))
  }

  @Test(arguments: [["minutes": "7"], ["minutes": "725"], ["time": ""], ["practitioner": ""]] as [[String: String]])
  func refusedMoves(changes: [String: String]) throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    let page = desk.browser.post("/appointments/\(id)/time", desk.moving(1, changes))
    #expect(page.status == 422)
    #expect(page.body.contains("aria-invalid=\"true\""))
    #expect(try desk.state(id) == "booked 1 0")
  }

  @Test func arrivalIsMarkedOnceAndTakenBack() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    let done = desk.act(id, "check-in", version: 1)
    let page = desk.browser.get(try #require(done.location))
    #expect(page.words.contains("Pat Example: marked as arrived"))
    #expect(page.body.contains("action=\"/appointments/\(id)/arrival-undo\""))
    let stale = desk.act(id, "check-in", version: 1)
    #expect(stale.status == 409)
    #expect(stale.words.contains("Somebody changed this appointment"))
    #expect(stale.words.contains("Arrived"))
    #expect(desk.act(id, "arrival-undo", version: 2).status == 303)
    #expect(try desk.state(id) == "booked 3 0")
    #expect(desk.act(id, "no-show", version: 3).status == 409, "it has not begun")
  }

  @Test func whoDidNotComeFreesThePlaceAndCanGetItBack() throws {
    let desk = try CalendarDesk()
    let id = try desk.book(["time": "09:00"]).id
    #expect(desk.act(id, "no-show", version: 1).status == 303)
    #expect(try desk.claims(id) == 0)
    #expect(desk.act(id, "no-show-undo", version: 2).status == 303)
    #expect(try desk.claims(id) == 1)
    #expect(try desk.audit() == ["appointment.book", "appointment.noshow", "appointment.noshow.undo"])
  }

  @Test func aCancellationIsTakenBackOnlyWhileThePlaceIsFree() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.act(id, "cancellation", version: 1, ["reason": "Ill <today>"]).status == 303)
    #expect(desk.browser.get("/appointments/\(id)").body.contains("Ill &lt;today&gt;"))
    #expect(desk.act(id, "cancellation-undo", version: 2).status == 303)
    #expect(try desk.state(id) == "booked 3 0")
    #expect(desk.act(id, "cancellation", version: 3).status == 303)
    _ = try desk.book()
    let refused = desk.act(id, "cancellation-undo", version: 4)
    #expect(refused.status == 409)
    #expect(refused.words.contains("Dr Mira Specimen: Pat Example, Talk, 13:00–13:50."))
    #expect(try desk.state(id) == "cancelled 4 0")
    #expect(try desk.claims(id) == 0)
  }

  @Test func theLateFeeIsOwedUnlessWaived() throws {
    for (waive, owed) in [("no", 1), ("yes", 0)] {
      let desk = try CalendarDesk()
      let id = try desk.book().id
      #expect(desk.browser.get("/appointments/\(id)").words.contains("a fee of €20.00 was agreed"))
      #expect(desk.act(id, "cancellation", version: 1, ["waive": waive, "reason": "Ill"]).status == 303)
      let due = try desk.read { db in
        try db.first("SELECT late_fee_due FROM scheduling_appointment WHERE practice_id = \(db.scope)") {
          try $0.int(0)
        }
      }
      #expect(due == owed)
    }
  }
}
