import Core
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Cancelling one, these and following, or all; what is cancelled never comes back by itself.
@Suite struct SeriesCancelTests {
  private func form(_ desk: CalendarDesk, _ id: String, _ scope: String) throws -> [String: String] {
    let page = desk.browser.get("/appointments/\(id)/series/cancel?scope=\(scope)")
    return ["scope": scope, "seen": try #require(page.value(after: "name=\"seen\" value=\""), "\(page.words)")]
  }

  @Test func thisAndFollowing() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    let page = desk.browser.get("/appointments/\(ids[4])/series/cancel?scope=following")
    #expect(page.words.contains("8 appointments would be cancelled."))
    #expect(page.words.contains("Tuesday 6 April 2027") && !page.words.contains("30 March 2027"))
    let done = desk.browser.post(
      "/appointments/\(ids[4])/series/cancellation",
      try form(desk, ids[4], "following").merging(["reason": "Moved away", "notify-asked": "1"]) { $1 })
    #expect(done.status == 303)
    #expect(try ids.prefix(4).allSatisfy { try desk.state($0) == "booked 1 0" })
    #expect(try ids.dropFirst(4).allSatisfy { try desk.state($0) == "cancelled 2 0" && desk.claims($0) == 0 })
    #expect(desk.browser.get(try #require(done.location)).words.contains("8 appointments were cancelled."))
    #expect(try desk.audit().count { $0 == "appointment.cancel" } == 8)
    #expect(try desk.audit().count { $0 == "appointment.series.cancel" } == 1)
    #expect(desk.browser.get("/appointments/\(ids[5])").words.contains("Moved away"))
  }

  @Test func allToComeLeavesWhatTookPlace() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    desk.browser.now = try #require(InstantText.decode("2027-03-17T09:00Z"))
    try desk.browser.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
    let done = desk.browser.post("/appointments/\(ids[6])/series/cancellation", try form(desk, ids[6], "all"))
    #expect(done.status == 303)
    #expect(try ids.prefix(2).allSatisfy { try desk.state($0) == "booked 1 0" })
    #expect(try ids.dropFirst(2).allSatisfy { try desk.state($0) == "cancelled 2 0" })
    let none = desk.browser.get("/appointments/\(ids[6])/series/cancel?scope=all")
    #expect(none.words.contains("0 appointments would be cancelled.") && !none.body.contains("<ol"))
  }

  @Test func whoChangesOneMeanwhileStopsTheOther() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    let seen = try form(desk, ids[4], "following")
    #expect(desk.act(ids[7], "time", version: 1, desk.moving(1, ["date": "2027-04-28"])).status == 303)
    let stale = desk.browser.post("/appointments/\(ids[4])/series/cancellation", seen)
    #expect(stale.status == 409)
    #expect(stale.words.contains("Nothing was changed: somebody changed this series meanwhile."))
    #expect(stale.words.contains("Wednesday 28 April 2027, 15:00"))
    #expect(try ids.allSatisfy { try desk.state($0).hasPrefix("booked") })
    let again = desk.browser.post(
      "/appointments/\(ids[4])/series/cancellation",
      seen.merging(["seen": try #require(stale.value(after: "name=\"seen\" value=\""))]) { $1 })
    #expect(again.status == 303)
    #expect(try desk.state(ids[7]).hasPrefix("cancelled"), "one that was moved by hand is part of it, and was shown")
  }

  /// The fee of the policy is shown for those that are late, and letting it go needs a reason.
  @Test func lateOnesCostWhatWasAgreed() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    let page = desk.browser.get("/appointments/\(ids[0])/series/cancel?scope=all")
    #expect(page.words.contains("For 1 of them it is late, and a fee was agreed"))
    #expect(page.words.contains("It is late: a fee of €20.00 was agreed"))
    let fields = try form(desk, ids[0], "all").merging(["waive": "yes"]) { $1 }
    let refused = desk.browser.post("/appointments/\(ids[0])/series/cancellation", fields)
    #expect(refused.status == 422 && refused.words.contains("Say why the fee is let go."))
    #expect(try ids.allSatisfy { try desk.state($0) == "booked 1 0" })
    _ = desk.browser.post("/appointments/\(ids[0])/series/cancellation", fields.merging(["waive": "no"]) { $1 })
    let due = try desk.count { db in
      "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope) AND late_fee_due"
    }
    #expect(due == 1)
  }

  @Test func anAppointmentThatStandsAloneHasNoSeries() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.browser.get("/appointments/\(id)/series").status == 404)
    #expect(desk.browser.get("/appointments/\(id)/series/cancel?scope=all").status == 404)
    #expect(!desk.browser.get("/appointments/\(id)").words.contains("Part of a series"))
  }
}
