import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import SQL
import TestSupport
import Testing
import Web

/// Who saw whom stands in the trail: every page of staff that shows patients leaves an event, and none of their words.
@Suite struct ReadingTests {
  /// A front desk with a clinic and one appointment of Pat's, on a fixed day.
  private struct Desk {
    let clinic: Clinic
    let browser = TestBrowser()
    var p: TestPractice { clinic.practice }

    init() throws {
      clinic = try Clinic()
      browser.now = Instant(seconds: 1_804_582_800)  // 2027-03-09T09:00Z, a Tuesday
      try browser.signIn(p.bob, of: p)
    }
    func book(_ time: String) throws -> String {
      let answer = browser.post("/appointments", form(time))
      let location = try #require(answer.location, "\(answer.status) \(answer.words)")
      return String(try #require(location.split(separator: "&").first { $0.hasPrefix("of=") }).dropFirst(3))
    }
    func form(_ time: String) -> [String: String] {
      [
        "patient": "\(p.pat)", "service": "\(clinic.talk)", "practitioner": "\(clinic.mira)", "date": "2027-03-09",
        "time": time, "key": Hex.encode(SecureRandom.bytes(16)),
      ]
    }
    /// What requests left so far: action, fields, and whom it is about.
    func events() throws -> [String] {
      let p = clinic.practice
      return try p.asOperator { db in
        try db.reader.rows(
          """
          SELECT action, fields, patient_id, actor_id FROM audit_event
          WHERE practice_id = \(db.scope) AND request_id <> '' ORDER BY seq
          """
        ) { row in
          let about = try row.idIfPresent(2, as: PatientID.self).map { $0 == p.pat ? "of pat" : "of \($0)" } ?? ""
          let who = try row.idIfPresent(3, as: UserID.self) == p.bob ? "" : "by somebody else"
          return [try row.text(0), try row.text(1), about, who].filter { !$0.isEmpty }.joined(separator: " ")
        }
      }
    }
    /// What one request leaves.
    func after(_ act: (TestBrowser) throws -> TestResponse) throws -> (page: TestResponse, events: [String]) {
      let before = try events().count
      let page = try act(browser)
      return (page, Array(try events().dropFirst(before)))
    }
  }

  @Test func aListIsOneEventWithItsLength() throws {
    let desk = try Desk()
    let (page, events) = try desk.after { $0.get("/patients") }
    #expect(page.words.contains("Pat"))
    #expect(events == ["patients.list rows=1"])
  }

  @Test func aSearchIsOneEventWithoutItsWords() throws {
    let desk = try Desk()
    let (page, events) = try desk.after { $0.post("/patients/search", ["q": "exampl"]) }
    #expect(page.status == 200 && page.words.contains("Pat"))
    #expect(events == ["patients.search rows=1"])
    let (_, none) = try desk.after { $0.post("/patients/search", ["q": "Nobody"]) }
    #expect(none == ["patients.search rows=0"])
    let draft = desk.form("10:00").merging(["search": "Pat"]) { $1 }
    let (_, found) = try desk.after { $0.post("/appointments/draft", draft) }
    #expect(found == ["patients.search rows=1"])
    let trail = try desk.p.asOperator { db in
      try db.reader.rows(
        "SELECT CONCAT_WS(' ', action, entity, fields, role, address) FROM audit_event WHERE practice_id = \(db.scope)"
      ) { try $0.text(0) }.joined(separator: "\n").lowercased()
    }
    #expect(!trail.contains("exampl ") && !trail.contains("nobody") && !trail.contains("pat "))
  }

  @Test func detailsAreReadOfSomebody() throws {
    let desk = try Desk()
    #expect(try desk.after { $0.get("/patients/\(desk.p.pat)/details") }.events == ["patient.read of pat"])
    #expect(try desk.after { $0.get("/patients/\(desk.p.pat)/edit") }.events == ["patient.read of pat"])
    // Leading on shows nothing; a form that comes back shows what it showed before.
    #expect(try desk.after { $0.get("/patients/\(desk.p.pat)") }.events == [])
    let (refused, again) = try desk.after { $0.post("/patients/\(desk.p.pat)", ["family": "", "version": "1"]) }
    #expect(refused.status == 422 && again == ["patient.read of pat"])
    #expect(try desk.after { $0.get("/patients/\(PatientID.make())/details") }.events == [], "nobody was seen")
  }

  @Test func whoMayBeHereAlreadyIsASearchToo() throws {
    let desk = try Desk()
    let new = [
      "given": "Erika", "family": "Muster", "birth-date": "1990-01-02", "gender": "female", "language": "en",
      "is-active": "yes",
    ]
    #expect(desk.browser.post("/patients", new).status == 303)
    let (warned, events) = try desk.after { $0.post("/patients", new) }
    #expect(warned.status == 422 && events == ["patients.search rows=1"])
  }

  @Test func theCalendarSaysWhichPartAndHowMuch() throws {
    let desk = try Desk()
    let id = try desk.book("13:00")
    _ = try desk.book("15:00")
    let part = { (view: String) in "schedule.read view=\(view),date=2027-03-09,rows=2" }
    #expect(try desk.after { $0.get("/calendar?date=2027-03-09") }.events == [part("day")])
    #expect(try desk.after { $0.get("/calendar?view=week&date=2027-03-09") }.events == [part("week")])
    #expect(try desk.after { $0.get("/calendar?view=agenda&date=2027-03-09") }.events == [part("agenda")])
    let other = try desk.after { $0.get("/calendar?date=2027-03-09&who=\(desk.clinic.jonas)") }
    #expect(other.events == ["schedule.read view=day,date=2027-03-09,rows=0"])
    #expect(
      try desk.after { $0.get("/calendar?date=2027-03-09&a=\(id)") }.events == [part("day"), "appointment.read of pat"])
    // The question that is asked every few seconds is no look at anybody.
    let (poll, none) = try desk.after { $0.get("/calendar/version?view=day&date=2027-03-09") }
    #expect(poll.status == 200 && none == [])
  }

  @Test func anAppointmentIsReadOfSomebody() throws {
    let desk = try Desk()
    let id = try desk.book("13:00")
    #expect(try desk.after { $0.get("/appointments/\(id)") }.events == ["appointment.read of pat"])
    #expect(try desk.after { $0.get("/appointments/\(id)/move") }.events == ["appointment.read of pat"])
    #expect(try desk.after { $0.get("/appointments/\(EntityID.make())") }.events == [])
    let (stale, events) = try desk.after { $0.post("/appointments/\(id)/check-in", ["version": "9"]) }
    #expect(stale.status == 409 && events == ["appointment.read of pat"])
    // Its own history tells of changes; who looked at it is the trail's to tell.
    #expect(!desk.browser.get("/appointments/\(id)").words.contains("Something else"))
  }

  @Test func whoStandsInTheWayIsNamedAndCounted() throws {
    let desk = try Desk()
    _ = try desk.book("13:00")
    let (conflict, events) = try desk.after { $0.post("/appointments", desk.form("13:10")) }
    #expect(conflict.status == 409)
    #expect(events == ["patients.search rows=1", "appointments.list rows=1"])
    let owner = UserID.make()
    try desk.p.asOperator { db in
      try db.transaction(AuditEvent("test.owner", "identity_user", nil)) { tx in
        try TestPractice.add(owner, "Olivia", "olivia@\(desk.p.slug).example", .owner, in: tx)
      }
    }
    let boss = TestBrowser()
    boss.now = desk.browser.now
    try boss.signIn(owner, of: desk.p)
    let before = try desk.events().count
    let warning = boss.post("/settings/practitioners/\(desk.clinic.mira)/deactivation", [:])
    #expect(warning.words.contains("Pat Example"))
    #expect(try desk.events().dropFirst(before) == ["appointments.list rows=1 by somebody else"])
  }

  /// No record, no page.
  @Test func whatCannotBeRecordedIsNotShown() throws {
    let desk = try Desk()
    #expect(desk.browser.get("/patients/\(desk.p.pat)/details").words.contains("Pat Example"))
    let practice = try desk.p.asOperator { $0.scope.practice }
    let root = try TestServer.connectAsRoot()
    try root.run("DELETE FROM audit_head WHERE practice_id = \(practice)")
    for target in ["/patients/\(desk.p.pat)/details", "/patients", "/calendar?date=2027-03-09"] {
      let page = desk.browser.get(target)
      #expect(page.status == 500, "\(target)")
      #expect(!page.body.contains("Pat Example") && !page.body.contains("Example, Pat"), "\(target)")
    }
  }
}
