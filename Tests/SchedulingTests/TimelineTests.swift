import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// What was and will be sent stands beside the appointment, and staff decide whether a change is told.
@Suite struct TimelineTests {
  private func desk(email: Bool = true) throws -> CalendarDesk {
    let desk = try CalendarDesk()
    guard email else { return desk }
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.change", "test", nil)) { tx in
        let column = SealedColumn("patients_patient", "sealed_email")
        let pat = desk.clinic.practice.pat
        try tx.execute(
          """
          UPDATE patients_patient SET sealed_email = \(tx.seal("pat@patients.test", column, row: pat.id))
          WHERE practice_id = \(tx.scope) AND id = \(pat)
          """)
      }
    }
    return desk
  }
  private func jobs(_ desk: CalendarDesk, _ kind: String) throws -> [String] {
    try desk.read { db in
      try db.rows(
        "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = \(kind) ORDER BY created_at"
      ) { try $0.text(0) }
    }
  }
  @Test func theTimelineSaysWhatWasAndWillBeSentAndWhyNot() throws {
    let desk = try desk()
    let id = try desk.book().id
    #expect(desk.browser.get("/appointments/\(id)").words.contains("Nothing was sent, and nothing is planned."))
    try desk.addNotice(id, "confirmation", "sent", reason: "accepted")
    try desk.addNotice(id, "reminder48h", "waiting")
    try desk.addNotice(id, "reminder2h", "failed", reason: "refused", outcome: "refused: 550 <No> such mailbox")
    try desk.addNotice(id, "reminder-00112233aabb", "notNeeded", reason: "restricted")
    let page = desk.browser.get("/appointments/\(id)")
    for words in [
      "Confirmation, email sent Tue 9 March, 10:00: taken by the mail server",
      "Reminder, email to be sent Tue 9 March, 10:00.", "the mail server refused it 550 &lt;No&gt; such mailbox",
      "the patient&#39;s record is restricted", "See what did not go out",
    ] { #expect(page.words.contains(words), "\(words) is missing in: \(page.words)") }
    #expect(desk.browser.get("/calendar?date=2027-03-09&a=\(id)").words.contains("Confirmation, email sent"))
    #expect(desk.browser.get("/appointments/\(id)?lang=de").words.contains("vom Mailserver angenommen"))
    #expect(desk.browser.get("/appointments/\(id)?lang=he").words.contains("התקבלה בשרת הדוא״ל"))
  }

  @Test func theFormsAskWhetherThePatientIsToldAndTellUnlessAskedNotTo() throws {
    let desk = try desk()
    let (told, untold) = (try desk.book().id, try desk.book(["time": "10:00"]).id)
    for path in ["/appointments/\(told)", "/appointments/\(told)/move"] {
      let page = desk.browser.get(path)
      #expect(page.body.contains("<input type=\"checkbox\" name=\"notify\" value=\"yes\" checked>"), "\(path)")
    }
    _ = desk.act(told, "time", version: 1, desk.moving(1).merging(["notify-asked": "1", "notify": "yes"]) { $1 })
    let quiet = desk.act(untold, "time", version: 1, desk.moving(1, ["time": "11:00", "notify-asked": "1"]))
    let announced = try jobs(desk, "appointment.moved")
    #expect(announced == ["\(told) 1", "\(untold) 1 \(desk.clinic.practice.bob)"])
    #expect(quiet.location?.contains("untold=1") == true)
    let page = desk.browser.get(try #require(quiet.location))
    #expect(page.words.contains("The patient is not told."))
    #expect(!page.body.contains("/silence"))
    // An undo asks nothing, and tells.
    _ = desk.act(untold, "time", version: 2, desk.moving(2, ["time": "10:00"]))
    let moves = try jobs(desk, "appointment.moved")
    #expect(moves.contains("\(untold) 2"))
    _ = desk.act(told, "cancellation", version: 2, ["notify-asked": "1"])
    let cancelled = try jobs(desk, "appointment.cancelled")
    #expect(cancelled == ["\(told) 2 \(desk.clinic.practice.bob)"])
  }

  @Test func aChoiceNotToTellSurvivesAFormThatComesBack() throws {
    let desk = try desk()
    let id = try desk.book().id
    let refused = desk.act(id, "time", version: 1, desk.moving(1, ["time": "", "notify-asked": "1"]))
    #expect(refused.status == 422)
    #expect(refused.body.contains("<input type=\"checkbox\" name=\"notify\" value=\"yes\">"))
    let stale = desk.act(id, "time", version: 9, desk.moving(9, ["notify-asked": "1"]))
    #expect(stale.status == 409 && stale.body.contains("name=\"notify\" value=\"\""))
  }

  @Test func nobodyIsPromisedAMailWhereNoneIsSent() throws {
    let desk = try desk(email: false)
    let id = try desk.book().id
    #expect(!desk.browser.get("/appointments/\(id)/move").body.contains("name=\"notify\""))
    let moved = desk.act(id, "time", version: 1, desk.moving(1))
    let page = desk.browser.get(try #require(moved.location))
    #expect(page.words.contains("The patient has no email address and is not told by us."))
    #expect(!page.words.contains("is told by email"))
  }

  @Test func theToastOfAMoveOffersNotToTell() throws {
    let desk = try desk()
    let id = try desk.book().id
    let moved = desk.act(id, "time", version: 1, desk.moving(1))
    let page = desk.browser.get(try #require(moved.location))
    #expect(page.words.contains("The patient is told by email in 3 minutes."))
    #expect(page.body.contains("action=\"/appointments/\(id)/silence\""))
    let silenced = desk.browser.post("/appointments/\(id)/silence", ["version": "2", "view": "week"])
    #expect(silenced.location == "/calendar?view=week&date=2027-03-09&a=\(id)#pan")
    #expect(desk.browser.get("/appointments/\(id)").words.contains("not told, by Bob Specimen"))
    // Once more does nothing; a state that is no longer the one that was seen is refused.
    #expect(desk.browser.post("/appointments/\(id)/silence", ["version": "2"]).status == 303)
    #expect(desk.browser.post("/appointments/\(id)/silence", ["version": "1"]).status == 409)
    #expect(desk.browser.post("/appointments/\(id)/silence", [:]).status == 400)
    try desk.addNotice(id, "cancellation", "sent", reason: "accepted", occurrence: 1)
    #expect(desk.browser.post("/appointments/\(id)/silence", ["version": "2"]).status == 409, "it was said already")
  }

  /// The last link that was sent works as long as nothing newer was.
  @Test func aQuietChangeLeavesTheLinkInTheMailAsItIs() throws {
    let desk = try desk()
    let id = try desk.book().id
    let appointment = try #require(AppointmentID(text: id))
    let path = try desk.read { try $0.managePath(appointment, sequence: 0) }
    _ = desk.act(id, "time", version: 1, desk.moving(1))
    let visitor = TestBrowser()
    visitor.now = desk.browser.now
    #expect(visitor.get(path).status == 410, "a newer mail is on its way")
    _ = desk.browser.post("/appointments/\(id)/silence", ["version": "2"])
    let page = visitor.get(path)
    #expect(page.status == 200 && page.words.contains("15:00"))
    // The next change is told, and then the old link is old.
    _ = desk.act(id, "time", version: 2, desk.moving(2, ["time": "16:00"]))
    #expect(visitor.get(path).status == 410)
    try desk.addNotice(id, "change", "sent", reason: "accepted", occurrence: 2)
    #expect(visitor.get(path).status == 410)
  }

  @Test func whoOnlyReadsTheScheduleDecidesNothing() throws {
    let desk = try desk()
    let id = try desk.book().id
    _ = desk.act(id, "time", version: 1, desk.moving(1))
    try desk.addNotice(id, "change", "waiting", occurrence: 1)
    #expect(desk.browser.get("/appointments/\(id)").body.contains("/silence"))
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.change", "test", nil)) { tx in
        try tx.execute(
          "UPDATE identity_user SET role = 'biller' WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.practice.bob)"
        )
      }
    }
    #expect(!desk.browser.get("/appointments/\(id)").body.contains("/silence"))
    #expect(desk.browser.post("/appointments/\(id)/silence", ["version": "2"]).status == 403)
    #expect(desk.browser.get("/messages/failed").status == 403)
  }
}
