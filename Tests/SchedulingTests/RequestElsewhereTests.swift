import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Who became busy elsewhere since the patient asked is not booked without knowing it.
@Suite struct RequestElsewhereTests {
  /// Wednesday, 10:00 in Berlin.
  private static let start = "2027-03-10T09:00Z"

  private func busy(_ both: RequestDesk, _ person: EntityID, from: String, minutes: Int) throws {
    let (id, now, start) = (EntityID.make(), both.desk.browser.now, try #require(InstantText.decode(from)))
    try both.clinic.practice.asOperator { [clinic = both.clinic] db in
      try db.transaction(AuditEvent("test.busy", "scheduling_external", id)) { tx in
        let draft = ExternalDraft(
          kind: .file, name: "Family", address: "https://x.example/a.ics", login: nil, password: nil)
        try Externals.insert(
          id, draft, of: clinic.practice.alice, ResourceID(person), lane: ClaimLanes.elsewhere.lowerBound, now: now,
          in: tx)
        try tx.execute(
          """
          INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, external_id)
          VALUES (\(tx.scope), \(EntityID.make()), \(person), \(ClaimLanes.elsewhere.lowerBound), \(start),
            \(start.adding(minutes: minutes)), \(id))
          """)
      }
    }
  }

  @Test func theListSaysSoAndAgreeingAnywayNeedsAReason() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    #expect(!both.desk.browser.get("/calendar/requests").words.contains("busy in a calendar elsewhere"))
    try busy(both, both.clinic.mira, from: "2027-03-10T09:30Z", minutes: 60)
    let page = both.desk.browser.get("/calendar/requests")
    #expect(
      page.words.contains("Dr Mira Specimen: busy in a calendar elsewhere, 10:30–11:30."), "\(page.words)")
    let silent = try both.answer("approval")
    #expect(silent.status == 409 && silent.words.contains("Say why, so that others understand it."))
    #expect(silent.body.contains("<a href=\"#anyway-"))
    let long = try both.answer("approval", fields: ["reason": String(repeating: "x", count: 1000)])
    #expect(long.status == 409)
    #expect(
      try both.state() == ["pending - 1 1"] && both.news() == ["appointment.requested 0"],
      "nothing is booked without a word")
    let answer = try both.answer("approval", fields: ["reason": "She comes back for it"])
    #expect(answer.location == "/calendar/requests?done=approval")
    #expect(try both.state() == ["booked - 0 1"] && both.news() == ["appointment.requested 0", "appointment.booked 0"])
    let trail = try both.desk.audit()
    #expect(trail.contains("appointment.approve") && trail.contains("appointment.override elsewhere"), "\(trail)")
    let shown = both.desk.browser.get("/appointments/\(try both.ids()[0])").words
    #expect(shown.contains("She comes back for it"))
  }

  @Test func whatLiesBesideItOrIsSomebodyElsesIsNotInTheWay() throws {
    let both = try RequestDesk("approval_hours = 24")
    _ = try both.book(Self.start)
    try busy(both, both.clinic.mira, from: "2027-03-10T09:50Z", minutes: 60)
    try busy(both, both.clinic.jonas, from: "2027-03-10T09:00Z", minutes: 60)
    #expect(!both.desk.browser.get("/calendar/requests").words.contains("busy in a calendar elsewhere"))
    #expect(try both.answer("approval").location == "/calendar/requests?done=approval")
    #expect(try !both.desk.audit().contains { $0.hasPrefix("appointment.override") })
  }
}
