import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport
import Testing

/// A clinic with an owner at a browser.
struct SettingsCast {
  let clinic: Clinic
  let browser: TestBrowser
  var practice: TestPractice { clinic.practice }

  init() throws {
    clinic = try Clinic()
    let owner = UserID.make()
    try clinic.practice.asOperator { [clinic] db in
      try db.transaction(AuditEvent("test.owner", "identity_user", nil)) { tx in
        try TestPractice.add(owner, "Olivia Owner", "owner@\(clinic.slug).example", .owner, in: tx)
      }
    }
    browser = TestBrowser()
    try browser.signIn(owner, of: clinic.practice)
  }

  func browser(of user: UserID) throws -> TestBrowser {
    let browser = TestBrowser()
    try browser.signIn(user, of: practice)
    return browser
  }

  /// A booked appointment of Pat's with its claim: 50 minutes of `talk` with `practitioner`.
  @discardableResult
  func book(_ practitioner: EntityID, at start: Instant, service: EntityID? = nil) throws -> EntityID {
    let id = EntityID.make()
    let end = start.adding(minutes: 50)
    let zone = try Zone(name: "Europe/Berlin")
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.book", "scheduling_appointment", id)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status,
            starts_at,
            ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
            late_fee_minor, source, language, created_at)
          VALUES (\(tx.scope), \(id), \(self.practice.pat), \(service ?? self.clinic.talk), \(practitioner), 'booked',
            \(start),
            \(end), \(zone.local(start)), \(zone.name), 0, 0, 9500, 'EUR', 1440, 0, 'staff', 'en', \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, appointment_id)
          VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(end), \(id))
          """)
      }
    }
    return id
  }

  /// The local date some days ahead, and an instant on it.
  func ahead(days: Int, hour: Int) throws -> (date: LocalDate, instant: Instant) {
    let zone = try Zone(name: "Europe/Berlin")
    let date = zone.local(.now).date.adding(days: days)
    let time = try #require(LocalTime(hour: hour, minute: 0))
    return (date, try #require(zone.instants(of: LocalDateTime(date, time)).first))
  }

  func trail(_ count: Int = 1) throws -> [String] {
    try practice.asOperator { db in
      try db.reader.rows(
        "SELECT action, fields FROM audit_event WHERE practice_id = \(db.scope) ORDER BY seq DESC LIMIT \(count)"
      ) { row in try row.text(0) + " " + row.text(1) }
    }
  }

  func version(_ page: TestResponse) throws -> String { try #require(page.value(after: "name=\"version\" value=\"")) }

  /// A POST whose names may repeat.
  func post(_ target: String, _ fields: [(String, String)], _ browser: TestBrowser? = nil) -> TestResponse {
    let browser = browser ?? self.browser
    var allowed = CharacterSet.alphanumerics
    allowed.insert("-")
    let body = (fields + [("csrf", browser.csrf)]).map { name, value in
      [name, value].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }.joined(separator: "=")
    }
    return browser.send(
      "POST", target,
      headers: [
        "content-type": "application/x-www-form-urlencoded", "origin": "https://praxis.example",
        "sec-fetch-site": "same-origin",
      ], body: Array(body.joined(separator: "&").utf8))
  }
}
