import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// What is read of hours: only the days that matter, and enough to know who is closed.
@Suite struct ScheduleReadingTests {
  private let monday = LocalDate(text: "2027-03-08")
  private let tuesday = LocalDate(text: "2027-03-09")

  private func hours(_ clinic: Clinic, on date: LocalDate, areAll: Bool) throws -> OpeningHours {
    try clinic.practice.asOperator { db in
      let resources = try Resources.all(in: db.reader)
      return try Schedules.hours(of: resources, areAll: areAll, from: date, through: date, in: db.reader)
    }
  }
  private func minutes(_ hours: OpeningHours, _ resource: EntityID, _ date: LocalDate) -> [ClosedRange<Int>] {
    hours.spans(of: ResourceID(resource), on: date).map { $0.opens.minutes...$0.closes.minutes }
  }

  @Test(arguments: [true, false]) func aRoomWithHoursIsClosedOnItsOtherDays(_ areAll: Bool) throws {
    let (monday, tuesday) = (try #require(monday), try #require(tuesday))
    let clinic = try Clinic()
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.hours", "scheduling_hours", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
          VALUES (\(tx.scope), \(EntityID.make()), \(clinic.room), 2, 600, 720)
          """)
      }
    }
    let onMonday = try hours(clinic, on: monday, areAll: areAll)
    #expect(minutes(onMonday, clinic.room, monday) == [])
    #expect(minutes(onMonday, clinic.device, monday) == [0...1440], "without any hours it is always open")
    #expect(minutes(onMonday, clinic.mira, monday) == [540...1020])
    #expect(minutes(try hours(clinic, on: tuesday, areAll: areAll), clinic.room, tuesday) == [600...720])
  }

  @Test func exceptionsOfOthersCloseNobodyElse() throws {
    let monday = try #require(monday)
    let clinic = try Clinic()
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.exception", "scheduling_exception", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
          VALUES (\(tx.scope), \(EntityID.make()), \(clinic.mira), \(monday), \(monday), 'Training')
          """)
      }
    }
    let found = try hours(clinic, on: monday, areAll: true)
    #expect(minutes(found, clinic.mira, monday) == [])
    #expect(minutes(found, clinic.jonas, monday) == [540...1020])
  }

  @Test func aHoldIsFoundOnItsDayAndOnlyWhileItCounts() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let day = try #require(LocalDate(text: try walk.day()))
    let times = walk.times(walk.clinic.talk, with: walk.clinic.mira, on: day.description)
    #expect(walk.hold(walk.clinic.talk, times[0], with: walk.clinic.mira).status == 303)
    let found = { (date: LocalDate, minutesLater: Int) in
      try walk.clinic.practice.asOperator { db in
        let zone = try Zone(name: db.practice.zoneName)
        let span = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
        return try CalendarEntries.kept(
          during: span, now: walk.browser.now.adding(minutes: minutesLater), in: db.reader
        )
        .holds.map(\.resource)
      }
    }
    #expect(try found(day, 0) == [ResourceID(walk.clinic.mira)])
    #expect(try found(day.adding(days: 1), 0) == [])
    #expect(try found(day, Hold.minutes) == [])
  }
}
