import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A front desk with a clinic: books, opens pages and looks behind them. It is ten in the morning, on a fixed day.
struct CalendarDesk {
  let clinic: Clinic
  let browser = TestBrowser()
  let zone: Zone

  init(_ zoneName: String = "Europe/Berlin", now: String = "2027-03-09T09:00Z", opens: Int = 540, closes: Int = 1020)
    throws
  {
    clinic = try Clinic(zone: zoneName, opens: opens, closes: closes)
    zone = try Zone(name: zoneName)
    browser.now = try #require(InstantText.decode(now))
    try browser.signIn(clinic.practice.bob, of: clinic.practice)
  }

  func form(_ changes: [String: String] = [:]) -> [String: String] {
    [
      "patient": "\(clinic.practice.pat)", "service": "\(clinic.talk)", "practitioner": "\(clinic.mira)",
      "date": "2027-03-09", "time": "13:00", "key": Hex.encode(SecureRandom.bytes(16)),
    ].merging(changes) { $1 }
  }

  /// The CSRF token comes with the session, so no page has to be opened first.
  func book(_ changes: [String: String] = [:]) throws -> (id: String, answer: TestResponse) {
    let answer = browser.post("/appointments", form(changes))
    let location = try #require(answer.location, "\(answer.status) \(answer.words)")
    return (try #require(location.split(separator: "&").first { $0.hasPrefix("of=") }).dropFirst(3).description, answer)
  }

  func act(_ id: String, _ path: String, version: Int, _ fields: [String: String] = [:]) -> TestResponse {
    browser.post("/appointments/\(id)/\(path)", ["version": "\(version)"].merging(fields) { $1 })
  }

  func moving(_ version: Int, _ changes: [String: String] = [:]) -> [String: String] {
    [
      "version": "\(version)", "practitioner": "\(clinic.mira)", "date": "2027-03-09", "time": "15:00", "minutes": "50",
    ].merging(changes) { $1 }
  }

  func read<Value>(_ body: (borrowing TenantReader) throws -> Value) throws -> Value {
    try clinic.practice.asOperator { db in try body(db.reader) }
  }

  /// A message about an appointment, as Messaging writes it down.
  func addNotice(
    _ id: String, _ rule: String, _ state: String, reason: String = "", outcome: String = "",
    occurrence: Int = 0
  ) throws {
    let appointment = try #require(EntityID(text: id))
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.change", "test", nil)) { tx in
        let notice = EntityID.make()
        let recipient = try tx.seal("x", SealedColumn("messaging_notice", "sealed_recipient"), row: notice)
        try tx.execute(
          """
          INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
            sealed_recipient, state, send_at, reason, outcome, ended_at, created_at, acknowledged_at)
          VALUES (\(tx.scope), \(notice), \(appointment), \(occurrence), \(rule), 'email', 'en', \(recipient), \(state),
            \(browser.now), \(reason), \(outcome), \(browser.now), \(browser.now),
            \(reason == "noServer" ? browser.now : nil))
          """)
      }
    }
  }

  /// Status, version and lane.
  func state(_ id: String) throws -> String {
    let id = try #require(EntityID(text: id))
    return try read { db in
      try db.first(
        "SELECT status, version, lane FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(id)"
      ) { "\(try $0.text(0)) \(try $0.int(1)) \(try $0.int(2))" } ?? "none"
    }
  }
  func claims(_ id: String) throws -> Int {
    let id = try #require(EntityID(text: id))
    return try read { db in
      try db.first(
        "SELECT COUNT(*) FROM scheduling_claim WHERE practice_id = \(db.scope) AND appointment_id = \(id)"
      ) { try $0.int(0) } ?? 0
    }
  }
  /// What was done to appointments; who looked at them is ReadingTests' matter.
  func audit() throws -> [String] {
    try read { db in
      try db.rows(
        """
        SELECT action, fields FROM audit_event
        WHERE practice_id = \(db.scope) AND action LIKE 'appointment.%' AND action <> 'appointment.read'
        ORDER BY seq
        """
      ) { "\(try $0.text(0)) \(try $0.text(1))".trimmingSuffix(" ") }
    }
  }
  func version(_ target: String = "/calendar/version?view=day&date=2027-03-09") -> String {
    browser.get(target).response.header("ETag") ?? ""
  }
}

extension String {
  func trimmingSuffix(_ suffix: Character) -> String { last == suffix ? String(dropLast()) : self }
}
