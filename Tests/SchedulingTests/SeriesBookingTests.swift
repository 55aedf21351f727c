import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Series that staff book (pain 8): every date is shown, each is an appointment of its own.
@Suite struct SeriesBookingTests {
  @Test func everyDateIsShownAndNothingIsWrittenBefore() throws {
    let desk = try CalendarDesk()
    let preview = desk.browser.post("/appointments", desk.weekly())
    #expect(preview.status == 200)
    #expect(preview.body.components(separatedBy: "<th scope=\"row\">").count == 13)
    #expect(preview.words.contains("All 12 dates are free."))
    #expect(preview.words.contains("every Tuesday, 12 times"))
    #expect(preview.words.contains("Tuesday 9 March 2027, 13:00–13:50"))
    #expect(preview.words.contains("Tuesday 25 May 2027, 13:00–13:50"))
    #expect(try desk.diary().isEmpty)
    #expect(try desk.audit() == [])
  }

  @Test func aWeeklyClientIsBookedWithClaimsAndInTheTrail() throws {
    let desk = try CalendarDesk()
    let ids = try desk.bookSeries()
    #expect(ids.count == 12)
    for id in ids {
      #expect(try desk.state(id) == "booked 1 0")
      #expect(try desk.claims(id) == 1)
    }
    #expect(try desk.audit().count { $0 == "appointment.book" } == 12)
    #expect(try desk.audit().count { $0 == "appointment.series.book" } == 1)
    let third = desk.browser.get("/appointments/\(ids[2])")
    #expect(third.words.contains("Part of a series: 3 of 12, every Tuesday"))
    #expect(
      third.body.contains("href=\"/appointments/\(ids[1])\"") && third.body.contains("href=\"/appointments/\(ids[3])\"")
    )
    let page = desk.browser.get("/appointments/\(ids[2])/series?booked=1")
    #expect(page.words.contains("12 appointments are booked."))
    for id in ids { #expect(page.body.contains("href=\"/appointments/\(id)\"")) }
  }

  @Test func theSameFormTwiceMakesOneSeries() throws {
    let desk = try CalendarDesk()
    let fields = try desk.confirmed(
      desk.browser.post("/appointments", desk.weekly()), desk.weekly(["key": String(repeating: "0a", count: 16)]), "all"
    )
    let first = desk.browser.post("/appointments/series", fields)
    let second = desk.browser.post("/appointments/series", fields)
    #expect(first.status == 303 && second.location == first.location)
    #expect(try desk.diary().count == 12)
  }

  /// Others checked the first two dates only.
  @Test func aClashOnTheSeventeenthIsListed() throws {
    let desk = try CalendarDesk()
    _ = try desk.book(["date": "2027-06-29", "time": "13:30"])
    let fields = desk.weekly(["count": "20"])
    let preview = desk.browser.post("/appointments", fields)
    #expect(preview.words.contains("19 of 20 dates are free."))
    let row = preview.body.components(separatedBy: "<tr>").first { $0.contains("29 June 2027") } ?? ""
    #expect(row.contains("<td>17</td>"))
    #expect(row.contains("Dr Mira Specimen: Pat Example, Talk, 13:30–14:20."))
    let all = desk.browser.post("/appointments/series", try desk.confirmed(preview, fields, "all"))
    #expect(all.status == 409)
    #expect(all.words.contains("Nothing was booked"))
    #expect(try desk.diary().count == 1, "all or nothing wrote nothing")
    #expect(try desk.count { "SELECT COUNT(*) FROM scheduling_series WHERE practice_id = \($0.scope)" } == 0)
    let free = desk.browser.post("/appointments/series", try desk.confirmed(preview, fields, "free"))
    let location = try #require(free.location, "\(free.words)")
    #expect(try desk.diary().count == 20)
    let page = desk.browser.get(location)
    #expect(page.words.contains("19 appointments are booked. 1 date was left out."))
    #expect(page.words.contains("Tuesday 29 June 2027, 13:00 Left out: something was in the way"))
  }

  @Test func daysOffAndHolidaysAreClashesInWords() throws {
    let desk = try CalendarDesk()
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.closed", "scheduling_exception", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason)
          VALUES (\(tx.scope), \(EntityID.make()), \(desk.clinic.mira), '2027-03-23', '2027-03-24', 'Congress')
          """)
      }
    }
    let preview = desk.browser.post("/appointments", desk.weekly(["count": "4"]))
    #expect(preview.words.contains("3 of 4 dates are free."))
    #expect(preview.words.contains("Dr Mira Specimen: closed: Congress."))
    let late = desk.browser.post("/appointments", desk.weekly(["time": "19:00", "count": "3"]))
    #expect(late.words.contains("None of these dates is free."))
    #expect(!late.body.contains("<button class=\"btn btn-primary\">Book series"))
  }

  @Test(
    arguments: [
      (["count": "105"], "at most 104 appointments"), (["repeat": "monthlyDay", "count": "30"], "at most two years"),
      (["ends": "until", "until": "2029-12-31", "repeat": "daily"], "at most 104 appointments"),
      (["count": "1"], "at least 2"), (["count": ""], "at least 2"), (["every": "0"], "from 1 to 52"),
      (["ends": "until", "until": "2027-03-10"], "only one appointment"),
      (["ends": "until", "until": "2027-03-01"], "after the first appointment"),
      (["repeat": "monthlyLast"], "not the last such weekday"), (["repeat": "yearly"], "Choose how it repeats"),
      (["date": "2027-02-30"], "a date that exists"), (["patient": ""], "Find and choose a patient"),
    ] as [([String: String], String)])
  func whatCannotBeASeriesIsRefusedWithEverythingTyped(changes: [String: String], message: String) throws {
    let desk = try CalendarDesk()
    let page = desk.browser.post("/appointments", desk.weekly(["note": "my note"].merging(changes) { $1 }))
    #expect(page.status == 422)
    #expect(page.words.contains(message), "\(page.words)")
    #expect(page.body.contains(">my note</textarea>") && page.body.contains("id=\"series\" open"))
    #expect(try desk.diary().isEmpty)
  }

  /// What a browser could send without ever having seen a preview.
  @Test func theRuleOfAPreviewIsCheckedAgain() throws {
    let desk = try CalendarDesk()
    for (rule, status) in [
      ("FREQ=DAILY;INTERVAL=1;COUNT=105", 422), ("FREQ=SECONDLY;INTERVAL=1;COUNT=9", 400), ("", 400),
    ] {
      let answer = desk.browser.post("/appointments/series", desk.weekly(["rrule": rule, "clashes": "free"]))
      #expect(answer.status == status, "\(rule)")
    }
    #expect(try desk.diary().isEmpty)
  }

  @Test func hebrewAndGerman() throws {
    let desk = try CalendarDesk()
    desk.browser.get("/calendar?lang=he")
    let hebrew = desk.browser.post("/appointments", desk.weekly())
    #expect(hebrew.body.contains("dir=\"rtl\""))
    #expect(hebrew.words.contains("בכל יום שלישי, 12 פעמים"))
    #expect(hebrew.words.contains("כל 12 המועדים פנויים."))
    desk.browser.get("/calendar?lang=de")
    let german = desk.browser.post("/appointments", desk.weekly(["every": "2", "on2": "1", "on4": "1"]))
    #expect(german.words.contains("alle 2 Wochen am Dienstag und Donnerstag, 12-mal"))
  }
}
