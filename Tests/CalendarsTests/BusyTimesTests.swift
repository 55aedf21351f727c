import Calendars
import Core
import Foundation
import TestSupport
import Testing

/// Busy times as libical and we read them, against dateutil and icalendar.
@Suite struct BusyTimesTests {
  static func calendar(_ events: [String]) -> [UInt8] {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    for event in events {
      lines += ["BEGIN:VEVENT", "DTSTAMP:20270101T000000Z"]
      lines += event.split(separator: "\n").map(String.init)
      lines.append("END:VEVENT")
    }
    lines += ["END:VCALENDAR", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }
  static let from = Instant(seconds: 1_798_761_600)  // 2027-01-01T00:00Z
  static let until = from.adding(days: 365)

  static func read(_ events: [String], zone: String = "Europe/Berlin") throws -> BusyTimes? {
    BusyTimes.read([calendar(events)], from: from, until: until, zone: try Zone(name: zone), limits: .usual)
  }
  private static func peer(_ events: [String], zone: String) throws -> [[Int64]] {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/busy.ics"
    try Data(calendar(events)).write(to: URL(fileURLWithPath: file))
    let line = try Peer.start("busy_times.py", [file, zone, "\(from.seconds)", "\(until.seconds)"]).line()
    return try JSONDecoder().decode([[Int64]].self, from: Data(line.utf8))
  }

  static let cases: [String] = [
    "UID:a\nDTSTART:20270310T090000Z\nDTEND:20270310T100000Z",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20270301T100000\nDTEND;TZID=Europe/Berlin:20270301T110000\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE",
    "UID:a\nDTSTART;TZID=America/New_York:20260105T090000\nDURATION:PT45M\nRRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20270501T130000Z",
    "UID:a\nDTSTART;TZID=Asia/Jerusalem:20270312T140000\nDTEND;TZID=Asia/Jerusalem:20270312T150000\nRRULE:FREQ=WEEKLY;COUNT=9\nEXDATE;TZID=Asia/Jerusalem:20270319T140000,20270402T140000",
    "UID:a\nDTSTART;TZID=Australia/Lord_Howe:20270325T013000\nDTEND;TZID=Australia/Lord_Howe:20270325T023000\nRRULE:FREQ=DAILY;COUNT=20",
    "UID:a\nDTSTART;VALUE=DATE:20270327\nDTEND;VALUE=DATE:20270330",
    "UID:a\nDTSTART;VALUE=DATE:20270301\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
    "UID:a\nDTSTART:20270301T120000\nDTEND:20270301T130000\nRRULE:FREQ=MONTHLY;BYDAY=2TU",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20240229T100000\nDTEND;TZID=Europe/Berlin:20240229T110000\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20270304T100000\nDTEND;TZID=Europe/Berlin:20270304T110000\nRDATE;TZID=Europe/Berlin:20270311T100000,20271104T100000\nEXDATE;TZID=Europe/Berlin:20270304T100000",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20270327T230000\nDTEND;TZID=Europe/Berlin:20270328T060000\nRRULE:FREQ=WEEKLY;COUNT=3",
    "UID:a\nDTSTART:20270310T090000Z\nDTEND:20270310T100000Z\nTRANSP:TRANSPARENT",
    "UID:a\nDTSTART:20270310T090000Z\nDTEND:20270310T100000Z\nSTATUS:CANCELLED",
    "UID:a\nDTSTART:20270310T090000Z\nDTEND:20270310T100000Z\nSTATUS:TENTATIVE",
    "UID:a\nDTSTART:20270310T090000Z",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20270105T080000\nDTEND;TZID=Europe/Berlin:20270105T090000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "UID:a\nDTSTART;TZID=Europe/Berlin:20270103T080000\nDTEND;TZID=Europe/Berlin:20270103T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,SA",
  ]

  @Test(arguments: cases) func everyRuleIsReadAsOthersReadIt(event: String) throws {
    for zone in ["Europe/Berlin", "America/New_York"] {
      let ours = try #require(try Self.read([event], zone: zone))
      let theirs = try Self.peer([event], zone: zone)
      #expect(ours.spans.map { [$0.start.seconds, $0.end.seconds] } == theirs)
      #expect(ours.unread == 0 && !ours.isCut)
    }
  }

  /// One occurrence moved, one cancelled, one made free; another calendar's event of the same time stays.
  @Test func occurrencesThatDifferStandForThemselves() throws {
    let series =
      "UID:s\nSEQUENCE:1\nDTSTART;TZID=Europe/Berlin:20270301T100000\nDTEND;TZID=Europe/Berlin:20270301T110000\nRRULE:FREQ=DAILY;COUNT=5"
    let events = [
      series,
      "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20270302T100000\nDTSTART;TZID=Europe/Berlin:20270302T150000\nDTEND;TZID=Europe/Berlin:20270302T153000",
      "UID:s\nRECURRENCE-ID:20270303T090000Z\nDTSTART;TZID=Europe/Berlin:20270303T100000\nDTEND;TZID=Europe/Berlin:20270303T110000\nSTATUS:CANCELLED",
      "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20270304T100000\nDTSTART;TZID=Europe/Berlin:20270304T100000\nDTEND;TZID=Europe/Berlin:20270304T110000\nTRANSP:TRANSPARENT",
      "UID:t\nDTSTART:20270303T090000Z\nDTEND:20270303T093000Z",
    ]
    let ours = try #require(try Self.read(events))
    let theirs = try Self.peer(events, zone: "Europe/Berlin")
    #expect(ours.spans.map { [$0.start.seconds, $0.end.seconds] } == theirs)
    #expect(ours.spans.map(\.uid) == ["s", "s", "t", "s"])
  }

  @Test func ofTwoStatesTheLaterCounts() throws {
    let later = "UID:a\nSEQUENCE:2\nDTSTART:20270310T120000Z\nDTEND:20270310T130000Z"
    let earlier = "UID:a\nSEQUENCE:1\nDTSTART:20270310T090000Z\nDTEND:20270310T100000Z"
    for events in [[later, earlier], [earlier, later]] {
      #expect(try Self.read(events)?.spans.map(\.start.seconds) == [1_804_680_000])
    }
  }

  /// A zone that only the file knows, as Outlook writes them.
  @Test func aZoneOfTheFilesOwnCounts() throws {
    let text = """
      BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:Far Away\r\nBEGIN:STANDARD\r\n\
      DTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
      BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=Far Away:20270310T100000\r\nDTEND;TZID=Far Away:20270310T110000\r\n\
      END:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let busy = BusyTimes.read(
      [Array(text.utf8)], from: Self.from, until: Self.until, zone: .utc, limits: .usual)
    #expect(busy?.spans.map(\.start.seconds) == [1_804_653_000])
  }

  @Test func aHostileCalendarEnds() throws {
    let endless = "DTSTART:20270101T000000Z\nDURATION:PT1M\nRRULE:FREQ=SECONDLY"
    let busy = try #require(try Self.read(["UID:a\n" + endless]))
    #expect(busy.unread == 1 && busy.spans.count == 1)
    let old = "UID:b\nDTSTART:15000101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY"
    #expect(try Self.read([old])?.isCut == true)
    let never = "UID:c\nDTSTART:20270101T000000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    #expect(try Self.read([never])?.spans.count == 1)
    let many = (0..<50).map { "UID:\($0)\nDTSTART:20270301T0\($0 % 10)0000Z\nDURATION:PT1M" }
    let few = BusyTimes.Limits(events: 20, steps: 10, allSteps: 100, spans: 5)
    let cut = BusyTimes.read([Self.calendar(many)], from: Self.from, until: Self.until, zone: .utc, limits: few)
    #expect(cut?.isCut == true && cut?.spans.count == 5)
  }

  /// Many rules, each harmless, are as much work as one without an end.
  @Test func allEventsTogetherAreBounded() throws {
    let many = (0..<20).map { "UID:\($0)\nDTSTART:20270101T0\($0 % 10)0000Z\nDURATION:PT1M\nRRULE:FREQ=DAILY" }
    let few = BusyTimes.Limits(events: 100, steps: 500, allSteps: 1000, spans: 20_000)
    let cut = BusyTimes.read([Self.calendar(many)], from: Self.from, until: Self.until, zone: .utc, limits: few)
    #expect(cut?.isCut == true && cut?.spans.count ?? 0 <= 1020)
    #expect(try Self.read(many)?.spans.count == 20 * 365)
  }

  /// Midnight itself is left out where the clocks turn then; the rule before the gap says what is meant.
  @Test func aTimeThatIsLeftOutIsAsFarBehindTheGapAsTheClockSays() throws {
    let cairo = "UID:a\nDTSTART;TZID=Africa/Cairo:20270430T003000\nDURATION:PT1H"
    #expect(try Self.read([cairo])?.spans.map(\.start.seconds) == [1_809_037_800])
    let berlin = "UID:a\nDTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT1H"
    #expect(try Self.read([berlin])?.spans.map(\.start.seconds) == [1_806_197_400])
  }

  @Test(arguments: [
    "", "<html></html>", "BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VCALENDAR\u{0}\r\nEND:VCALENDAR\r\n", "nonsense",
  ])
  func whatIsNoCalendarIsNone(text: String) {
    #expect(BusyTimes.read([Array(text.utf8)], from: Self.from, until: Self.until, zone: .utc, limits: .usual) == nil)
  }
}
