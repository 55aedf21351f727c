import Calendars
import Core
import Testing

@Suite struct RecurrenceRuleTests {
  static func dates(
    _ pattern: RecurrenceRule.Pattern, every: Int = 1, _ end: RecurrenceRule.End, from: String, limit: Int = 200
  ) throws -> [String] {
    let rule = try #require(RecurrenceRule(pattern, every: every, end: end))
    return rule.dates(from: try #require(LocalDate(text: from)), limit: limit).map(\.description)
  }

  /// The expectations are those of python-dateutil's `rrule`.
  @Test func datesAreThoseOfTheRule() throws {
    #expect(
      try Self.dates(.daily, every: 3, .count(3), from: "2027-02-27") == ["2027-02-27", "2027-03-02", "2027-03-05"])
    #expect(
      try Self.dates(.weekly([2, 4]), every: 2, .count(5), from: "2027-03-09")
        == ["2027-03-09", "2027-03-11", "2027-03-23", "2027-03-25", "2027-04-06"])
    #expect(
      try Self.dates(.monthly(day: 31), .count(4), from: "2027-01-31")
        == ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31"])
    #expect(
      try Self.dates(.monthlyOn(weekday: 2, position: 2), .count(3), from: "2027-03-09")
        == ["2027-03-09", "2027-04-13", "2027-05-11"])
    #expect(
      try Self.dates(.monthlyOn(weekday: 5, position: -1), every: 2, .count(3), from: "2027-01-29")
        == ["2027-01-29", "2027-03-26", "2027-05-28"])
    let last = try #require(LocalDate(text: "2027-03-30"))
    #expect(
      try Self.dates(.weekly([2]), .until(last), from: "2027-03-09")
        == ["2027-03-09", "2027-03-16", "2027-03-23", "2027-03-30"], "the last date belongs to it")
  }

  /// Every second week counts from the first weekday that fits, not from the week of the date typed.
  @Test func aStartThatDoesNotFitMovesToTheFirstThatDoes() throws {
    #expect(
      try Self.dates(.weekly([2]), every: 2, .count(2), from: "2027-03-10") == ["2027-03-16", "2027-03-30"])
  }

  @Test func noMoreAreMadeThanWanted() throws {
    let far = try #require(LocalDate(text: "2199-01-01"))
    #expect(try Self.dates(.daily, .until(far), from: "2027-03-09", limit: 105).count == 105)
  }

  @Test func textComesBackAsItWas() throws {
    let until = try #require(LocalDate(text: "2027-06-30"))
    for (pattern, end, text) in [
      (.daily, .count(2), "FREQ=DAILY;INTERVAL=2;COUNT=2"),
      (.weekly([7, 1]), .until(until), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20270630"),
      (.monthly(day: 31), .count(9), "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;COUNT=9"),
      (.monthlyOn(weekday: 3, position: -1), .count(9), "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1WE;COUNT=9"),
    ] as [(RecurrenceRule.Pattern, RecurrenceRule.End, String)] {
      let rule = try #require(RecurrenceRule(pattern, every: 2, end: end))
      #expect(rule.text == text)
      #expect(RecurrenceRule(text: text) == rule)
    }
  }

  @Test(arguments: [
    "", "FREQ=SECONDLY;INTERVAL=1;COUNT=2", "FREQ=DAILY;INTERVAL=0;COUNT=2", "FREQ=DAILY;INTERVAL=1",
    "FREQ=WEEKLY;INTERVAL=1;BYDAY=;COUNT=2", "FREQ=WEEKLY;INTERVAL=1;BYDAY=XX;COUNT=2",
    "FREQ=MONTHLY;INTERVAL=1;BYDAY=5TU;COUNT=2", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=32;COUNT=2",
    "FREQ=DAILY;INTERVAL=1;COUNT=2;BYHOUR=1", "FREQ=DAILY;INTERVAL=1;UNTIL=20270231", "FREQ=DAILY;COUNT=2;INTERVAL=1",
    "FREQ=DAILY;INTERVAL=1;COUNT=99999",
  ]) func anythingElseIsNoRule(text: String) { #expect(RecurrenceRule(text: text) == nil) }
}
