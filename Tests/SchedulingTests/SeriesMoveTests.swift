import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Changing the rest of a series: with a preview, all or those that can, and without reviving or moving anything unasked.
@Suite struct SeriesMoveTests {
  private func fields(_ desk: CalendarDesk, _ scope: String, _ changes: [String: String]) -> [String: String] {
    [
      "scope": scope, "practitioner": "\(desk.clinic.mira)", "date": "2027-04-06", "time": "13:00", "minutes": "50",
    ].merging(changes) { $1 }
  }

  /// Through the preview, as the browser does.
  private func move(
    _ desk: CalendarDesk, _ id: String, _ scope: String, _ changes: [String: String], _ mode: String = "all"
  ) throws -> (preview: TestResponse, answer: TestResponse) {
    let fields = fields(desk, scope, changes)
    let preview = desk.browser.post("/appointments/\(id)/series/time", fields)
    let seen = try #require(preview.value(after: "name=\"seen\" value=\""), "\(preview.status) \(preview.words)")
    let answer = desk.browser.post(
      "/appointments/\(id)/series/time", fields.merging(["seen": seen, "clashes": mode]) { $1 })
    return (preview, answer)
  }

  private func series(_ desk: CalendarDesk) throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT s.rule, s.first_date, s.starts_minute, COUNT(a.id), s.previous_id IS NOT NULL FROM scheduling_series s
        JOIN scheduling_appointment a ON a.practice_id = s.practice_id AND a.series_id = s.id
        WHERE s.practice_id = \(db.scope) GROUP BY s.id ORDER BY MIN(a.series_date)
        """
      ) { "\(try $0.text(0)) \(try $0.date(1)) \(try $0.int(2)) \(try $0.int(3)) \(try $0.bool(4))" }
    }
  }

  @Test func thisAndFollowingBecomesASecondSeriesThatNamesTheFirst() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    let form = desk.browser.get("/appointments/\(ids[4])/series/move?scope=following")
    #expect(form.words.contains("This is about 8 appointments."))
    #expect(form.body.contains("value=\"2027-04-06\"") && form.body.contains("value=\"13:00\""))
    let (preview, done) = try move(desk, ids[4], "following", ["date": "2027-04-08", "time": "15:00"])
    #expect(preview.status == 200)
    #expect(preview.words.contains("All 8 appointments can be moved."))
    #expect(preview.words.contains("every Thursday, 8 times, 15:00, Dr Mira Specimen"))
    #expect(preview.words.contains("Thursday 8 April 2027, 15:00–15:50 Now: Tuesday 6 April 2027, 13:00–13:50"))
    #expect(try desk.audit().contains("appointment.series.change") && done.status == 303)
    let diary = try desk.diary()
    #expect(diary[3] == "2027-03-30T13:00 booked" && diary[4] == "2027-04-08T15:00 booked")
    #expect(diary[11] == "2027-05-27T15:00 booked")
    #expect(
      try series(desk) == [
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=4 2027-03-09 780 4 false",
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;COUNT=8 2027-04-08 900 8 true",
      ])
    #expect(try ids.dropFirst(4).allSatisfy { try desk.state($0) == "booked 2 0" && desk.claims($0) == 1 })
    #expect(try desk.audit().count { $0 == "appointment.reschedule" } == 8)
    #expect(try desk.audit().count { $0 == "appointment.series.split" } == 1)
    let later = desk.browser.get(try #require(done.location))
    #expect(later.words.contains("8 appointments were moved.") && later.words.contains("Split off from an earlier"))
    #expect(later.body.contains("href=\"/appointments/\(ids[0])/series\""))
    let first = desk.browser.get("/appointments/\(ids[0])/series")
    #expect(first.words.contains("Continued by a later series"))
    #expect(desk.browser.get("/appointments/\(ids[5])").words.contains("2 of 8, every Thursday"))
  }

  @Test func allToComeStayOneSeries() throws {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    let ids = try desk.bookSeries()
    let (_, done) = try move(desk, ids[4], "all", ["time": "09:30", "practitioner": "\(desk.clinic.jonas)"])
    #expect(done.status == 303)
    #expect(try desk.diary().allSatisfy { $0.hasSuffix("T09:30 booked") })
    #expect(try series(desk) == ["FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=12 2027-03-09 570 12 false"])
  }

  /// Wall time over the change of the clocks, and into the hour that does not exist.
  @Test func theNewTimeIsThatOfTheWall() throws {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z", opens: 0, closes: 1020)
    let ids = try desk.bookSeries(["date": "2027-03-13", "count": "4"])
    let change = ["date": "2027-03-14", "time": "02:30"]
    let (preview, refused) = try move(desk, ids[0], "all", change)
    #expect(preview.words.contains("02:30 does not exist on this day: the clocks skip from 02:00 to 03:00."))
    #expect(refused.status == 409 && refused.words.contains("Nothing was moved"))
    #expect(try desk.diary().allSatisfy { $0.hasSuffix("T13:00 booked") })
    #expect(try move(desk, ids[0], "all", change, "free").answer.status == 303)
    #expect(
      try desk.diary() == [
        "2027-03-14T02:30 booked", "2027-03-21T02:30 booked", "2027-03-27T13:00 booked", "2027-04-04T02:30 booked",
      ])
  }

  @Test func deletedAndLeftOutDatesStayDeleted() throws {
    let desk = try CalendarDesk()
    let other = try desk.book(["date": "2027-04-20"]).id
    let ids = try desk.bookSeries([:], "free")
    #expect(ids.count == 11, "20 April was left out")
    #expect(desk.act(other, "cancellation", version: 1).status == 303)
    #expect(desk.act(ids[5], "cancellation", version: 1).status == 303)
    let (preview, done) = try move(desk, ids[2], "following", ["date": "2027-03-23", "time": "14:00"])
    #expect(preview.words.contains("Tuesday 13 April 2027, 13:00–13:50 Cancelled: it stays as it is."))
    #expect(done.status == 303)
    #expect(try desk.state(ids[5]) == "cancelled 2 0")
    #expect(try desk.claims(ids[5]) == 0)
    let diary = try desk.diary()
    #expect(diary.count == 12 && diary.filter { $0.hasPrefix("2027-04-20") } == ["2027-04-20T13:00 cancelled"])
    #expect(diary.filter { $0.hasPrefix("2027-04-13") } == ["2027-04-13T13:00 cancelled"])
    let page = desk.browser.get("/appointments/\(ids[3])/series")
    #expect(page.words.contains("Tuesday 20 April 2027, 14:00 Left out"))
    // A second change does not bring them back either.
    #expect(try move(desk, ids[3], "all", ["date": "2027-03-31", "time": "14:00"]).answer.status == 303)
    #expect(try desk.diary().count { $0.hasSuffix("booked") } == 10)
    #expect(try desk.diary().contains("2027-04-21T14:00 booked") == false)
  }

  @Test func oneThatWasMovedByHandIsNotMovedBackUnasked() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    #expect(desk.act(ids[6], "time", version: 1, desk.moving(1, ["date": "2027-04-22"])).status == 303)
    #expect(
      desk.browser.get("/appointments/\(ids[6])/series").words.contains(
        "Changed by itself; the series has 20 April 2027"))
    let form = desk.browser.get("/appointments/\(ids[4])/series/move?scope=following")
    #expect(form.words.contains("1 of them was changed by itself and stays where it is. Move these as well"))
    let (preview, done) = try move(desk, ids[4], "following", ["time": "16:00"])
    #expect(preview.words.contains("Thursday 22 April 2027, 15:00–15:50 Changed by itself: it stays where it is."))
    #expect(preview.words.contains("All 7 appointments can be moved."))
    #expect(done.status == 303)
    #expect(try desk.diary().contains("2027-04-22T15:00 booked"))
    let again = try move(desk, ids[4], "following", ["time": "14:00", "others": "yes"])
    #expect(
      again.preview.words.contains("Changed by itself, now: Thursday 22 April 2027, 15:00–15:50. It is moved back"))
    #expect(again.answer.status == 303)
    #expect(try desk.diary().contains("2027-04-20T14:00 booked"))
  }

  @Test func clashesAreListedAndAllOrNothingWritesNothing() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    _ = try desk.book(["date": "2027-05-11", "time": "15:30"])
    let before = try desk.diary()
    let (preview, refused) = try move(desk, ids[4], "following", ["time": "15:00"])
    #expect(preview.words.contains("7 of 8 appointments can be moved."))
    #expect(preview.words.contains("Dr Mira Specimen: Pat Example, Talk, 15:30–16:20."))
    #expect(refused.status == 409)
    #expect(try desk.diary() == before && series(desk).count == 1)
    #expect(try move(desk, ids[4], "following", ["time": "15:00"], "free").answer.status == 303)
    #expect(try desk.diary().contains("2027-05-11T13:00 booked"), "the one that cannot go stays")
    #expect(try desk.diary().count { $0.hasSuffix("T15:00 booked") } == 7)
  }

  /// Each goes to where the next one was; the last finds somebody else there, and so none can go.
  @Test func daysInARowMakeWayForEachOther() throws {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    let ids = try desk.bookSeries(["repeat": "daily", "count": "4"])
    #expect(try move(desk, ids[0], "all", ["date": "2027-03-10"]).answer.status == 303)
    #expect(try desk.diary().first == "2027-03-10T13:00 booked" && desk.diary().last == "2027-03-13T13:00 booked")
    #expect(try series(desk) == ["FREQ=DAILY;INTERVAL=1;COUNT=4 2027-03-10 780 4 false"])
    _ = try desk.book(["date": "2027-03-14"])
    let (preview, refused) = try move(desk, ids[0], "all", ["date": "2027-03-11"], "free")
    #expect(preview.words.contains("0 of 4 appointments can be moved."))
    #expect(refused.status == 409)
  }

  @Test func whoChangesOneMeanwhileStopsTheOther() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    let asked = fields(desk, "following", ["time": "15:00"])
    let preview = desk.browser.post("/appointments/\(ids[4])/series/time", asked)
    let seen = try #require(preview.value(after: "name=\"seen\" value=\""))
    #expect(desk.act(ids[8], "cancellation", version: 1).status == 303)
    let stale = desk.browser.post(
      "/appointments/\(ids[4])/series/time", asked.merging(["seen": seen, "clashes": "free"]) { $1 })
    #expect(stale.status == 409)
    #expect(stale.words.contains("Nothing was changed: somebody changed this series meanwhile."))
    #expect(stale.words.contains("All 7 appointments can be moved."))
    #expect(try desk.diary().allSatisfy { $0.contains("T13:00") })
  }

  @Test func daysThatCannotBeMeantAreRefused() throws {
    let desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    let monthly = try desk.bookSeries(["repeat": "monthlyWeekday", "count": "3"])
    let post = { (id: String, changes: [String: String]) in
      desk.browser.post("/appointments/\(id)/series/time", fields(desk, "all", changes))
    }
    let shifted = post(monthly[0], ["date": "2027-03-10"])
    #expect(shifted.status == 422 && shifted.words.contains("The days of a monthly series stay as they are."))
    #expect(post(monthly[0], ["date": "2027-03-29"]).words.contains("at most 6 days earlier or later"))
    #expect(
      post(monthly[0], ["date": "2027-03-09", "time": "14:00"]).words.contains(
        "monthly on the second Tuesday, 3 times, 14:00"))
    let two = try desk.bookSeries(["every": "2", "on2": "1", "on7": "1", "count": "6", "time": "10:00"])
    #expect(post(two[0], ["date": "2027-03-10"]).words.contains("One of its days would come to lie in another week."))
    #expect(post(two[0], ["date": "2027-03-09", "minutes": "7"]).words.contains("Fill in 5 to 720 minutes"))
  }
}
