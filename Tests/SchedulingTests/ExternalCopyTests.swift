import Core
import Crypto
import SQL
import TestSupport
import Testing

@testable @_spi(Bootstrap) import Database
@testable import Scheduling

/// Copies of calendars elsewhere: what they may not do here, and when they end.
@Suite struct ExternalCopyTests {
  private func claims(_ other: ExternalDesk) throws -> [String] {
    try other.desk.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT lane, starts_at, appointment_id IS NOT NULL FROM scheduling_claim
        WHERE practice_id = \(db.scope) AND resource_id = \(other.clinic.mira) ORDER BY lane, starts_at
        """
      ) { "\(try $0.int(0)) \(other.desk.zone.local(try $0.instant(1))) \(try $0.bool(2) ? "ours" : "theirs")" }
    }
  }

  /// An appointment that was there first stays, can still be moved and cancelled, and comes back from both.
  @Test func anAppointmentAndABusyTimeStandSideBySide() throws {
    let other = try ExternalDesk()
    let form = [
      "patient": "\(other.desk.practice.pat)", "service": "\(other.clinic.talk)",
      "practitioner": "\(other.clinic.mira)", "date": "2027-03-10", "time": "10:30",
      "key": "00112233445566778899aabbccddee03",
    ]
    let made = other.front.post("/appointments", form)
    let location = try #require(made.location, "\(made.words)")
    let id = try #require(location.split(separator: "&").first { $0.hasPrefix("of=") }?.dropFirst(3))
    let first = try other.add()
    try other.look(first)
    try other.write([("b", "20270310T110000", "20270310T113000")])
    let second = try other.add()
    try other.look(second)
    #expect(
      try claims(other) == [
        "0 2027-03-10T10:30 ours", "100 2027-03-10T10:00 theirs", "101 2027-03-10T11:00 theirs",
      ])
    let day = other.front.get("/calendar?view=day&date=2027-03-10")
    #expect(day.words.contains("Pat Example") && day.words.contains("Busy elsewhere, 10:00–12:00"))
    #expect(!day.words.contains("Busy elsewhere, 11:00"), "two calendars that say the same say it once")

    func move(to time: String, version: Int, _ more: [String: String]) -> TestResponse {
      other.front.now = other.front.now.adding(seconds: 1)
      return other.front.post(
        "/appointments/\(id)/time",
        [
          "version": "\(version)", "practitioner": "\(other.clinic.mira)", "date": "2027-03-10", "time": time,
          "minutes": "50",
        ].merging(more) { $1 })
    }
    #expect(move(to: "14:00", version: 1, [:]).status == 303)
    let back = move(to: "10:30", version: 2, [:])
    #expect(back.status == 409 && back.words.contains("busy in a calendar elsewhere"))
    #expect(move(to: "10:30", version: 2, ["anyway": "yes", "reason": "She said so"]).status == 303)
    #expect(try claims(other).first == "0 2027-03-10T10:30 ours")
    #expect(try other.desk.events("appointment.overbook") == [])

    for calendar in [first, second] {
      #expect(other.desk.staff.post("/account/calendars/\(calendar)/removal", [:]).status == 303)
    }
    #expect(try claims(other) == ["0 2027-03-10T10:30 ours"])
  }

  /// "Why is 10:30 not free?", without a word of what the other calendar says.
  @Test func whyNamesTheTimeAlone() throws {
    let other = try ExternalDesk()
    try other.look(try other.add())
    let path =
      "/calendar/why?date=2027-03-10&practitioner=\(other.clinic.mira)&service=\(other.clinic.talk)&time=10%3A30"
    let why = other.front.get(path)
    #expect(why.words.contains("Not free"))
    #expect(why.words.contains("Dr Mira Specimen: busy in a calendar elsewhere, 10:00–12:00."))
    #expect(other.front.get(path + "&lang=de").words.contains("in einem Kalender anderswo belegt, 10:00–12:00"))
    #expect(!why.words.contains("Secret") && !why.words.contains("Family"))
  }

  @Test func aCopyThatNobodyCanConfirmEndsAfterSevenDays() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    try other.tell("status", "404")
    let day = 24 * 60
    try other.look(id, after: 7 * day)
    #expect(try other.busy(id) == ["2027-03-10T10:00 12:00"])
    try other.look(id, after: 7 * day + 30)
    #expect(try other.busy(id) == [] && other.free().contains("10:30"))
    #expect(try other.desk.events("calendar.busy") == ["job added=1,removed=0", "job added=0,removed=1"])
    let page = try other.page(after: 7 * day + 31)
    #expect(page.words.contains("Copy of 7 days ago · 0 busy times ahead"), "\(page.words)")
    #expect(page.words.contains("more than seven days old and closes nothing any more"))
    // Back again with the same bytes and the same validators: read as a whole, not taken for unchanged.
    try other.tell("status", nil)
    try other.look(id, after: 8 * day)
    #expect(try other.external(id)?.problem == nil && other.busy(id) == ["2027-03-10T10:00 12:00"])
  }

  @Test func oneThatWasNeverReadSaysSo() throws {
    let other = try ExternalDesk()
    let id = try other.add("/loop")
    try other.look(id)
    let words = try other.page().words
    #expect(words.contains("The address leads on too often. Until it has been read it closes nothing."), "\(words)")
    #expect(words.contains("Not read yet"))
  }

  /// Of two looks one goes on; one that is overtaken, by a wish to look again or by a removal, writes nothing.
  @Test func aLookThatWasOvertakenWritesNothing() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    let external = try #require(try other.external(id))
    let now = other.desk.staff.now
    let lease = now.adding(minutes: External.leaseMinutes)
    func begin() throws -> Bool {
      try other.desk.practice.enter(.job) { db in try db.begin(id, due: external.nextAt, lease: lease) }
    }
    #expect(try begin() && !begin())
    try other.look(id)
    #expect(try other.external(id)?.triedAt == nil, "it is somebody else's")
    let span = TimeSpan(start: now.adding(days: 1), end: now.adding(days: 1).adding(hours: 1))
    func finish(_ lease: Instant) throws {
      try other.desk.practice.enter(.job) { db in
        try BusyClaims.replace(external, by: [span], isKnown: true, lease: lease, now: now, in: db)
      }
    }
    #expect(throws: LookOvertaken.self) { try finish(lease.adding(seconds: 1)) }
    #expect(try other.busy(id) == [] && other.desk.events("calendar.busy") == [])
    #expect(other.desk.staff.post("/account/calendars/\(id)/look", [:]).status == 303)
    #expect(throws: LookOvertaken.self) { try finish(lease) }
    try other.look(id)
    #expect(try other.busy(id) == ["2027-03-10T10:00 12:00"])
    #expect(other.desk.staff.post("/account/calendars/\(id)/removal", [:]).status == 303)
    #expect(throws: LookOvertaken.self) { try finish(lease) }
    #expect(try claims(other) == [])
  }

  @Test func whatIsDueIsAskedOnce() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    func due(_ minutes: Int) throws -> Int {
      try other.desk.practice.enter(.job) { db in
        let now = other.desk.staff.now.adding(minutes: minutes)
        try ExternalUpkeep.run(now: now, in: db)
        return try Externals.due(now: now, in: db.reader).count
      }
    }
    func jobs() throws -> Int {
      try other.desk.practice.asOperator { db in
        try db.reader.first(
          "SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'calendar.look'"
        ) { try $0.int(0) } ?? 0
      }
    }
    #expect(try jobs() == 1, "adding asks at once")
    for minutes in 0...3 { #expect(try due(minutes) == 1) }
    #expect(try jobs() == 1)
    try other.look(id)
    #expect(try due(14) == 0 && due(15) == 1 && jobs() == 2)
  }

  /// The owner leaves, or somebody else takes over the column: the calendar goes, and its time is free at once.
  @Test(arguments: [true, false]) func aCalendarGoesWithItsOwner(leaves: Bool) throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    func upkeep() throws -> Int {
      try other.desk.practice.enter(.job) { db in try ExternalUpkeep.run(now: other.desk.staff.now, in: db) }
    }
    #expect(try upkeep() == 0 && !other.free().contains("10:30"))
    let (alice, bob) = (other.desk.practice.alice, other.desk.practice.bob)
    try other.desk.change(AuditEvent("test.user", "identity_user", nil)) { tx in
      if leaves {
        try tx.execute(
          "UPDATE identity_user SET status = 'deactivated' WHERE practice_id = \(tx.scope) AND id = \(alice)")
      } else {
        try tx.execute(
          "UPDATE scheduling_resource SET user_id = \(bob) WHERE practice_id = \(tx.scope) AND user_id = \(alice)")
      }
    }
    #expect(try upkeep() == 1 && upkeep() == 0)
    #expect(try other.external(id) == nil && other.free().contains("10:30"))
    #expect(try other.desk.events("calendar.remove") == ["job owner"])
  }
}
