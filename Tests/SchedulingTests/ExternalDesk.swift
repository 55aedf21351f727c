import Core
import Foundation
import SQL
import Server
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Alice, whose other calendar lies on a server of the test's.
struct ExternalDesk {
  static let settings = ApplicationSettings(
    holdsPerHour: 1_000_000, baseURL: "https://praxis.example", isDevelopment: true)

  let desk: FeedDesk
  let front = TestBrowser()
  private let folder: TemporaryDirectory
  private let peer: ChildProcess
  let port: Int
  var clinic: Clinic { desk.clinic }
  var file: String { folder.path + "/calendar.ics" }

  init(_ zoneName: String = "Europe/Berlin") throws {
    desk = try FeedDesk(zoneName, settings: ExternalDesk.settings)
    front.now = desk.staff.now
    try front.signIn(desk.practice.bob, of: desk.practice)
    folder = try TemporaryDirectory()
    (peer, port) = try Peer.serve("calendar_peer.py", [folder.path + "/calendar.ics"])
    try write([("a", "20270310T100000", "20270310T120000")])
  }

  /// Events in Berlin's time.
  func write(_ events: [(uid: String, start: String, end: String)]) throws {
    let lines =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
      + events.flatMap { event in
        [
          "BEGIN:VEVENT", "UID:\(event.uid)", "DTSTAMP:20270101T000000Z", "SUMMARY:Secret words",
          "DTSTART;TZID=Europe/Berlin:\(event.start)", "DTEND;TZID=Europe/Berlin:\(event.end)", "END:VEVENT",
        ]
      } + ["END:VCALENDAR", ""]
    try Data(lines.joined(separator: "\r\n").utf8).write(to: URL(fileURLWithPath: file))
  }
  /// Events as they are, each a list of lines.
  func write(raw events: [String]) throws {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for event in events {
      lines += ["BEGIN:VEVENT", "DTSTAMP:20270101T000000Z", "SUMMARY:Busy"]
      lines += event.split(separator: "\n").map(String.init)
      lines.append("END:VEVENT")
    }
    lines += ["END:VCALENDAR", ""]
    try Data(lines.joined(separator: "\r\n").utf8).write(to: URL(fileURLWithPath: file))
  }
  func spans(_ id: EntityID) throws -> [TimeSpan] {
    try desk.practice.asOperator { db in try BusyClaims.stored(id, in: db.reader) }
  }
  func tell(_ name: String, _ text: String?) throws {
    let path = String(file.dropLast(3)) + name
    if let text {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// Adds a calendar by its page.
  @discardableResult
  func add(_ path: String = "/calendar", _ changes: [String: String] = [:]) throws -> EntityID {
    desk.staff.get("/account/calendars")
    let fields = ["name": "Family", "kind": "file", "address": "http://127.0.0.1:\(port)\(path)"]
    let answer = desk.staff.post("/account/calendars", fields.merging(changes) { $1 })
    #expect(answer.location == "/account/calendars?done=added", "\(answer.words)")
    let id = try desk.practice.asOperator { db in
      try db.reader.first(
        "SELECT id FROM scheduling_external WHERE practice_id = \(db.scope) ORDER BY created_at DESC, lane DESC LIMIT 1"
      ) { try $0.id(0) }
    }
    return try #require(id)
  }

  /// One look, as the worker takes it.
  @discardableResult
  func look(_ id: EntityID, after minutes: Int = 0, isDevelopment: Bool = true) throws -> JobOutcome {
    let now = desk.staff.now.adding(minutes: minutes)
    return try desk.practice.enter(.job) { db in
      let job = ClaimedJob(
        practice: db.scope.practice, id: EntityID.make(), askedBy: nil, kind: "calendar.look", payload: "\(id)",
        attempt: 1)
      return try ExternalJob(fetcher: ExternalFetcher(isDevelopment: isDevelopment), google: nil).run(job, now, db)
    }
  }

  func external(_ id: EntityID) throws -> External? {
    try desk.practice.asOperator { db in try Externals.find(id, in: db.reader) }
  }
  /// Signed in anew: nobody has been idle for that long.
  func page(after minutes: Int = 0) throws -> TestResponse {
    let browser = TestBrowser(ExternalDesk.settings)
    browser.now = desk.staff.now.adding(minutes: minutes)
    try browser.signIn(desk.practice.alice, of: desk.practice)
    return browser.get("/account/calendars")
  }
  /// Starts of a talk with Mira on a date that a visitor may have, in Berlin's time.
  func free(on text: String = "2027-03-10") throws -> [String] {
    let date = try #require(LocalDate(text: text))
    return try desk.practice.asOperator { db in
      let offering = try #require(try Offering.find(ServiceID(self.clinic.talk), in: db.reader))
        .limited(to: ResourceID(self.clinic.mira))
      let availability = try offering.availability(
        from: date, through: date, zone: self.desk.zone, now: self.desk.staff.now, in: db.reader)
      let window = BookingWindow(offering.service, zone: self.desk.zone, now: self.desk.staff.now)
      return availability.slots(on: date, for: .visitor(window)).map { "\($0.wallClock.time)" }
    }
  }
  func busy(_ id: EntityID) throws -> [String] {
    try desk.practice.asOperator { db in
      try BusyClaims.stored(id, in: db.reader).map {
        "\(self.desk.zone.local($0.start)) \(self.desk.zone.local($0.end).time)"
      }
    }
  }
}
