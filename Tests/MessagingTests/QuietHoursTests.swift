import Core
@testable import Messaging
import Testing

/// When something that is due in the quiet hours is sent instead.
@Suite struct QuietHoursTests {
  private let berlin: Zone
  private let usual = QuietHours.standard
  init() throws { berlin = try Zone(name: "Europe/Berlin") }

  /// A wall time in Berlin in 2027.
  private func at(_ month: Int, _ day: Int, _ time: String) throws -> Instant {
    let date = try #require(LocalDate(text: "2027-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"))
    let clock = try #require(LocalTime(text: time))
    return try #require(berlin.instants(of: LocalDateTime(date, clock)).first)
  }
  private func moment(
    _ due: Instant, before start: Instant?, now: Instant, _ hours: QuietHours = .standard
  ) -> QuietHours.Moment { hours.moment(due, before: start, berlin, now: now) }

  @Test func atTheirEdgesAndNotASecondMore() throws {
    let (early, far) = (try at(3, 1, "12:00"), try at(3, 20, "12:00"))
    for (time, later) in [("20:59", nil), ("21:00", "08:00"), ("23:59", "08:00")] as [(String, String?)] {
      let due = try at(3, 8, time)
      let expected = try later.map { try at(3, 9, $0) } ?? due
      #expect(moment(due, before: far, now: early) == .at(expected), "\(time)")
      #expect(moment(due, before: nil, now: early) == .at(expected), "\(time)")
    }
    let (last, end) = (try at(3, 9, "08:00").adding(seconds: -1), try at(3, 9, "08:00"))
    #expect(moment(last, before: far, now: early) == .at(end))
    #expect(moment(end, before: far, now: early) == .at(end))
    #expect(moment(try at(3, 8, "21:00").adding(seconds: -1), before: far, now: early) != .at(end))
  }

  @Test func aReminderThatWouldComeTooLateComesBeforeThem() throws {
    let (booked, due, ahead) = (try at(3, 1, "12:00"), try at(3, 9, "06:30"), try at(3, 8, "20:45"))
    #expect(moment(due, before: try at(3, 9, "08:30"), now: booked) == .at(ahead))
    #expect(moment(due, before: try at(3, 9, "08:59"), now: booked) == .at(ahead))
    #expect(moment(due, before: try at(3, 9, "09:00"), now: booked) == .at(try at(3, 9, "08:00")))
    // Booked in the evening before: too late for that as well.
    #expect(moment(due, before: try at(3, 9, "08:30"), now: try at(3, 8, "20:45")) == .at(ahead))
    #expect(moment(due, before: try at(3, 9, "08:30"), now: ahead.adding(seconds: 1)) == .never)
    // What follows a visit may come as late as it likes.
    #expect(moment(due, before: nil, now: ahead.adding(hours: 2)) == .at(try at(3, 9, "08:00")))
  }

  @Test func whoKeepsNoneSendsAtAnyHour() throws {
    let due = try at(3, 9, "03:00")
    let off = QuietHours(isOn: false, from: 0, to: 1439)
    #expect(moment(due, before: try at(3, 9, "03:30"), now: due.adding(days: -1), off) == .at(due))
  }

  @Test func theyMayLieWithinOneDay() throws {
    let noon = QuietHours(isOn: true, from: 12 * 60, to: 14 * 60)
    let now = try at(3, 1, "12:00")
    #expect(moment(try at(3, 9, "13:00"), before: try at(3, 9, "18:00"), now: now, noon) == .at(try at(3, 9, "14:00")))
    #expect(moment(try at(3, 9, "14:00"), before: try at(3, 9, "18:00"), now: now, noon) == .at(try at(3, 9, "14:00")))
    #expect(moment(try at(3, 9, "03:00"), before: try at(3, 9, "18:00"), now: now, noon) == .at(try at(3, 9, "03:00")))
    #expect(noon.length == 120 && usual.length == 11 * 60)
  }

  /// Both nights when the clocks change: eight o'clock stays eight o'clock.
  @Test func overBothChangesOfTheClocks() throws {
    for (month, day, hours) in [(3, 27, 10), (10, 30, 12)] {
      let (begin, end) = (try at(month, day, "21:00"), try at(month, day + 1, "08:00"))
      #expect(end.minutes(since: begin) == hours * 60)
      #expect(moment(begin.adding(hours: 6), before: nil, now: begin) == .at(end))
      #expect(usual.window(around: end.adding(seconds: -1), berlin) == begin..<end)
      #expect(usual.window(around: end, berlin) == nil)
    }
    // A beginning that the clock never shows, and one that it shows twice.
    let gap = QuietHours(isOn: true, from: 150, to: 360)
    #expect(gap.window(around: try at(3, 28, "03:45"), berlin) != nil)
    let fold = try #require(gap.window(around: try at(10, 31, "02:30"), berlin))
    #expect(fold.upperBound.minutes(since: fold.lowerBound) == 270)
  }

  /// Whatever is due whenever: it is sent outside of them, in time for what it announces, and after it was planned.
  @Test func nothingEverComesInThemOrTooLate() throws {
    let zones = try ["Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Australia/Lord_Howe", "Asia/Kathmandu"]
      .map { try Zone(name: $0) }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let zone = zones[Int.random(in: 0..<zones.count, using: &random)]
      let from = Int.random(in: 0..<1440, using: &random)
      let length = Int.random(in: 1...QuietHours.maximumMinutes, using: &random)
      let hours = QuietHours(isOn: true, from: from, to: (from + length) % 1440)
      let now = Instant(seconds: Int64.random(in: 1_790_000_000..<1_830_000_000, using: &random))
      let due = now.adding(minutes: Int.random(in: 1...40_000, using: &random))
      let start = Bool.random(using: &random) ? due.adding(minutes: Int.random(in: 15...3000, using: &random)) : nil
      guard case .at(let sent) = hours.moment(due, before: start, zone, now: now) else {
        #expect(start != nil, "what follows a visit is always sent")
        continue
      }
      #expect(sent >= now && hours.window(around: sent, zone) == nil, "\(hours) \(due) \(zone.name)")
      // Put off, it still comes in time; brought forward, it comes earlier than it was due.
      if sent > due, let start { #expect(sent <= start.adding(minutes: -QuietHours.leastLead)) }
      if hours.window(around: due, zone) == nil { #expect(sent == due) }
    }
  }
}
