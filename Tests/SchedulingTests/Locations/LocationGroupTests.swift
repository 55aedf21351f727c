import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Sessions in a practice in Berlin with a studio in New York, where Mira is on Tuesdays from ten to two. New York
/// changes its clocks on 14 March 2027, Berlin on the 28th.
@Suite struct LocationGroupTests {
  private struct Both {
    let desk: GroupDesk
    let places: TwoPlaces
    var practiceName: String { "Test practice \(desk.clinic.slug)" }

    init(_ more: SQL = "is_active = TRUE") throws {
      desk = try GroupDesk(more)
      places = try TwoPlaces("America/New_York", of: desk.clinic)
    }

    /// Of each session in order of time: when it begins, and where.
    func sessions() throws -> [String] {
      try desk.desk.read { [studio = places.studio] db in
        try db.rows(
          """
          SELECT starts_at, location_id <=> \(studio) FROM scheduling_group
          WHERE practice_id = \(db.scope) ORDER BY starts_at, id
          """
        ) { InstantText.encode(try $0.instant(0)) + (try $0.bool(1) ? " studio" : "") }
      }
    }
    func page(_ more: String = "") -> TestResponse {
      let walk = desk.visitor()
      return walk.browser.get("\(walk.base)?service=\(desk.clinic.talk)&date=2027-03-16\(more)")
    }
    func starts(_ more: String = "") -> [String] { page(more).values(after: "name=\"start\" value=\"") }
  }

  /// Ten there is three in Berlin in the weeks in which only New York has changed its clocks, and four afterwards.
  @Test func aWeeklySessionKeepsTheClockOfItsPlace() throws {
    let both = try Both()
    let planned = both.desk.desk.browser.post(
      "/calendar/groups", both.desk.form(["date": "2027-03-16", "time": "15:00", "weeks": "3"]))
    #expect(planned.status == 303, "\(planned.words)")
    #expect(
      try both.sessions() == [
        "2027-03-16T14:00Z studio", "2027-03-23T14:00Z studio", "2027-03-30T14:00Z studio",
      ])
    // A week later, as its form takes it: by the practice's clock, which has changed meanwhile.
    let second = try #require(try both.desk.sessionPaths().dropFirst().first)
    let moved = both.desk.change(second, ["date": "2027-03-30", "time": "16:00", "scope": "following"])
    #expect(moved.status == 303, "\(moved.words)")
    #expect(
      try both.sessions() == [
        "2027-03-16T14:00Z studio", "2027-03-30T14:00Z studio", "2027-04-06T14:00Z studio",
      ])
  }

  /// What is moved to another place keeps the time it has there from then on.
  @Test func theClockOfTheNewPlaceCounts() throws {
    let both = try Both()
    let first = try both.desk.plan(["date": "2027-03-17", "weeks": "3"])
    #expect(try both.sessions() == ["2027-03-17T12:00Z", "2027-03-24T12:00Z", "2027-03-31T11:00Z"])
    let moved = both.desk.change(first, ["date": "2027-03-16", "time": "15:00", "scope": "following"])
    #expect(moved.status == 303, "\(moved.words)")
    #expect(
      try both.sessions() == [
        "2027-03-16T14:00Z studio", "2027-03-23T14:00Z studio", "2027-03-30T14:00Z studio",
      ])
  }

  @Test func visitorsReadWhereEachSessionIs() throws {
    let both = try Both()
    let there = ["date": "2027-03-16", "time": "15:00", "places": "5"]
    _ = try both.desk.plan(there)
    _ = try both.desk.plan(there.merging(["practitioner": "\(both.places.jonas)", "places": "3"]) { $1 })
    let page = both.page()
    #expect(page.words.contains("Where would you like to come?") && page.words.contains("Studio there"))
    let studio = "2027-03-16T14:00Z@\(both.places.studio)"
    #expect(Set(both.starts()) == [studio, "2027-03-16T14:00Z@practice"], "\(page.words)")
    #expect(page.words.contains("15:00 Studio there, 10:00 there, 5 of 5 places left"), "\(page.words)")
    #expect(page.words.contains("\(both.practiceName), 3 of 3 places left"), "\(page.words)")
    // The place that was asked for, and nothing else; by the clock there.
    let chosen = both.page("&at=\(both.places.studio)")
    #expect(chosen.values(after: "name=\"start\" value=\"") == ["2027-03-16T14:00Z"])
    #expect(chosen.words.contains("10:00 5 of 5 places left"), "\(chosen.words)")
    #expect(chosen.words.contains("New York time (GMT−4)") && !chosen.words.contains("3 of 3 places left"))
    #expect(both.page("&at=practice").words.contains("3 of 3 places left"))
    // What a button says is what is kept.
    _ = try both.desk.book("Ada", studio)
    let booked = try both.places.booked()
    #expect(booked.location == both.places.studio && booked.wall == "2027-03-16 10:00")
    #expect(both.page("&at=\(both.places.studio)").words.contains("4 of 5 places left"))
    // Also of the other session at that time.
    _ = try both.desk.book("Ben", "2027-03-16T14:00Z@practice")
    let left = both.page().words
    #expect(left.contains("4 of 5 places left") && left.contains("2 of 3 places left"), "\(left)")
  }

  /// Who takes part goes to a session elsewhere when that is what the button said.
  @Test func aPatientMovesToTheSessionOfTheButton() throws {
    let both = try Both("cancel_notice_minutes = 60")
    for (date, time) in [("2027-03-16", "15:00"), ("2027-03-17", "10:00"), ("2027-03-23", "15:00")] {
      _ = try both.desk.plan(["date": date, "time": time])
    }
    let visit = String(try both.desk.book("Ada", "2027-03-16T14:00Z@\(both.places.studio)").prefix { $0 != "?" })
    let browser = both.desk.visitor().browser
    let page = browser.get(visit + "/move?date=2027-03-17")
    #expect(page.values(after: "name=\"start\" value=\"") == ["2027-03-17T09:00Z@practice"], "\(page.words)")
    #expect(page.words.contains("05:00 \(both.practiceName), 10:00 there"), "\(page.words)")
    let moved = browser.post(visit + "/time", ["start": "2027-03-17T09:00Z@practice"])
    #expect(moved.status == 303, "\(moved.words)")
    let after = try both.places.booked()
    #expect(after.location == nil && after.wall == "2027-03-17 10:00" && after.zone == "Europe/Berlin")
  }

  /// All others are elsewhere: that is said, although they are in one place.
  @Test func aPatientReadsThatTheOthersAreElsewhere() throws {
    let both = try Both("cancel_notice_minutes = 60")
    for (date, time) in [("2027-03-16", "15:00"), ("2027-03-17", "10:00")] {
      _ = try both.desk.plan(["date": date, "time": time])
    }
    let visit = String(try both.desk.book("Ada", "2027-03-17T09:00Z@practice").prefix { $0 != "?" })
    let page = both.desk.visitor().browser.get(visit + "/move?date=2027-03-16")
    #expect(page.values(after: "name=\"start\" value=\"") == ["2027-03-16T14:00Z@\(both.places.studio)"])
    #expect(page.words.contains("Studio there, 10:00 there"), "\(page.words)")
  }

  /// One of the series was moved to the practice before: it goes as far as the others, by its own clock.
  @Test func whatIsElsewhereIsMovedByItsOwnClock() throws {
    let both = try Both()
    let first = try both.desk.plan(["date": "2027-03-16", "time": "15:00", "weeks": "2"])
    let second = try both.desk.sessionPaths()[1]
    #expect(both.desk.change(second, ["date": "2027-03-24", "time": "15:00"]).status == 303)
    #expect(try both.sessions() == ["2027-03-16T14:00Z studio", "2027-03-24T14:00Z"])
    let moved = both.desk.change(first, ["date": "2027-03-17", "time": "15:00", "scope": "following"])
    #expect(moved.status == 303, "\(moved.words)")
    #expect(try both.sessions() == ["2027-03-17T14:00Z", "2027-03-25T14:00Z"])
  }

  @Test func aVisitByVideoIsNowhere() throws {
    let both = try Both("mode = 'video'")
    _ = try both.desk.plan(["date": "2027-03-16", "time": "15:00"])
    _ = try both.desk.plan(["date": "2027-03-16", "time": "10:00", "practitioner": "\(both.places.jonas)"])
    let page = both.page()
    #expect(both.starts() == ["2027-03-16T09:00Z", "2027-03-16T14:00Z"])
    #expect(!page.words.contains("Studio there") && !page.words.contains("Where would you like to come?"))
  }

  /// On paper too, and in the calendar where it is not where its practitioner usually is.
  @Test func theSheetSaysWhereASessionIs() throws {
    let both = try Both()
    _ = try both.desk.plan(["date": "2027-03-16", "time": "15:00"])
    _ = try both.desk.plan(["date": "2027-03-16", "time": "10:00", "practitioner": "\(both.places.jonas)"])
    let browser = both.desk.desk.browser
    let rows = browser.get("/calendar/sheet?date=2027-03-16").words
    #expect(rows.contains("15:00–15:50 Talk, 0 of 3 places are taken, Studio there"), "\(rows)")
    #expect(rows.contains("10:00–10:50 Talk, 0 of 3 places are taken \(both.practiceName)"), "\(rows)")
    let day = browser.get("/calendar?date=2027-03-16").words
    #expect(day.contains("0 of 3 places are taken, Studio there") && !day.contains("taken, \(both.practiceName)"))
    let alone = try GroupDesk()
    _ = try alone.plan(["date": "2027-03-16"])
    #expect(!alone.desk.browser.get("/calendar/sheet?date=2027-03-16").words.contains("taken Test practice"))
  }

  @Test func staffReadWhereASessionIs() throws {
    let both = try Both()
    let studio = try both.desk.plan(["date": "2027-03-16", "time": "15:00"])
    let own = try both.desk.plan(["date": "2027-03-17", "time": "10:00"])
    _ = try both.desk.book("Ada", "2027-03-16T14:00Z@\(both.places.studio)")
    let browser = both.desk.desk.browser
    for path in [studio, studio + "/move"] {
      let page = browser.get(path)
      #expect(page.words.contains("Where Studio there"), "\(page.words)")
      #expect(
        page.words.contains("Clock there Tuesday 16 March 2027, 10:00–10:50, New York time (GMT−4)"), "\(page.words)")
    }
    #expect(!browser.get(own).words.contains("Clock there"))
    let form = browser.get("/appointments/\(try both.desk.ids()[0])/session")
    #expect(form.words.contains("Berlin time (GMT+1) · \(both.practiceName) · "), "\(form.words)")
    #expect(form.words.contains("Where Studio there") && form.words.contains("10:00–10:50, New York time"))
    #expect(both.desk.add(own, "Ben").status == 303)
    let other = browser.get("/appointments/\(try both.desk.ids()[1])/session")
    #expect(
      other.words.contains("Studio there · Clock there: Tuesday 16 March 2027, 10:00–10:50, New York time (GMT−4)"),
      "\(other.words)")
  }
}
