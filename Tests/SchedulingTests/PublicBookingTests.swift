import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Book in a browser without JavaScript: choose, keep, fill in, review, confirm, manage.
@Suite struct PublicBookingTests {
  @Test func aVisitorBooksAndSeesTheVisit() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    #expect(times.count == 15)
    let booked = try walk.confirm(walk.hold(walk.clinic.talk, times[3]))
    #expect(booked.status == 303)
    let page = walk.browser.get(try #require(booked.location))
    #expect(page.status == 200)
    #expect(page.words.contains("You are booked"))
    #expect(page.words.contains("10:30–11:20"))
    #expect(page.words.contains("After that cancelling costs €20.00"))
    let rows = try walk.clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT a.status, a.source, COUNT(c.id) FROM scheduling_appointment a
        JOIN scheduling_claim c ON c.practice_id = \(db.scope) AND c.appointment_id = a.id
        WHERE a.practice_id = \(db.scope) GROUP BY a.id
        """
      ) { "\(try $0.text(0)) \(try $0.text(1)) \(try $0.int(2))" }
    }
    #expect(rows == ["booked online 1"])
    let actions = try audit(walk)
    #expect(
      actions == ["practice.create", "test.cast", "test.clinic", "hold.place", "patient.register", "appointment.book"])
  }

  @Test func theBookedTimeIsNoLongerOffered() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let (clinic, day) = (walk.clinic, try walk.day())
    let before = walk.times(clinic.talk, with: clinic.mira, on: day)
    _ = try walk.confirm(walk.hold(clinic.talk, before[3], with: clinic.mira))
    let after = walk.times(clinic.talk, with: clinic.mira, on: day)
    // 50 minutes from 10:30 also take the starts at 10:00 and 11:00.
    #expect(Set(before).subtracting(after) == [before[2], before[3], before[4]])
    #expect(walk.times(clinic.talk, with: clinic.jonas, on: day) == before)
  }

  @Test func aKeptTimeIsTakenForOthersUntilItRunsOut() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let (clinic, day) = (walk.clinic, try walk.day())
    let times = walk.times(clinic.talk, with: clinic.mira, on: day)
    let hold = try #require(walk.hold(clinic.talk, times[0], with: clinic.mira).location)
    let other = BookingWalk(clinic: clinic)
    other.browser.now = walk.browser.now
    #expect(!other.times(clinic.talk, with: clinic.mira, on: day).contains(times[0]))
    let refused = other.hold(clinic.talk, times[0], with: clinic.mira)
    #expect(refused.status == 409)
    #expect(refused.words.contains("09:00 was just taken"))
    #expect(refused.values(after: "name=\"start\" value=\"").prefix(3) == [times[2], times[3], times[4]])
    // Each says its day: the nearest free time need not be on the one that was asked for.
    let said = try #require(refused.body.matches(of: /<span class="small">([^<]+)<\/span> 10:00</).first).1
    let labels = refused.values(after: "aria-label=\"")
    #expect(labels.contains { $0.contains(said.split(separator: " ")[1]) && $0.hasSuffix(", 10:00") })
    other.browser.now = walk.browser.now.adding(minutes: 11)
    #expect(other.times(clinic.talk, with: clinic.mira, on: day).contains(times[0]))
    #expect(try other.confirm(other.hold(clinic.talk, times[0], with: clinic.mira)).status == 303)
    // The first visitor comes back too late: a page with other times, and nothing to type again.
    walk.browser.now = other.browser.now
    let late = walk.browser.get(hold)
    #expect(late.status == 200)
    #expect(late.words.contains("no longer kept"))
    let answer = walk.browser.post(hold + "/confirmation", BookingWalk.details)
    #expect(answer.status == 409)
    #expect(answer.body.contains("value=\"erika@example.org\""))
    #expect(answer.values(after: "name=\"start\" value=\"").count == 3)
  }

  @Test func detailsThatWereTypedTravelToAnotherTime() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let fields = BookingWalk.details.merging(["service": "\(walk.clinic.talk)", "start": times[5]]) { $1 }
    let page = walk.browser.post(walk.base + "/holds", fields)
    #expect(page.status == 200)
    #expect(page.body.contains("value=\"Mustermann\"") && page.body.contains(">Hello</textarea>"))
  }

  @Test(arguments: [
    ("email", "erika@example", "email address, such as"), ("email", "", "tell us your email"),
    ("given", " ", "first name"),
    ("family", "", "last name"), ("phone", "12", "6 to 15 digits"),
    ("family", String(repeating: "a\u{301}", count: 60), "too long"),
    ("note", String(repeating: "x", count: 2001), "note is too long"),
  ])
  func wrongDetailsComeBackWithASentenceAndEverythingTyped(_ field: String, _ value: String, _ sentence: String) throws
  {
    let walk = BookingWalk(clinic: try Clinic())
    let hold = try #require(walk.hold(walk.clinic.talk, walk.times(walk.clinic.talk, on: try walk.day())[0]).location)
    walk.browser.get(hold)
    let page = walk.browser.post(hold + "/review", BookingWalk.details.merging([field: value]) { $1 })
    #expect(page.status == 422)
    #expect(page.words.contains(sentence))
    #expect(page.body.contains("href=\"#\(field)\""))
    #expect(page.body.contains("aria-invalid=\"true\""))
    #expect(page.body.contains("value=\"+49 30 5550142\"") || field == "phone")
    #expect(page.body.contains("<title>Error: "))
  }

  @Test func confirmingTwiceMakesOneAppointment() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let hold = walk.hold(walk.clinic.talk, walk.times(walk.clinic.talk, on: try walk.day())[0])
    let target = try #require(hold.location)
    let first = try walk.confirm(hold)
    let second = walk.browser.post(target + "/confirmation", BookingWalk.details)
    #expect(second.status == 303)
    #expect(first.location?.hasPrefix(second.location ?? "none") == true)
    let count = try walk.clinic.practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope)") {
        try $0.int(0)
      }
    }
    #expect(count == 1)
  }

  @Test(arguments: [
    ("before opening", 6 * 60), ("after closing", 16 * 60 + 30), ("between two starts that fit nothing", 23 * 60),
  ])
  func aForgedTimeIsRefused(_ why: String, _ minutes: Int) throws {
    let walk = BookingWalk(clinic: try Clinic())
    _ = walk.times(walk.clinic.talk)
    let zone = try Zone(name: "Europe/Berlin")
    let date = zone.local(walk.browser.now).date.adding(days: 14)
    let time = try #require(LocalTime(minutes: minutes))
    let start = try #require(zone.instants(of: LocalDateTime(date, time)).first)
    #expect(walk.hold(walk.clinic.talk, Zone.utc.local(start).description + "Z").status == 409)
  }

  @Test func noticeAndHorizonAreKeptAlsoAgainstForgedForms() throws {
    let walk = BookingWalk(clinic: try Clinic(opens: 0, closes: 1440, notice: 120))
    _ = walk.times(walk.clinic.talk)
    let soon = Zone.utc.local(walk.browser.now.adding(minutes: 60)).description + "Z"
    let answer = walk.hold(walk.clinic.talk, soon)
    #expect(answer.status == 409)
    #expect(answer.words.contains("too soon to book online"))
    let far = Zone.utc.local(walk.browser.now.adding(days: 120)).description + "Z"
    #expect(walk.hold(walk.clinic.talk, far).words.contains("too far ahead"))
    #expect(walk.hold(walk.clinic.talk, "2027-02-30T10:00Z").status == 400)
    #expect(walk.hold(EntityID.make(), soon).words.contains("cannot be booked"))
  }

  @Test func roomAndDeviceMustBeFreeToo() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let (clinic, day) = (walk.clinic, try walk.day())
    let times = walk.times(clinic.scan, on: day)
    _ = try walk.confirm(walk.hold(clinic.scan, times[0]))
    let claims = try clinic.practice.asOperator { db in
      try db.reader.first("SELECT COUNT(*) FROM scheduling_claim WHERE practice_id = \(db.scope)") { try $0.int(0) }
    }
    #expect(claims == 3)
    #expect(walk.hold(clinic.scan, times[1]).status == 409)
  }

  @Test func whoHasNoHoursDoesNotWork() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let (clinic, day) = (walk.clinic, try walk.day())
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.hours", "scheduling_hours", nil)) { tx in
        try tx.execute("DELETE FROM scheduling_hours WHERE practice_id = \(tx.scope) AND resource_id = \(clinic.mira)")
      }
    }
    #expect(walk.times(clinic.talk, with: clinic.mira, on: day).isEmpty)
    #expect(!walk.times(clinic.talk, with: clinic.jonas, on: day).isEmpty)
    // The room and the device have no hours either and are still there for those who work; Mira alone scans.
    #expect(walk.times(clinic.scan, on: day).isEmpty)
  }

  @Test func anotherPracticesServiceIsAsUnknownAsAnyOther() throws {
    let (walk, other) = (BookingWalk(clinic: try Clinic()), BookingWalk(clinic: try Clinic()))
    let foreign = walk.browser.get(walk.base + "?service=\(other.clinic.talk)").body
    let unknown = walk.browser.get(walk.base + "?service=\(EntityID.make())").body
    let blank = { (body: String) in body.replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "id") }
    #expect(blank(foreign) == blank(unknown))
    #expect(walk.browser.get("/nobody-here/book").status == 404)
  }

  @Test func aFormFromElsewhereIsRefused() throws {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, on: try walk.day())
    let fields = ["service": "\(walk.clinic.talk)", "start": times[0]]
    #expect(walk.browser.post(walk.base + "/holds", fields, csrf: "").status == 403)
    #expect(TestBrowser().post(walk.base + "/holds", fields, csrf: walk.browser.csrf).status == 403)
    walk.browser.headers = ["origin": "https://evil.example"]
    #expect(walk.browser.get(walk.base).status == 200)
    let body = Array("csrf=\(walk.browser.csrf)&service=\(walk.clinic.talk)&start=\(times[0])".utf8)
    let cross = walk.browser.send(
      "POST", walk.base + "/holds",
      headers: ["content-type": "application/x-www-form-urlencoded", "origin": "https://evil.example"], body: body)
    #expect(cross.status == 403)
  }

  @Test(arguments: ["de", "he"])
  func thePageSpeaksEveryLanguage(_ code: String) throws {
    let walk = BookingWalk(clinic: try Clinic())
    let page = walk.browser.get(walk.base + "?lang=\(code)&service=\(walk.clinic.talk)")
    #expect(page.body.contains("<html lang=\"\(code)\" dir=\"\(code == "he" ? "rtl" : "ltr")\""))
    #expect(page.words.contains(code == "he" ? "קביעת תור" : "Termin buchen"))
    #expect(walk.browser.get(walk.base).body.contains("<html lang=\"\(code)\""))
  }

  private func audit(_ walk: BookingWalk) throws -> [String] {
    try walk.clinic.practice.asOperator { db in
      try db.reader.rows("SELECT action FROM audit_event WHERE practice_id = \(db.scope) ORDER BY seq") {
        try $0.text(0)
      }
    }
  }
}
