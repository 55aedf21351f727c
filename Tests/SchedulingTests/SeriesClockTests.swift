import Core
import TestSupport
import Testing

@testable import Scheduling

/// A series keeps the time on the wall over both changes of the clocks.
@Suite struct SeriesClockTests {
  @Test(
    arguments: [
      ("Europe/Berlin", "2027-03-22T09:00Z", "2027-03-23", ["2027-03-23T12:00Z", "2027-03-30T11:00Z"]),
      ("Europe/Berlin", "2027-10-25T09:00Z", "2027-10-26", ["2027-10-26T11:00Z", "2027-11-02T12:00Z"]),
      ("Asia/Jerusalem", "2027-03-22T09:00Z", "2027-03-23", ["2027-03-23T11:00Z", "2027-03-30T10:00Z"]),
      ("Asia/Jerusalem", "2027-10-25T09:00Z", "2027-10-26", ["2027-10-26T10:00Z", "2027-11-02T11:00Z"]),
    ] as [(String, String, String, [String])])
  func theWallTimeStays(zone: String, now: String, date: String, starts: [String]) throws {
    let desk = try CalendarDesk(zone, now: now)
    try desk.bookSeries(["date": date, "count": "2"])
    let found = try desk.read { db in
      try db.rows("SELECT starts_at FROM scheduling_appointment WHERE practice_id = \(db.scope) ORDER BY starts_at") {
        InstantText.encode(try $0.instant(0))
      }
    }
    #expect(found == starts)
    #expect(try desk.diary().allSatisfy { $0.hasSuffix("T13:00 booked") })
  }

  @Test(
    arguments: [
      ("Europe/Berlin", "2027-03-27", "28 March 2027, 02:30", "02:00", "03:00"),
      ("Asia/Jerusalem", "2027-03-25", "26 March 2027, 02:30", "02:00", "03:00"),
    ])
  func aTimeThatDoesNotExistIsSaidAndLeftOut(zone: String, date: String, row: String, from: String, to: String) throws {
    let desk = try CalendarDesk(zone, now: "2027-03-20T09:00Z", opens: 0, closes: 600)
    let fields = desk.weekly(["repeat": "daily", "date": date, "time": "02:30", "count": "3"])
    let preview = desk.browser.post("/appointments", fields)
    #expect(preview.words.contains("\(row) 02:30 does not exist on this day: the clocks skip from \(from) to \(to)."))
    #expect(preview.words.contains("2 of 3 dates are free."))
    #expect(
      desk.browser.post("/appointments/series", try desk.confirmed(preview, fields, "all")).status == 409)
    let booked = desk.browser.post("/appointments/series", try desk.confirmed(preview, fields, "free"))
    #expect(booked.status == 303)
    #expect(try desk.diary().count == 2)
    let page = desk.browser.get(try #require(booked.location))
    #expect(page.words.contains("Left out: the time does not exist on this day"))
  }

  @Test(
    arguments: [
      ("Europe/Berlin", "2027-10-30", "2027-10-31T00:30Z", "GMT+2"),
      ("Asia/Jerusalem", "2027-10-30", "2027-10-30T22:30Z", "GMT+3"),
    ])
  func aTimeThatComesTwiceIsTheFirstAndSaid(zone: String, date: String, start: String, offset: String) throws {
    let desk = try CalendarDesk(zone, now: "2027-10-20T09:00Z", opens: 0, closes: 600)
    let time = zone == "Europe/Berlin" ? "02:30" : "01:30"
    let fields = desk.weekly(["repeat": "daily", "date": date, "time": time, "count": "3"])
    let preview = desk.browser.post("/appointments", fields)
    #expect(preview.words.contains("\(time) comes twice on this day: it is the first of the two."))
    #expect(preview.words.contains("(\(offset))"))
    #expect(desk.browser.post("/appointments/series", try desk.confirmed(preview, fields, "all")).status == 303)
    let found = try desk.read { db in
      try db.rows("SELECT starts_at FROM scheduling_appointment WHERE practice_id = \(db.scope) ORDER BY starts_at") {
        InstantText.encode(try $0.instant(0))
      }
    }
    #expect(found.count == 3 && found[1] == start)
  }
}
