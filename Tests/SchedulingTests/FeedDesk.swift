import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import SQL
import Server
import TestSupport
import Testing

@testable import Scheduling

/// A calendar as two programs that are not ours read it.
struct ReadFeed: Decodable {
  struct Event: Decodable {
    let uid: String
    let sequence: Int
    let status: String
    let start: Int64
    let end: Int64
    let wall: String
    let summary: String
    let location: String
    let description: String
    let stamp: Int64
    let modified: Int64
    let transparency: String
    let `class`: String
  }
  let method: String
  let version: String
  let name: String
  let refreshSeconds: Int
  let events: [Event]
  let errors: [String]
  let longest: Int
  let bareLineEnds: Int

  /// By the icalendar package of Python.
  static func icalendar(_ bytes: [UInt8], zone: String) throws -> ReadFeed {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/feed.ics"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let line = try Peer.start("read_calendar.py", [file, zone]).line()
    return try JSONDecoder().decode(ReadFeed.self, from: Data(line.utf8))
  }
}

struct ListedEvent: Decodable, Hashable {
  let start: String
  let end: String
  let status: String
  let title: String

  /// Fetched by vdirsyncer, listed by khal.
  static func khal(_ bytes: [UInt8], zone: String, from first: String, days: Int) throws -> [ListedEvent] {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/feed.ics"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let line = try Peer.start("read_khal.py", [file, zone, first, "\(days)"]).line()
    return try JSONDecoder().decode([ListedEvent].self, from: Data(line.utf8))
  }
}

/// A clinic in which Mira's column is Alice's, and a calendar elsewhere that fetches.
struct FeedDesk {
  let clinic: Clinic
  let staff: TestBrowser
  let patient = TestBrowser()
  let zone: Zone
  var practice: TestPractice { clinic.practice }

  init(
    _ zoneName: String = "Europe/Berlin", now: String = "2027-03-01T09:00Z",
    settings: ApplicationSettings = TestBrowser.settings
  ) throws {
    staff = TestBrowser(settings)
    clinic = try Clinic(zone: zoneName)
    zone = try Zone(name: zoneName)
    staff.now = try #require(InstantText.decode(now))
    patient.now = staff.now
    let (alice, mira) = (clinic.practice.alice, clinic.mira)
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.link", "scheduling_resource", nil)) { tx in
        _ = try tx.execute(
          "UPDATE scheduling_resource SET user_id = \(alice) WHERE practice_id = \(tx.scope) AND id = \(mira)")
      }
    }
    try staff.signIn(clinic.practice.alice, of: clinic.practice)
    try patient.signIn(patient: clinic.practice.pat, of: clinic.practice)
  }

  /// The path of an address that was just made; the page shows it once.
  func make(_ browser: TestBrowser, at path: String) throws -> String {
    browser.get(path)
    let page = browser.post(path, [:])
    #expect(page.status == 200)
    let address = try #require(page.value(after: "id=\"feed-address\" type=\"text\" value=\""), "\(page.words)")
    #expect(address.hasPrefix("https://praxis.example/feeds/\(clinic.slug)/") && address.hasSuffix(".ics?lang=en"))
    return String(address.dropFirst("https://praxis.example".utf8.count))
  }
  func staffFeed() throws -> String { try make(staff, at: "/account/feed") }
  func patientFeed() throws -> String { try make(patient, at: "/portal/feed") }

  /// As a program does that is signed in nowhere.
  func fetch(_ path: String, _ headers: [String: String] = [:], after minutes: Int = 0) -> TestResponse {
    let program = TestBrowser()
    program.now = staff.now.adding(minutes: minutes)
    return program.send("GET", path, headers: headers, body: [])
  }

  @discardableResult
  func plan(
    _ start: Instant, minutes: Int = 50, status: String = "booked", room: Bool = false, cancelledAt: Instant? = nil,
    made: Instant? = nil
  ) throws -> AppointmentID {
    let id = AppointmentID.make()
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.plan", "scheduling_appointment", id.id)) { tx in
        _ = try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, room_id, status,
            starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
            cancel_notice_minutes, late_fee_minor, source, language, cancelled_at, created_at)
          VALUES (\(tx.scope), \(id), \(self.practice.pat), \(self.clinic.talk), \(self.clinic.mira),
            \(room ? self.clinic.room : nil), \(status), \(start), \(start.adding(minutes: minutes)),
            \(self.zone.local(start)), \(self.zone.name), 0, 0, 9500, 'EUR', 1440, 0, 'staff', 'en', \(cancelledAt),
            \(made ?? self.staff.now.adding(days: -60)))
          """)
      }
    }
    return id
  }

  func change(_ what: AuditEvent, _ body: (borrowing TenantTransaction) throws -> Void) throws {
    try practice.asOperator { db in try db.transaction(what) { tx in try body(tx) } }
  }
  func events(_ action: String) throws -> [String] {
    try practice.asOperator { db in
      try db.reader.rows(
        "SELECT actor_kind, fields FROM audit_event WHERE practice_id = \(db.scope) AND action = \(action) ORDER BY seq"
      ) { "\(try $0.text(0)) \(try $0.text(1))" }
    }
  }
}
