import Calendars
import Core
import Testing

/// One changed occurrence that stands for all that follow it (RECURRENCE-ID;RANGE=THISANDFUTURE).
@Suite struct LaterOccurrencesTests {
  /// Mondays at ten in Berlin: 15, 22 and 29 March and 5 April; the clocks turn on the 28th.
  private static let mondays = """
    UID:s
    DTSTART;TZID=Europe/Berlin:20270315T100000
    DTEND;TZID=Europe/Berlin:20270315T110000
    RRULE:FREQ=WEEKLY;COUNT=4
    """
  private static func from(_ date: String, _ rest: String, range: String = ";RANGE=THISANDFUTURE") -> String {
    "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin\(range):\(date)T100000\n\(rest)"
  }
  private static func read(_ events: String...) throws -> [String] {
    try #require(try BusyTimesTests.read(events)).spans.map { span in
      let start = Zone.utc.local(span.start)
      return "\(start.date) \(start.time) \(span.end.minutes(since: span.start))"
    }
  }

  @Test func laterOnesMoveAsTheFirstAndByTheClockOnTheWall() throws {
    let tuesdays = Self.from(
      "20270322", "DTSTART;TZID=Europe/Berlin:20270323T140000\nDTEND;TZID=Europe/Berlin:20270323T143000")
    #expect(
      try Self.read(Self.mondays, tuesdays)
        == ["2027-03-15 09:00 60", "2027-03-23 13:00 30", "2027-03-30 12:00 30", "2027-04-06 12:00 30"])
  }

  @Test func laterOnesEndWithTheFirst() throws {
    let end = Self.from(
      "20270329", "DTSTART;TZID=Europe/Berlin:20270329T100000\nDURATION:PT1H\nSTATUS:CANCELLED")
    #expect(try Self.read(Self.mondays, end) == ["2027-03-15 09:00 60", "2027-03-22 09:00 60"])
  }

  /// What changed by itself stays as it is, and the last change before an occurrence counts.
  @Test func anotherChangeComesBehind() throws {
    let later = Self.from("20270322", "DTSTART;TZID=Europe/Berlin:20270322T120000\nDURATION:PT1H")
    let alone = Self.from("20270329", "DTSTART;TZID=Europe/Berlin:20270329T080000\nDURATION:PT15M", range: "")
    let again = Self.from("20270405", "DTSTART;TZID=Europe/Berlin:20270405T180000\nDURATION:PT2H")
    #expect(
      try Self.read(again, alone, later, Self.mondays)
        == ["2027-03-15 09:00 60", "2027-03-22 11:00 60", "2027-03-29 06:00 15", "2027-04-05 16:00 120"])
  }

  /// What was behind the end of the time asked about is in it once it is earlier.
  @Test func whatIsMovedForwardIsFound() throws {
    let yearly = """
      UID:s
      DTSTART;TZID=Europe/Berlin:20250110T100000
      DTEND;TZID=Europe/Berlin:20250110T110000
      RRULE:FREQ=YEARLY
      """
    let christmas = Self.from("20260110", "DTSTART;TZID=Europe/Berlin:20251220T100000\nDURATION:PT1H")
    #expect(try Self.read(yearly, christmas) == ["2027-12-20 09:00 60"])
  }

  @Test func theOffsetBetweenTwoZonesIsKept() throws {
    let utc = Self.from("20270322", "DTSTART:20270322T150000Z\nDURATION:PT1H")
    #expect(
      try Self.read(Self.mondays, utc)
        == ["2027-03-15 09:00 60", "2027-03-22 15:00 60", "2027-03-29 14:00 60", "2027-04-05 14:00 60"])
  }
}
