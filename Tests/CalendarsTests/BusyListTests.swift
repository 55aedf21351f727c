import Calendars
import Core
import Testing

/// VFREEBUSY: times without events, as servers tell them to who may not read more.
@Suite struct BusyListTests {
  private static func file(_ lines: [String]) -> [UInt8] {
    let all =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", "BEGIN:VFREEBUSY", "UID:f", "DTSTAMP:20270101T000000Z"]
      + lines + ["END:VFREEBUSY", "END:VCALENDAR", ""]
    return Array(all.joined(separator: "\r\n").utf8)
  }
  private static func read(_ lines: String..., limits: BusyTimes.Limits = .usual) throws -> BusyTimes {
    try #require(
      BusyTimes.read(
        [file(lines)], from: BusyTimesTests.from, until: BusyTimesTests.until, zone: .utc, limits: limits))
  }
  /// 2027-03-10, 09:00 UTC.
  private static let nine = Instant(seconds: 1_804_669_200)

  @Test func everyPeriodThatIsNotFreeIsBusy() throws {
    let busy = try Self.read(
      "FREEBUSY:20270310T090000Z/20270310T100000Z,20270310T120000Z/PT30M",
      "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20270310T140000Z/PT15M",
      "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270310T150000Z/PT15M",
      "FREEBUSY;FBTYPE=FREE:20270310T160000Z/PT8H")
    #expect(busy.spans.map { $0.start.minutes(since: Self.nine) } == [0, 180, 300, 360])
    #expect(busy.spans.map { $0.end.minutes(since: $0.start) } == [60, 30, 15, 15])
    #expect(busy.unread == 0 && !busy.isCut)
  }

  @Test func periodsAreBoundedAsEventsAre() throws {
    let few = BusyTimes.Limits(events: 3, steps: 10, allSteps: 100, spans: 50)
    let periods = (0..<9).map { "2027031\($0)T090000Z/PT1H" }.joined(separator: ",")
    let busy = try Self.read("FREEBUSY:\(periods)", limits: few)
    #expect(busy.isCut && busy.spans.count == 3)
  }

  @Test func aPeriodThatEndsBeforeItBeginsIsNone() throws {
    #expect(try Self.read("FREEBUSY:20270310T100000Z/20270310T090000Z").spans.isEmpty)
  }
}
