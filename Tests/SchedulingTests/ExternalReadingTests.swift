import Core
import Foundation
import TestSupport
import Testing

@testable import Scheduling

/// Busy times around both changes of the clocks, through the whole job, as two others read the same file: dateutil with
/// the icalendar package, and khal after vdirsyncer.
@Suite struct ExternalReadingTests {
  private func compact(_ instant: Instant) -> String {
    "\(Zone.utc.local(instant))".filter { $0 != "-" && $0 != ":" } + "00Z"
  }

  /// Every quarter of an hour for three hours around each change, and noon on the days before and after, written as a
  /// wall clock.
  private func events(_ changes: [Instant], _ zone: Zone) -> [String] {
    changes.flatMap { change -> [String] in
      let near = (-6...6).map { step -> String in
        let start = change.adding(minutes: step * 15)
        return "DTSTART:\(compact(start))\nDTEND:\(compact(start.adding(minutes: 10)))"
      }
      let noon = (-2...2).map { step -> String in
        let date = "\(zone.local(change).date.adding(days: step))".filter { $0 != "-" }
        return "DTSTART;TZID=\(zone.name):\(date)T120000\nDTEND;TZID=\(zone.name):\(date)T123000"
      }
      return near + noon
    }
    .enumerated().map { "UID:\($0.offset)\n\($0.element)" }
  }

  private func theirs(_ other: ExternalDesk, until: Instant) throws -> [[Int64]] {
    let from = other.desk.zone.startOfDay(other.desk.zone.local(other.desk.staff.now).date.adding(days: -1))
    let words = [other.file, other.desk.zone.name, "\(from.seconds)", "\(until.seconds)"]
    let line = try Peer.start("busy_times.py", words).line()
    return try JSONDecoder().decode([[Int64]].self, from: Data(line.utf8))
  }

  @Test(arguments: ["Europe/Berlin", "Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe"])
  func bothReadersFindTheSameOverTheChangesOfTheClocks(name: String) throws {
    let other = try ExternalDesk(name)
    let zone = other.desk.zone
    let year = zone.startOfDay(try #require(LocalDate(text: "2027-01-01")))
    let end = year.adding(days: 364)
    let changes = zone.transitions(from: year, through: end)
    #expect(changes.count == 2)
    let single = events(changes, zone)
    try other.write(raw: single)
    let id = try other.add()
    try other.look(id)
    let ours = try other.spans(id)
    #expect(ours.count == 36)
    #expect(try ours.map { [$0.start.seconds, $0.end.seconds] } == theirs(other, until: end))

    let listed = try ListedEvent.khal(
      Array(Data(contentsOf: URL(fileURLWithPath: other.file))), zone: name, from: "2027-03-01", days: 300)
    let wall = { (instant: Instant) in "\(zone.local(instant))".replacing("T", with: " ") }
    #expect(listed.map(\.start).sorted() == ours.map { wall($0.start) }.sorted())
    #expect(listed.map(\.end).sorted() == ours.map { wall($0.end) }.sorted())

    // With events that repeat, and one that lasts whole days.
    let series = [
      "UID:w\nDTSTART;TZID=\(name):20270302T150000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=40",
      "UID:f\nDTSTART:20270303T173000\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=5;UNTIL=20271120T000000Z",
    ]
    try other.write(raw: single + series)
    try other.look(id, after: 16)
    let all = try other.spans(id)
    #expect(all.count > 36 + 40 + 50)
    #expect(try all.map { [$0.start.seconds, $0.end.seconds] } == theirs(other, until: end))
    #expect(Set(all.suffix(3).map { zone.local($0.start).time.minutes }).isSubset(of: [900, 1050]))
  }
}
