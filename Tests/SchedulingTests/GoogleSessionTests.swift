import Core
import Foundation
import SQL
import Server
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Sessions of groups in a Google Calendar: each once, with how full it is.
@Suite struct GoogleSessionTests {
  /// Connected, with "Talk" for groups of three.
  private func connected() throws -> GoogleDesk {
    let google = try GoogleDesk()
    let talk = google.desk.clinic.talk
    try google.desk.change(AuditEvent("test.rules", "scheduling_service", nil)) { tx in
      try tx.execute("UPDATE scheduling_service SET places = 3 WHERE practice_id = \(tx.scope) AND id = \(talk)")
    }
    try google.connect()
    try google.look()
    return google
  }
  private func plan(_ google: GoogleDesk, _ front: TestBrowser, key: Int = 1) throws -> String {
    let planned = front.post(
      "/calendar/groups",
      [
        "service": "\(google.desk.clinic.talk)", "practitioner": "\(google.desk.clinic.mira)", "date": "2027-03-10",
        "time": "1\(key - 1):30", "places": "3", "weeks": "1", "key": "00112233445566778899aabbccddee0\(key)",
      ])
    return String(try #require(planned.location, "\(planned.words)").prefix { $0 != "?" })
  }
  private func add(_ name: String?, to group: String, _ google: GoogleDesk, _ front: TestBrowser, key: Int) throws {
    let who =
      name.map { ["patient": "new", "given": $0, "family": "Added", "email": "\($0.lowercased())@example.org"] }
      ?? ["patient": "\(google.desk.practice.pat)"]
    let answer = front.post(
      group + "/participants", who.merging(["key": "00112233445566778899aabbccddee1\(key)"]) { $1 })
    #expect(answer.status == 303, "\(answer.words)")
  }
  private func id(_ group: String) throws -> EntityID {
    try #require(EntityID(text: String(group.split(separator: "/").last ?? "")))
  }

  @Test func aSessionStandsThereOnceWithItsCount() throws {
    let google = try connected()
    let front = try google.front()
    let group = try plan(google, front)
    try google.push()
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk (0/3)"])
    try add("Ada", to: group, google, front, key: 0)
    try add(nil, to: group, google, front, key: 1)
    try google.push()
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk (2/3)"], "one event, and none for a place")
    let event = try #require(try google.control().events[GoogleEventID.text(try id(group))])
    #expect(event["visibility"] as? String == "private" && event["description"] == nil)
    let all = String(describing: event)
    #expect(!all.contains("Ada") && !all.contains("Example"), "no name by default")
    // Echoes: what we wrote is neither busy nor written again.
    try google.control(["forget": true])
    try google.look(after: 15)
    try google.push(after: 15)
    #expect(try google.busy() == [])
    #expect(try google.control().calls.filter { $0.hasPrefix("events.") && $0 != "events.list" } == [])
    // Nor by way of our feed.
    try google.put(
      "fromfeed", from: "2027-03-10T12:30:00+01:00", to: "2027-03-10T13:20:00+01:00",
      ["iCalUID": "\(try id(group))@praxis"])
    try google.look(after: 30)
    #expect(try google.busy() == [])
    #expect(try google.control().violations == [])
  }

  @Test func itIsMovedCountedAndTakenAway() throws {
    let google = try connected()
    let front = try google.front()
    let group = try plan(google, front)
    try add("Ada", to: group, google, front, key: 0)
    try google.push()
    let change = { (version: Int, with: EntityID, places: Int) in
      front.post(
        group + "/time",
        [
          "version": "\(version)", "practitioner": "\(with)", "date": "2027-03-10", "time": "14:00", "minutes": "60",
          "places": "\(places)",
        ])
    }
    #expect(change(1, google.desk.clinic.mira, 5).status == 303)
    try google.push()
    #expect(try google.ours() == ["2027-03-10T13:00:00Z Talk (1/5)"])
    // Somebody edits it over there: it is put back.
    try google.put(
      GoogleEventID.text(try id(group)), from: "2027-03-10T20:00:00+01:00", to: "2027-03-10T21:00:00+01:00")
    try google.look(after: 15)
    try google.push(after: 15)
    #expect(try google.ours() == ["2027-03-10T13:00:00Z Talk (1/5)"])
    #expect(change(2, google.desk.clinic.jonas, 5).status == 303)
    try google.push(after: 15)
    #expect(try google.ours() == [], "it is Jonas's now")
    #expect(change(3, google.desk.clinic.mira, 5).status == 303)
    try google.push(after: 15)
    #expect(try google.ours() == ["2027-03-10T13:00:00Z Talk (1/5)"])
    let visit = try google.desk.practice.asOperator { db in
      try #require(
        try db.reader.first(
          "SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND group_id IS NOT NULL"
        ) { try $0.id(0, as: AppointmentID.self) })
    }
    #expect(front.post("/appointments/\(visit)/cancellation", ["version": "4", "reason": "x"]).status == 303)
    try google.push(after: 15)
    #expect(try google.ours() == ["2027-03-10T13:00:00Z Talk (0/5)"])
    #expect(front.post(group + "/cancellation", ["version": "4"]).status == 303)
    try google.push(after: 15)
    #expect(try google.ours() == [])
    #expect(try google.control().violations == [])
  }

  /// Who takes part stands there only where the practice allows names and their owner wants them.
  @Test func namesNeedBoth() throws {
    let google = try connected()
    let front = try google.front()
    let group = try plan(google, front)
    try add("Ada", to: group, google, front, key: 0)
    func description(after minutes: Int) throws -> String? {
      try google.look(after: minutes)
      try google.push(after: minutes)
      return try google.control().events[GoogleEventID.text(try id(group))]?["description"] as? String
    }
    try allow(true, google)
    #expect(try description(after: 15) == nil, "the practice alone does not decide it")
    try wantNames(google)
    #expect(try named(google) == [], "until now there were numbers alone")
    #expect(try description(after: 30) == "Ada Added")
    #expect(try named(google) == ["Ada google,written,names"], "whose name left the house is in the trail")
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk (1/3)"])
    try allow(false, google)
    #expect(try description(after: 45) == nil)
  }

  /// Taking it away is a disclosure's end, and the trail names the same people: not who had left before.
  @Test func whoseNamesAreTakenBackStandsInTheTrail() throws {
    let google = try connected()
    try allow(true, google)
    try wantNames(google)
    let front = try google.front()
    let group = try plan(google, front)
    for (key, name) in ["Ada", "Ben"].enumerated() { try add(name, to: group, google, front, key: key) }
    try google.push()
    #expect(try named(google) == ["Ada google,written,names", "Ben google,written,names"])
    let ben = try google.desk.practice.asOperator { db in
      try #require(
        try db.reader.rows(
          """
          SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND group_id IS NOT NULL
          ORDER BY created_at DESC, id DESC
          """
        ) { try $0.id(0, as: AppointmentID.self) }.first)
    }
    #expect(front.post("/appointments/\(ben)/cancellation", ["version": "1", "reason": "x"]).status == 303)
    try google.push(after: 15)
    #expect(try named(google).suffix(1) == ["Ada google,written,names"])
    let moved = front.post(
      group + "/time",
      [
        "version": "1", "practitioner": "\(google.desk.clinic.jonas)", "date": "2027-03-10", "time": "14:00",
        "minutes": "60", "places": "3",
      ])
    #expect(moved.status == 303, "\(moved.words)")
    let before = try named(google).count
    try google.push(after: 15)
    #expect(try google.ours() == [])
    #expect(try named(google).dropFirst(before) == ["Ada google,removed,names"], "Ben had left")
    // Called off, nobody takes part any more when it is taken away.
    let second = try plan(google, front, key: 2)
    try add("Cem", to: second, google, front, key: 2)
    try google.push(after: 15)
    #expect(front.post(second + "/cancellation", ["version": "1"]).status == 303)
    let called = try named(google).count
    try google.push(after: 15)
    #expect(try named(google).dropFirst(called) == ["Cem google,removed,names"])
    // Without names there is nobody to name.
    try allow(false, google)
    let third = try plan(google, front, key: 3)
    try add("Dee", to: third, google, front, key: 3)
    try google.push(after: 15)
    #expect(front.post(third + "/cancellation", ["version": "1"]).status == 303)
    let last = try named(google).count
    try google.push(after: 15)
    #expect(try named(google).count == last)
  }

  private func allow(_ names: Bool, _ google: GoogleDesk) throws {
    try google.desk.change(AuditEvent("test.names", "scheduling_feed_setting", nil)) { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_feed_setting (practice_id, names_patients) VALUES (\(tx.scope), \(names))
        ON DUPLICATE KEY UPDATE names_patients = \(names)
        """)
    }
  }
  private func wantNames(_ google: GoogleDesk) throws {
    let answer = google.desk.staff.post("/account/calendars/google/names", ["names": "yes"])
    #expect(answer.location?.hasSuffix("saved") == true, "\(answer.words)")
  }

  /// "Ada google,written,names": of each patient in the trail.
  private func named(_ google: GoogleDesk) throws -> [String] {
    try google.desk.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT p.sealed_name, p.id, e.fields FROM audit_event e
        JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
        WHERE e.practice_id = \(db.scope) AND e.action = 'calendar.write' ORDER BY e.seq
        """
      ) { row in
        let name = try row.opened(0, CalendarEntries.patientName, row: try row.id(1))
        return "\(name.prefix { $0 != "\u{1f}" }) \(try row.text(2))"
      }
    }
  }
}
