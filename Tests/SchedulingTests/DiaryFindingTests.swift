import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// What was found by writing the state machine of the diary, each by itself.
@Suite struct DiaryFindingTests {
  /// The days before and after were counted as well.
  @Test func anyoneIsWhoeverHasLeastToDoThatDay() throws {
    let both = try RequestDesk("notice_minutes = 120")
    for time in ["10:00", "12:00"] { _ = try both.desk.book(["date": "2027-03-10", "time": time]) }
    _ = try both.desk.book(["date": "2027-03-11", "time": "10:00", "practitioner": "\(both.clinic.jonas)"])
    #expect(both.walk.hold(both.clinic.talk, "2027-03-11T12:00Z").status == 303)
    let held = try both.desk.read { db in
      try db.first("SELECT practitioner_id FROM scheduling_hold WHERE practice_id = \(db.scope)") { try $0.id(0) }
    }
    #expect(held == both.clinic.mira, "she has two visits the day before, and none on that day")
  }

  /// It became as long as the service again, and its reason stayed though it lay over nothing any more.
  @Test func aVisitThatItsPatientMovesStaysAsLongAsStaffMadeIt() throws {
    let both = try RequestDesk("notice_minutes = 120")
    let id = try both.desk.book(["date": "2027-03-11", "time": "18:00", "anyway": "yes", "reason": "After work"]).id
    let longer = both.desk.moving(
      1, ["date": "2027-03-11", "time": "18:00", "minutes": "80", "anyway": "yes", "reason": "Long after work"])
    #expect(both.desk.browser.post("/appointments/\(id)/time", longer).status == 303)
    let appointment = AppointmentID(try #require(EntityID(text: id)))
    let path = try both.desk.read { db in try db.managePath(appointment, sequence: 1) }
    let page = both.walk.browser.get(path + "/move?date=2027-03-12")
    let starts = page.values(after: "name=\"start\" value=\"")
    #expect(starts.last == "2027-03-12T14:30Z", "80 minutes before five o'clock")
    #expect(both.walk.browser.post(path + "/time", ["start": "2027-03-12T15:00Z"]).status == 409)
    #expect(both.walk.browser.post(path + "/time", ["start": "2027-03-12T14:30Z"]).status == 303)
    let after = try both.desk.read { db in
      try db.first(
        """
        SELECT TIMESTAMPDIFF(MINUTE, starts_at, ends_at), sealed_override_reason IS NULL FROM scheduling_appointment
        WHERE practice_id = \(db.scope)
        """
      ) { [try $0.int(0), try $0.int(1)] }
    }
    #expect(after == [80, 1])
  }

  /// It stood in its own way, and went up a lane with each move until none was left.
  @Test func whatLiesOverSomethingKeepsItsLaneWhenItIsMoved() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    let id = try desk.book(["anyway": "yes", "reason": "Acute pain"]).id
    let moved = desk.moving(1, ["time": "13:10", "anyway": "yes", "reason": "Acute pain"])
    #expect(desk.browser.post("/appointments/\(id)/time", moved).status == 303)
    #expect(try desk.state(id) == "booked 2 1")
  }

  /// It kept its patient from being asked until the sweeper came by.
  @Test(arguments: [(-1, true), (0, false), (1, false)])
  func aRequestWhoseTimeIsOverMakesNobodyBusy(seconds: Int, isBusy: Bool) throws {
    let list = try WaitlistDesk()
    let ada = try list.patient("Ada")
    let id = try #require(EntityID(text: try list.book(ada, with: list.clinic.jonas)))
    try list.wish(of: ada)
    let answerBy = list.now.adding(hours: 2)
    try list.write { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET status = 'pending', answer_by = \(answerBy)
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
    }
    let start = try #require(InstantText.decode(WaitlistDesk.start))
    let found = try list.desk.read { db in
      try WaitingPatients.all(
        for: ResourceID(list.clinic.mira), TimeSpan(start: start, end: start.adding(minutes: 50)), within: nil,
        now: answerBy.adding(seconds: Int64(seconds)), in: db)
    }
    #expect(found.map(\.obstacle) == [isBusy ? .busy : nil])
  }
}
