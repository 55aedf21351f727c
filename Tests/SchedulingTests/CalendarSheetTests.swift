import Core
@_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// The day on paper.
@Suite struct CalendarSheetTests {
  @Test func eachListIsOnePersonsDayInTimeOrder() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["time": "15:00", "service": "\(desk.clinic.scan)"])
    _ = try desk.book(["note": "Please ring twice"])
    let cancelled = try desk.book(["time": "11:00"]).id
    #expect(desk.act(cancelled, "cancellation", version: 1).status == 303)
    let page = desk.browser.get("/calendar/sheet?date=2027-03-09&cancelled=0")
    #expect(page.status == 200)
    let words = page.words
    #expect(words.contains("Day sheet, Tuesday 9 March 2027"))
    #expect(words.contains("As of 9 March 2027, 10:00. What changes later is not on it."), "\(words)")
    let talk = "13:00–13:50 Pat Example Talk Booked, payment due, has a note"
    let scan = "15:00–15:30 Pat Example Scan Room 1 and Scanner Booked, payment due"
    #expect(words.contains(talk + " " + scan), "\(words)")
    #expect(!words.contains("11:00–11:50") && !words.contains("Please ring twice"))
    #expect(
      desk.browser.get("/calendar/sheet?date=2027-03-09").words.contains("11:00–11:50 Pat Example Talk Cancelled"))
    #expect(!words.contains("The filter hides"))
    // Paper must not read as the whole day when it is not.
    let part = desk.browser.get("/calendar/sheet?date=2027-03-09&what=\(desk.clinic.scan)").words
    #expect(!part.contains("13:00–13:50") && part.contains("The filter hides 2 appointments."), "\(part)")
    // Jonas is at work and has nothing.
    #expect(page.body.split(separator: "<section class=\"card sheet\"").count == 3)
    #expect(words.contains("Jonas Beispiel") && words.contains("No appointments"))
    let room = desk.browser.get("/calendar/sheet?date=2027-03-09&by=room&who=\(desk.clinic.room)")
    #expect(room.words.contains("15:00–15:30 Pat Example Scan Dr Mira Specimen and Scanner"), "\(room.words)")
    #expect(room.body.split(separator: "<section class=\"card sheet\"").count == 2)
    #expect(desk.browser.get("/calendar?date=2027-03-09").body.contains("/calendar/sheet?view=day&amp;date=2027-03-09"))
  }

  @Test func whoIsNamedStandsInTheTrail() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    desk.browser.get("/calendar/sheet?date=2027-03-09")
    let seen = try desk.read { db in
      try db.rows("SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'schedule.read'") {
        try $0.text(0)
      }
    }
    #expect(seen == ["view=sheet,date=2027-03-09,rows=1"])
  }

  @Test func whatIsBusyElsewhereTakesItsTimeWithoutAWord() throws {
    let other = try ExternalDesk()
    try other.look(try other.add())
    let words = other.front.get("/calendar/sheet?date=2027-03-10").words
    #expect(words.contains("10:00–12:00 Busy elsewhere") && !words.contains("Secret"), "\(words)")
  }

  @Test func aDayWithoutAnybodySaysSoAlsoInHebrew() throws {
    let desk = try CalendarDesk()
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.closed", "scheduling_exception", nil)) { tx in
        _ = try tx.execute(
          """
          INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
          VALUES (\(tx.scope), \(EntityID.make()), NULL, '2027-03-14', '2027-03-14', 'Holiday')
          """)
      }
    }
    let sunday = desk.browser.get("/calendar/sheet?date=2027-03-14")
    #expect(sunday.words.contains("Nobody is at work on this day"), "\(sunday.words)")
    let hebrew = desk.browser.get("/calendar/sheet?date=2027-03-14&lang=he")
    #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("אף אחד אינו עובד ביום הזה"))
  }

  /// Paper shows the day and whose it is, and nothing that is pressed: by the sheet of styles for print.
  @Test func paperHasTheListsAndNoControls() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    let body = desk.browser.get("/calendar/sheet?date=2027-03-09").body
    #expect(body.contains("href=\"/static/css/paper.css"))
    #expect(
      body.contains("<p class=\"print-only\">Test practice \(desk.clinic.slug), day sheet: Tuesday 9 March 2027."))
    let main = try #require(body.split(separator: "<main").last?.split(separator: "</main>").first)
    #expect(main.contains("<nav class=\"crumbs no-print\""))
    for control in ["<form", "<button", "<input", "class=\"btn"] { #expect(!main.contains(control), "\(control)") }
    let paper = try String(
      contentsOf: URL(filePath: TestServer.repository + "/static/css/paper.css"), encoding: .utf8)
    let print = try #require(paper.split(separator: "@media print").last)
    #expect(print.contains(".sheet + .sheet { break-before: page; }"))
    #expect(print.contains(".no-print") && print.contains(".print-only { display: block; }"))
  }
}
