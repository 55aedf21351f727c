import Core
import Foundation
import SQL
import Server
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Google Calendar: our appointments over there.
@Suite struct GoogleWriteTests {
  private func connected() throws -> GoogleDesk {
    let google = try GoogleDesk()
    try google.connect()
    try google.look()
    return google
  }

  @Test func appointmentsAreWrittenMovedAndTakenAway() throws {
    let google = try GoogleDesk()
    let before = try google.book("09:00")
    try google.connect()
    try google.look()
    try google.push()
    #expect(try google.ours() == ["2027-03-10T08:00:00Z Talk"], "those that were there already are written first")
    let made = try google.book("10:30")
    #expect(try google.link().map { _ in try google.jobs("google.push") } ?? 0 > 0, "in the transaction of the booking")
    try google.push()
    let event = try #require(try google.control().events[GoogleEventID.text(made.id)])
    #expect(event["summary"] as? String == "Talk" && event["visibility"] as? String == "private")
    #expect(event["extendedProperties"] as? [String: [String: String]] == ["private": ["praxis": "\(made)"]])
    #expect((event["end"] as? [String: String])?["dateTime"] == "2027-03-10T10:20:00Z")
    let all = String(describing: event)
    #expect(!all.contains("Pat Example") && !all.contains("Example"), "no name by default")

    let front = try google.front()
    front.now = front.now.adding(seconds: 1)
    let moved = front.post(
      "/appointments/\(made)/time",
      [
        "version": "1", "practitioner": "\(google.desk.clinic.mira)", "date": "2027-03-10", "time": "14:00",
        "minutes": "50",
      ])
    #expect(moved.status == 303, "\(moved.words)")
    try google.push()
    #expect(try google.ours() == ["2027-03-10T08:00:00Z Talk", "2027-03-10T13:00:00Z Talk"])
    front.now = front.now.adding(seconds: 1)
    let other = front.post(
      "/appointments/\(made)/time",
      [
        "version": "2", "practitioner": "\(google.desk.clinic.jonas)", "date": "2027-03-10", "time": "14:00",
        "minutes": "50",
      ])
    #expect(other.status == 303, "\(other.words)")
    try google.push()
    #expect(try google.ours() == ["2027-03-10T08:00:00Z Talk"], "it is Jonas's now")
    try google.desk.practice.asOperator { db in
      let appointment = try #require(try Appointments.find(before, in: db.reader))
      try Bookings.cancel(before, sequence: appointment.sequence, now: google.now, in: db)
    }
    try google.push()
    #expect(try google.ours() == [])
    #expect(
      try google.desk.events("calendar.write") == [
        "job google,written", "job google,written", "job google,written", "job google,removed", "job google,removed",
      ])
    #expect(try google.control().violations == [])
  }

  /// Ours never come back as busy, and a look at them changes nothing there.
  @Test func echoesAreNoBusyTimes() throws {
    let google = try connected()
    let made = try google.book("10:30")
    try google.push()
    try google.control(["forget": true])
    for minutes in [15, 30, 24 * 60] {
      try google.look(after: minutes)
      try google.push(after: minutes)
    }
    #expect(try google.busy() == [])
    #expect(try google.control().calls.filter { $0.hasPrefix("events.") && $0 != "events.list" } == [])
    // Nor by way of our feed, which names them otherwise.
    try google.put(
      "fromfeed", from: "2027-03-10T10:30:00+01:00", to: "2027-03-10T11:20:00+01:00", ["iCalUID": "\(made)@praxis"])
    // But a copy that somebody made of it is theirs.
    try google.put("mycopy", from: "2027-03-11T10:30:00+01:00", to: "2027-03-11T11:20:00+01:00")
    try google.look(after: 45)
    let link = try #require(try google.link())
    let due = try google.desk.practice.asOperator { db in try GoogleCopies.count(link.id, isDue: true, in: db.reader) }
    #expect(due == 0, "our own putting back is no change of theirs")
    let here = try google.desk.practice.asOperator { db in try Appointments.find(made, in: db.reader) }
    #expect(here?.span.start == (try google.at("2027-03-10T09:30Z")) && here?.sequence == 0)
    #expect(try google.control().violations == [])
  }

  /// The worker ends after Google has done it and before that is written down: once more is still one.
  @Test(arguments: ["POST", "PUT", "DELETE"]) func aDeathBetweenLeavesOne(verb: String) throws {
    let google = try connected()
    let made = try google.book("10:30")
    if verb != "POST" {
      try google.push()
      try google.desk.practice.asOperator { db in
        let appointment = try #require(try Appointments.find(made, in: db.reader))
        if verb == "DELETE" {
          try Bookings.cancel(made, sequence: appointment.sequence, now: google.now, in: db)
        } else {
          try Bookings.reschedule(
            made, sequence: appointment.sequence, to: try google.at("2027-03-10T13:00Z"), in: .any, now: google.now,
            in: db)
        }
      }
    }
    try google.control(["swallow": [verb], "forget": true])
    try google.push()
    let link = try #require(try google.link())
    #expect(link.problem == .away && link.pauseUntil == google.now.adding(seconds: 30), "\(link)")
    #expect(google.page().words.contains("still to be written"))
    try google.push()
    #expect(try google.control().calls.filter { $0 == "events.\(verb == "DELETE" ? "delete" : "update")" }.count <= 1)
    try google.push(after: 1)
    let expected = ["POST": ["2027-03-10T09:30:00Z Talk"], "PUT": ["2027-03-10T13:00:00Z Talk"], "DELETE": []]
    #expect(try google.ours() == expected[verb])
    #expect(try google.link()?.problem == nil && google.link()?.strikes == 0)
    #expect(try google.control().events.values.filter { $0["status"] as? String != "cancelled" }.count <= 1)
  }

  /// A worker that dies while it has the lease: another takes over when that is over, and what changed meanwhile counts.
  @Test func aDeathWithTheLeaseKeepsNobodyWaitingForever() throws {
    let google = try connected()
    let made = try google.book("10:30")
    let link = try #require(try google.link())
    let lease = google.now.adding(minutes: GoogleLink.leaseMinutes)
    let got = try google.desk.practice.enter(.job) { db in try db.beginGoogle(link.id, now: google.now, lease: lease) }
    #expect(got)
    try google.push()
    #expect(try google.ours() == [])
    try google.push(after: GoogleLink.leaseMinutes)
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk"])
    #expect(try google.control().events[GoogleEventID.text(made.id)] != nil)
  }

  /// Whoever wrote an older wish has not finished.
  @Test func aChangeWhileItIsWrittenStaysDue() throws {
    let google = try connected()
    let made = try google.book("10:30")
    let link = try #require(try google.link())
    try google.desk.practice.asOperator { db in
      let copy = try #require(try GoogleCopies.due(link.id, limit: 1, in: db.reader).first)
      try db.transaction(AuditEvent("test.write", "scheduling_google", link.id)) { tx in
        try GoogleCopies.mark([.appointment(made)], link.id, isForced: true, in: tx)
        try GoogleCopies.written(copy, link.id, etag: "\"1\"", content: [UInt8](repeating: 1, count: 16), in: tx)
      }
      let now = try #require(try GoogleCopies.due(link.id, limit: 1, in: db.reader).first)
      #expect(now.content == nil && now.etag == "\"1\"", "written again whatever it says")
    }
    try google.push()
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk"])
  }

  /// 403 and 429: back off, as long as Google says.
  @Test(arguments: [403, 429]) func tooMuchIsWaitedFor(status: Int) throws {
    let google = try connected()
    _ = try google.book("10:30")
    let failure: [String: Any] = [
      "verb": "PUT", "status": status, "reason": "userRateLimitExceeded", "retry_after": 240,
    ]
    try google.control(["fail": [failure], "forget": true])
    try google.push()
    #expect(try google.link()?.pauseUntil == google.now.adding(seconds: 240))
    #expect(google.page().words.contains("Google asks to wait"))
    try google.push(after: 3)
    #expect(try google.control().calls == ["events.update"], "nothing is asked before")
    try google.push(after: 4)
    #expect(try google.ours().count == 1 && google.link()?.pauseUntil == nil)
    #expect(
      (0...9).map { GoogleLink.pauseSeconds(nil, strikes: $0) } == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
  }

  /// Names only where the practice allows them and their owner wants them; and they go when either changes their mind.
  @Test func namesNeedBoth() throws {
    let google = try connected()
    _ = try google.book("10:30")
    try google.push()
    #expect(!google.page().words.contains("Names of my patients"))
    #expect(google.desk.staff.post("/account/calendars/google/names", ["names": "yes"]).status == 403)
    func practice(_ names: Bool) throws {
      try google.desk.change(AuditEvent("test.names", "scheduling_feed_setting", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_feed_setting (practice_id, names_patients) VALUES (\(tx.scope), \(names))
          ON DUPLICATE KEY UPDATE names_patients = \(names)
          """)
      }
    }
    func titles(after minutes: Int) throws -> [String] {
      try google.look(after: minutes)
      try google.push(after: minutes)
      return try google.ours()
    }
    try practice(true)
    #expect(try titles(after: 15) == ["2027-03-10T09:30:00Z Talk"], "the practice alone does not decide it")
    #expect(google.page().words.contains("Names of my patients may be in it"))
    #expect(
      google.desk.staff.post("/account/calendars/google/names", ["names": "yes"]).location?.hasSuffix("saved") == true)
    #expect(try titles(after: 30) == ["2027-03-10T09:30:00Z Pat Example, Talk"])
    #expect(try google.desk.events("calendar.write").last == "job google,written,names")
    try practice(false)
    #expect(try titles(after: 45) == ["2027-03-10T09:30:00Z Talk"])
    #expect(try google.desk.events("calendar.names") == ["staff names"])
  }

  /// Two practitioners of one practice write into one calendar: neither takes away what is the other's.
  @Test func twoInOneCalendarLeaveEachOtherAlone() throws {
    let google = try connected()
    let (bob, jonas) = (google.desk.practice.bob, google.desk.clinic.jonas)
    try google.desk.change(AuditEvent("test.link", "scheduling_resource", nil)) { tx in
      try tx.execute(
        "UPDATE scheduling_resource SET user_id = \(bob) WHERE practice_id = \(tx.scope) AND id = \(jonas)")
    }
    let front = try google.front()
    _ = try google.comeBack(try google.consent(front), front)
    #expect(front.post("/account/calendars/google", ["calendar": "0"]).status == 303)
    _ = try google.book("10:30")
    _ = try google.book("12:00", with: jonas)
    let theirs = try #require(try google.desk.practice.asOperator { db in try GoogleLinks.of(bob, in: db.reader) })
    let handlers = SchedulingJobs.all(ExternalFetcher(isDevelopment: true), google: google.app)
    for round in 1...3 {
      let now = google.now.adding(minutes: 15 * round)
      try google.look(after: 15 * round)
      try google.push(after: 15 * round)
      try google.desk.practice.enter(.job) { db in
        try Self.due(try #require(theirs.external), now, db)
        for (kind, payload) in [("calendar.look", try #require(theirs.external)), ("google.push", theirs.id)] {
          let job = ClaimedJob(
            practice: db.scope.practice, id: EntityID.make(), askedBy: nil, kind: kind, payload: "\(payload)",
            attempt: 1)
          _ = try handlers.first { $0.kind == kind }?.run(job, now, db)
        }
      }
      if round == 1 { try google.control(["forget": true]) }
    }
    #expect(try google.ours() == ["2027-03-10T09:30:00Z Talk", "2027-03-10T11:00:00Z Talk"])
    #expect(try google.control().calls.filter { $0 == "events.update" || $0 == "events.delete" } == [])
    #expect(try google.busy() == [])
  }

  private static func due(_ id: EntityID, _ now: Instant, _ db: borrowing TenantConnection) throws {
    try db.transaction(AuditEvent("test.due", "scheduling_external", id)) { tx in
      try tx.execute("UPDATE scheduling_external SET next_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
  }

  @Test func namesOfEventsGoThereAndBack() throws {
    for _ in 0..<200 {
      let id = EntityID.make()
      let text = GoogleEventID.text(id)
      #expect(text.utf8.count == 26 && text.allSatisfy { "0123456789abcdefghijklmnopqrstuv".contains($0) })
      #expect(GoogleEventID.entry(text) == id)
    }
    let zero = EntityID(high: 0, low: 0)
    #expect(GoogleEventID.text(zero) == String(repeating: "0", count: 26))
    #expect(
      GoogleEventID.text(EntityID(high: .max, low: .max)) == String(repeating: "v", count: 25) + "s")
    for text in ["", "v", String(repeating: "v", count: 26), String(repeating: "w", count: 26)] {
      #expect(GoogleEventID.entry(text) == nil)
    }
  }

  /// The official client, run against the same server: what that answers is what the client expects.
  @Test func theOfficialClientUnderstandsThePeer() throws {
    let google = try GoogleDesk()
    try google.connect()
    let link = try #require(try google.link())
    let line = try Peer.start("google_client.py", ["\(google.port)", try #require(link.access)])
      .line(withinMilliseconds: 60_000)
    let seen = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(seen["pages"] as? Int == 3 && seen["listed"] as? Int == 8)
    #expect(seen["doubled"] as? [AnyHashable] == [409, "duplicate"])
    #expect(seen["mixed"] as? [AnyHashable] == [400, "invalid"])
    #expect(seen["deletedTwice"] as? [AnyHashable] == [410, "deleted"])
    #expect(seen["unknownToken"] as? [AnyHashable] == [410, "fullSyncRequired"])
    #expect(seen["changes"] as? [[String]] == [["pravis00010", "confirmed"], ["pravis00011", "cancelled"]])
    #expect(seen["restored"] as? String == "confirmed")
    #expect(try google.control().violations == [])
  }
}
