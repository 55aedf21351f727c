import Core
import Foundation
import SQL
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Google Calendar: what is busy there, by pages and sync tokens.
@Suite struct GoogleBusyTests {
  @Test func busyTimesComeOverPagesAndThenAsChanges() throws {
    let google = try GoogleDesk()
    for number in 10...17 {
      try google.put("event\(number)", from: "2027-03-\(number)T10:00:00+01:00", to: "2027-03-\(number)T11:00:00+01:00")
    }
    try google.connect()
    try google.control(["forget": true])
    try google.look()
    #expect(try google.busy().count == 8 && google.busy().first == "2027-03-10T10:00 2027-03-10T11:00")
    #expect(
      try google.control(["forget": true]).calls.filter { $0 == "events.list" }.count == 3, "three pages of three")
    try google.control(["take": [["calendar": GoogleDesk.anna, "id": "event11"]]])
    try google.put("event10", from: "2027-03-10T12:00:00+01:00", to: "2027-03-10T13:00:00+01:00")
    try google.put("event12", ["transparency": "transparent"])
    try google.look(after: 15)
    #expect(try google.control().calls.filter { $0 == "events.list" }.count == 1, "only what has changed")
    let busy = try google.busy()
    #expect(busy.count == 6 && busy.first == "2027-03-10T12:00 2027-03-10T13:00")
    #expect(!busy.contains { $0.hasPrefix("2027-03-11") || $0.hasPrefix("2027-03-12") })
    try google.look(after: 30)
    #expect(try google.busy() == busy)
    #expect(try google.desk.events("calendar.busy") == ["job added=8,removed=0", "job added=1,removed=3"])
    #expect(try google.control().violations == [])
    let words = google.page().words
    #expect(words.contains("6 busy times ahead") && !words.contains("Secret"))
  }

  /// Whole days in the zone of the calendar, declined, cancelled and empty ones, and one with a zone of its own.
  @Test func whatMakesBusy() throws {
    let google = try GoogleDesk()
    try google.control(["calendar": ["id": GoogleDesk.anna, "timeZone": "America/New_York", "primary": true]])
    try google.put("allday", ["start": ["date": "2027-03-15"], "end": ["date": "2027-03-16"]])
    let me = { (answer: String) in ["attendees": [["email": "a@b.example", "self": true, "responseStatus": answer]]] }
    try google.put("declined", from: "2027-03-10T10:00:00Z", to: "2027-03-10T11:00:00Z", me("declined"))
    try google.put("accepted", from: "2027-03-11T10:00:00Z", to: "2027-03-11T11:00:00.500Z", me("accepted"))
    try google.put("cancelled", from: "2027-03-12T10:00:00Z", to: "2027-03-12T11:00:00Z", ["status": "cancelled"])
    try google.put("offset", from: "2027-03-13T10:00:00-05:00", to: "2027-03-13T11:30:00-05:00")
    try google.put("tentative", from: "2027-03-14T10:00:00Z", to: "2027-03-14T11:00:00Z", ["status": "tentative"])
    try google.connect()
    try google.look()
    #expect(
      try google.busy() == [
        "2027-03-11T11:00 2027-03-11T12:00", "2027-03-13T16:00 2027-03-13T17:30", "2027-03-14T11:00 2027-03-14T12:00",
        "2027-03-15T05:00 2027-03-16T00:00", "2027-03-16T00:00 2027-03-16T05:00",
      ])
  }

  /// 410: what Google remembers does not reach back so far. Then everything is read, and what has gone meanwhile goes.
  @Test func anEndedTokenReadsEverythingAgain() throws {
    let google = try GoogleDesk()
    try google.put("event10", from: "2027-03-10T10:00:00Z", to: "2027-03-10T11:00:00Z")
    try google.put("event11", from: "2027-03-11T10:00:00Z", to: "2027-03-11T11:00:00Z")
    try google.connect()
    try google.look()
    #expect(try google.busy().count == 2)
    try google.control(["take": [["calendar": GoogleDesk.anna, "id": "event10"]], "expire_sync": true, "forget": true])
    try google.look(after: 15)
    #expect(try google.control().calls == ["events.list", "events.list"])
    #expect(try google.busy() == ["2027-03-11T11:00 2027-03-11T12:00"])
    #expect(try google.external()?.problem == nil && google.external()?.failures == 0)
    // And once a day all of it, as the days ahead move on.
    try google.look(after: 24 * 60)
    #expect(try google.external()?.readAt == google.now.adding(minutes: 24 * 60))
  }

  /// The key of the hour is renewed once; a permission that has ended asks its owner to connect again, and goes on then.
  @Test func keysAreRenewedAndAnEndedPermissionIsSaid() throws {
    let google = try GoogleDesk()
    try google.put("event10", from: "2027-03-10T10:00:00Z", to: "2027-03-10T11:00:00Z")
    try google.connect()
    try google.look()
    try google.control(["expire_access": true, "forget": true])
    try google.look(after: 15)
    #expect(try google.control(["forget": true]).calls == ["events.list", "/token refresh_token", "events.list"])
    try google.look(after: 30)
    #expect(try google.control(["forget": true]).calls == ["events.list"], "the new key is kept")
    try google.look(after: 90)
    #expect(try google.control().calls.first == "/token refresh_token", "an hour later it is renewed before")

    try google.control(["revoke": true])
    try google.look(after: 105)
    #expect(try google.link()?.state == .refused && google.busy().count == 1, "the copy counts for some days")
    let page = google.page()
    #expect(page.words.contains("Connect again, with the same account") && page.body.contains("google/consent"))
    #expect(google.desk.staff.get("/account/calendars?lang=he").words.contains("Google סיים את ההרשאה"))
    #expect(try google.desk.events("calendar.refuse") == ["job google"])
    try google.control(["forget": true])
    try google.look(after: 120)
    #expect(try google.control().calls == [], "nobody knocks at a closed door")
    let appointment = try google.book("14:00")
    #expect(
      try google.comeBack(try google.consent(google.desk.staff), google.desk.staff).location?.hasSuffix("connected")
        == true)
    try google.look(after: 121)
    try google.push(after: 121)
    #expect(try google.link()?.state == .on && google.external()?.problem == nil)
    #expect(
      try google.control().events[GoogleEventID.text(appointment.id)] != nil, "what was booked meanwhile is written")
  }

  @Test func troubleIsSaidBesideTheCalendar() throws {
    let google = try GoogleDesk()
    try google.connect()
    let cases: [(Int, String, ExternalProblem)] = [
      (403, "rateLimitExceeded", .quota), (429, "rateLimitExceeded", .quota), (403, "forbidden", .forbidden),
      (404, "notFound", .gone), (500, "backendError", .server),
    ]
    for (status, reason, problem) in cases {
      try google.control(["fail": [["verb": "GET", "status": status, "reason": reason]]])
      try google.look()
      #expect(try google.external()?.problem == problem, "\(status) \(reason)")
    }
    #expect(google.page().words.contains("The server answers with an error."))
    try google.control(["fail": [["verb": "GET", "status": 429, "reason": "rateLimitExceeded", "retry_after": 3000]]])
    try google.look()
    let next = try #require(try google.external()?.nextAt)
    #expect(next >= google.now.adding(seconds: 3000), "never sooner than Google has asked for")
    try google.look(after: 60)
    #expect(try google.external()?.problem == nil)
  }

  /// What stands in the calendar closes free time, for visitors and for the desk.
  @Test func itClosesFreeTime() throws {
    let google = try GoogleDesk()
    try google.put("event10", from: "2027-03-10T10:00:00+01:00", to: "2027-03-10T12:00:00+01:00")
    try google.connect()
    try google.look()
    let why = try google.front().get(
      "/calendar/why?date=2027-03-10&practitioner=\(google.desk.clinic.mira)&service=\(google.desk.clinic.talk)&time=10%3A30"
    )
    #expect(why.words.contains("Dr Mira Specimen: busy in a calendar elsewhere, 10:00–12:00."))
  }
}
