import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Nobody who takes part learns of another, and no calendar elsewhere does.
@Suite struct GroupPrivacyTests {
  @Test func feedsHoldASessionOnceAndAPatientTheirOwnVisit() throws {
    let desk = try FeedDesk()
    let front = TestBrowser()
    front.now = desk.staff.now
    try front.signIn(desk.practice.bob, of: desk.practice)
    let talk = desk.clinic.talk
    try desk.change(AuditEvent("test.rules", "scheduling_service", nil)) { tx in
      try tx.execute(
        "UPDATE scheduling_service SET places = 3 WHERE practice_id = \(tx.scope) AND id = \(talk)")
    }
    // With names in feeds: still none of a session.
    try desk.change(AuditEvent("test.names", "scheduling_feed_setting", nil)) { tx in
      try tx.execute("INSERT INTO scheduling_feed_setting (practice_id, names_patients) VALUES (\(tx.scope), TRUE)")
    }
    let planned = front.post(
      "/calendar/groups",
      [
        "service": "\(talk)", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-11", "time": "13:00",
        "places": "3", "weeks": "1", "key": "00112233445566778899aabbccddee01",
      ])
    let group = String(try #require(planned.location, "\(planned.words)").prefix { $0 != "?" })
    for (index, fields) in [
      ["patient": "\(desk.practice.pat)"],
      ["patient": "new", "given": "Ada", "family": "Added", "email": "ada@example.org"],
    ].enumerated() {
      let key = "00112233445566778899aabbccddee1\(index)"
      #expect(front.post(group + "/participants", fields.merging(["key": key]) { $1 }).status == 303)
    }
    let (staff, patient) = (try desk.staffFeed(), try desk.patientFeed())
    for path in [staff, patient] {
      let text = desk.fetch(path).body
      #expect(text.matches(of: /BEGIN:VEVENT/).count == 1, "\(text)")
      #expect(!text.contains("Ada") && !text.contains("Example"), "\(text)")
    }
    #expect(desk.fetch(staff).body.contains("SUMMARY;LANGUAGE=en:Talk"))
    #expect(front.post(group + "/cancellation", ["version": "1"]).status == 303)
    for path in [staff, patient] { #expect(desk.fetch(path, after: 5).body.contains("STATUS:CANCELLED")) }
  }

  /// A practitioner who sees their own patients alone reads no name of a colleague's session.
  @Test func whoDoesNotReachAPatientReadsNoName() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    _ = try desk.book("Ada")
    let alice = desk.clinic.practice.alice
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.reach", "practices_practice", nil)) { tx in
        try tx.execute(
          "UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
      }
    }
    let browser = TestBrowser()
    browser.now = desk.desk.browser.now
    try browser.signIn(alice, of: desk.clinic.practice)
    let page = browser.get(path)
    #expect(page.status == 200)
    #expect(!page.words.contains("Ada"))
    #expect(page.words.contains("1 of 3 places is taken"))
    let id = try desk.ids()[0]
    #expect(!page.body.contains("/appointments/\(id)"))
  }

  /// Each look at the list is in the trail, with how many were named.
  @Test func lookingAtTheListIsRecorded() throws {
    let desk = try GroupDesk()
    let path = try desk.plan()
    for name in ["Ada", "Ben"] {
      desk.later()
      _ = try desk.book(name)
    }
    desk.desk.browser.get(path)
    let events = try desk.desk.read { db in
      try db.rows(
        "SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'appointments.list' ORDER BY seq"
      ) { try $0.text(0) }
    }
    #expect(events.last == "rows=2")
  }

  /// Somebody of another practice finds no session, and cannot take a place of one.
  @Test func sessionsOfOthersAreNotThere() throws {
    let (own, other) = (try GroupDesk(), try GroupDesk())
    let path = try other.plan()
    #expect(own.desk.browser.get(path).status == 404)
    #expect(own.add(path, "Ada").status == 404)
    #expect(own.desk.browser.post(path + "/cancellation", ["version": "1"]).status == 404)
    let refused = own.walk.browser.post(
      own.walk.base + "/holds", ["service": "\(other.clinic.talk)", "start": GroupDesk.start])
    #expect(refused.status != 303)
    #expect(try other.places() == [])
  }
}
