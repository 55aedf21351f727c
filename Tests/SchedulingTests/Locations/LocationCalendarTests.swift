import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The calendar's filter offers every place where something is, also one where nobody is any more.
@Suite struct LocationCalendarTests {
  private let north = EntityID.make()

  private func desk() throws -> CalendarDesk {
    let desk = try CalendarDesk()
    _ = try desk.book()
    _ = try desk.book(["time": "15:00"])
    return desk
  }
  private func change(_ desk: CalendarDesk, _ write: (borrowing TenantTransaction) throws -> Void) throws {
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.place", "practices_location", nil)) { tx in try write(tx) }
    }
  }
  private func day(_ desk: CalendarDesk, _ more: String = "") -> TestResponse {
    desk.browser.get("/calendar?view=day&date=2027-03-09" + more)
  }
  private func appointments(_ page: TestResponse) -> Int { page.body.split(separator: "class=\"appt ").count - 1 }

  @Test func aPlaceThatWasClosedDownIsAChoiceWhereSomethingIsThere() throws {
    let desk = try desk()
    #expect(!day(desk).body.contains("name=\"where\""))
    try change(desk) { [north] tx in
      try TestPractice.addPlace(north, "North", in: tx)
      try tx.execute(
        "UPDATE practices_location SET is_active = FALSE WHERE practice_id = \(tx.scope) AND id = \(north)")
    }
    #expect(!day(desk).body.contains("name=\"where\""), "nothing is there")
    try change(desk) { [north] tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET location_id = \(north)
        WHERE practice_id = \(tx.scope) ORDER BY starts_at LIMIT 1
        """)
    }
    let page = day(desk)
    #expect(page.body.contains("name=\"where\"") && page.body.contains("<option value=\"\(north)\">North</option>"))
    let there = day(desk, "&where=\(north)")
    #expect(appointments(there) == 1 && there.words.contains("The filter hides one appointment."), "\(there.words)")
    #expect(there.body.contains("<option value=\"\(north)\" selected>North</option>"))
    #expect(!desk.browser.get("/calendar?date=2027-03-10").body.contains("name=\"where\""), "another day")
  }

  @Test func thePracticeItselfIsAChoiceWhenEverybodyLeftIt() throws {
    let desk = try desk()
    let name = try desk.read { $0.practice.name }
    try change(desk) { [north] tx in
      try TestPractice.addPlace(north, "North", in: tx)
      try tx.execute("UPDATE scheduling_resource SET location_id = \(north) WHERE practice_id = \(tx.scope)")
      try tx.execute(
        """
        UPDATE scheduling_appointment SET location_id = \(north)
        WHERE practice_id = \(tx.scope) ORDER BY starts_at LIMIT 1
        """)
    }
    #expect(day(desk).body.contains("<option value=\"practice\">\(name)</option>"))
    #expect(appointments(day(desk, "&where=practice")) == 1)
    try change(desk) { [north] tx in
      try tx.execute("UPDATE scheduling_appointment SET location_id = \(north) WHERE practice_id = \(tx.scope)")
    }
    #expect(!day(desk).body.contains("name=\"where\""), "there is one place again")
  }
}
