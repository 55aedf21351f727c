import Core
import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Feeds as calendars elsewhere read them: the icalendar package, and khal after vdirsyncer.
@Suite struct FeedReadingTests {
  /// Every quarter of an hour around both changes of the clocks of 2027, also where they turn by half an hour.
  @Test(arguments: ["Europe/Berlin", "Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe"])
  func bothReadersShowTheWallClockOverTheChangesOfTheClocks(name: String) throws {
    let desk = try FeedDesk(name, now: "2027-03-01T09:00Z")
    let zone = desk.zone
    let year = zone.startOfDay(try #require(LocalDate(text: "2027-01-01")))
    let changes = zone.transitions(from: year, through: year.adding(days: 364))
    #expect(changes.count == 2)
    var expected: [Instant] = []
    for change in changes { expected += (-6...6).map { change.adding(minutes: $0 * 15) } }
    for start in expected { try desk.plan(start, minutes: 10) }
    let bytes = desk.fetch(try desk.staffFeed()).response.body

    let read = try ReadFeed.icalendar(bytes, zone: name)
    #expect(read.errors == [] && read.bareLineEnds == 0 && read.longest <= 75)
    #expect(read.events.map(\.start) == expected.map(\.seconds))
    #expect(read.events.map(\.end) == expected.map { $0.seconds + 600 })
    #expect(zip(read.events, expected).allSatisfy { $0.wall.hasPrefix("\(zone.local($1))") })

    let listed = try ListedEvent.khal(bytes, zone: name, from: "2027-03-01", days: 300)
    let wall = expected.map { "\(zone.local($0))".replacing("T", with: " ") }
    #expect(listed.map(\.start).sorted() == wall.sorted())
    let ends = expected.map { "\(zone.local($0.adding(minutes: 10)))".replacing("T", with: " ") }
    #expect(listed.map(\.end).sorted() == ends.sorted())
  }

  @Test func movedAndCancelledAreTheSameEntryLater() throws {
    let desk = try FeedDesk()
    let front = TestBrowser()
    front.now = desk.staff.now
    try front.signIn(desk.practice.bob, of: desk.practice)
    let key = "00112233445566778899aabbccddee01"
    let made = front.post(
      "/appointments",
      [
        "patient": "\(desk.practice.pat)", "service": "\(desk.clinic.talk)", "practitioner": "\(desk.clinic.mira)",
        "date": "2027-03-09", "time": "13:00", "key": key,
      ])
    let location = try #require(made.location, "\(made.words)")
    let id = try #require(location.split(separator: "&").first { $0.hasPrefix("of=") }?.dropFirst(3))
    let (staff, patient) = (try desk.staffFeed(), try desk.patientFeed())
    func look(_ path: String, _ minutes: Int) throws -> ReadFeed.Event {
      let read = try ReadFeed.icalendar(desk.fetch(path, after: minutes).response.body, zone: "Europe/Berlin")
      #expect(read.method == "PUBLISH" && read.version == "2.0" && read.refreshSeconds == 1800 && read.errors == [])
      return try #require(read.events.first)
    }
    var seen = [try look(staff, 0)]
    front.now = front.now.adding(minutes: 10)
    let moved = front.post(
      "/appointments/\(id)/time",
      [
        "version": "1", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-10", "time": "15:00", "minutes": "50",
      ])
    #expect(moved.status == 303, "\(moved.words)")
    seen.append(try look(staff, 10))
    front.now = front.now.adding(minutes: 10)
    let cancelled = front.post("/appointments/\(id)/cancellation", ["version": "2", "reason": "ill"])
    #expect(cancelled.status == 303, "\(cancelled.words)")
    seen.append(try look(staff, 20))

    #expect(seen.map(\.uid) == Array(repeating: "\(id)@praxis", count: 3))
    #expect(seen.map(\.sequence) == [0, 1, 2])
    #expect(seen.map(\.status) == ["CONFIRMED", "CONFIRMED", "CANCELLED"])
    #expect(seen.map(\.transparency) == ["OPAQUE", "OPAQUE", "TRANSPARENT"])
    #expect(seen.map { String($0.wall.prefix(16)) } == ["2027-03-09T13:00", "2027-03-10T15:00", "2027-03-10T15:00"])
    #expect(seen.map(\.stamp) == [0, 600, 1200].map { desk.staff.now.seconds + $0 })
    #expect(seen.map(\.modified) == seen.map(\.stamp))
    // The entry of the mail and of the patient's feed is the same one.
    #expect(try look(patient, 20).uid == seen[2].uid && look(patient, 20).sequence == 2)

    let listed = try ListedEvent.khal(
      desk.fetch(staff, after: 20).response.body, zone: "Europe/Berlin", from: "2027-03-01", days: 60)
    #expect(
      listed == [ListedEvent(start: "2027-03-10 15:00", end: "2027-03-10 15:50", status: "CANCELLED", title: "Talk")])
  }

  @Test func onlyTheDaysOfTheFeedAreInIt() throws {
    let desk = try FeedDesk()
    let now = desk.staff.now
    let kept = [
      try desk.plan(now.adding(days: -29)), try desk.plan(now.adding(days: 1)), try desk.plan(now.adding(days: 365)),
      try desk.plan(now.adding(days: 2), status: "cancelled", cancelledAt: now.adding(days: -29)),
      try desk.plan(now.adding(days: 3), status: "pending"), try desk.plan(now.adding(days: -3), status: "noshow"),
    ]
    try desk.plan(now.adding(days: -31))
    try desk.plan(now.adding(days: 367))
    try desk.plan(now.adding(days: 4), status: "cancelled", cancelledAt: now.adding(days: -31))
    try desk.plan(now.adding(days: 5), status: "enteredInError")
    try desk.plan(now.adding(days: 6), status: "waitlist")
    for path in [try desk.staffFeed(), try desk.patientFeed()] {
      let read = try ReadFeed.icalendar(desk.fetch(path).response.body, zone: "Europe/Berlin")
      #expect(Set(read.events.map(\.uid)) == Set(kept.map { "\($0)@praxis" }))
      #expect(read.events.filter { $0.status == "TENTATIVE" }.map(\.uid) == ["\(kept[4])@praxis"])
    }
  }

  private func only(_ path: String, _ desk: FeedDesk) throws -> ReadFeed.Event {
    let events = try ReadFeed.icalendar(desk.fetch(path).response.body, zone: "UTC").events
    return try #require(events.first)
  }

  @Test func feedsNameNobodyUnlessTheOwnerSaysSo() throws {
    let desk = try FeedDesk()
    try desk.plan(desk.staff.now.adding(days: 1), room: true)
    let (staff, patient) = (try desk.staffFeed(), try desk.patientFeed())
    let own = try only(staff, desk)
    #expect(own.summary == "Talk" && own.location == "Room 1" && own.class == "PRIVATE")
    let mine = try only(patient, desk)
    #expect(mine.summary == "Test practice \(desk.clinic.slug)" && mine.description.hasSuffix("praxis.example/portal"))
    #expect(try desk.events("feed.read").contains("visitor rows=1"))

    let owner = TestBrowser()
    owner.now = desk.staff.now
    let olga = UserID.make()
    try desk.change(AuditEvent("test.owner", "identity_user", olga.id)) { tx in
      try TestPractice.add(olga, "Olga Owner", "olga@\(desk.clinic.slug).example", .owner, in: tx)
    }
    try owner.signIn(olga, of: desk.practice)
    #expect(owner.get("/settings/feeds").words.contains("Names of patients are not in them."))
    #expect(owner.post("/settings/feeds", ["names": "yes"]).location == "/settings/feeds?saved=1")
    #expect(owner.get("/settings/feeds").words.contains("Names of patients are in them."))
    #expect(try only(staff, desk).summary == "Pat Example, Talk")
    #expect(try only(patient, desk).summary == "Test practice \(desk.clinic.slug)")
    #expect(try desk.events("feed.names") == ["staff names"])
    #expect(try desk.events("feed.read").contains("visitor rows=1,names"))

    try desk.change(AuditEvent("test.restrict", "patients_patient", nil)) { tx in
      try tx.execute(
        "UPDATE patients_patient SET restricted_at = \(desk.staff.now) WHERE practice_id = \(tx.scope)")
    }
    #expect(try only(staff, desk).summary == "Talk")
    #expect(owner.post("/settings/feeds", [:]).status == 303)
    #expect(try desk.events("feed.names") == ["staff names", "staff no-names"])
    // Nobody but the owner.
    #expect(desk.staff.post("/settings/feeds", ["names": "yes"]).status == 403)
  }
}
