import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Time becomes free without anybody giving it up: the waitlist is offered that too.
@Suite struct WaitlistOpenedTests {
  private let wednesday = "2027-03-10"

  @Test func longerHoursAreOfferedOneVisitAfterTheOther() throws {
    let (list, owner) = try withOwner()
    for name in ["Ada", "Ben", "Cleo"] {
      try list.wish(of: try list.patient(name), practitioner: list.clinic.mira, first: wednesday, last: wednesday)
    }
    let address = "/settings/hours/\(list.clinic.mira)"
    let page = owner.get(address)
    var fields = ["version": try #require(page.value(after: "name=\"version\" value=\""))]
    for day in 1...7 { (fields["opens-\(day)-1"], fields["closes-\(day)-1"]) = ("09:00", day == 3 ? "19:00" : "17:00") }
    #expect(owner.post(address, fields).status == 303)
    try list.work(after: 179)
    #expect(try list.offers() == [], "who changes by mistake has three minutes to take it back")
    try list.work(after: 1)
    let made = ["Ada offered 2027-03-10T15:30Z", "Ben offered 2027-03-10T16:30Z"]
    #expect(try list.offers() == made, "half past four needs what opened; after half past five nothing fits")
    try list.work()
    #expect(try list.offers() == made, "a job that runs twice offers nothing twice")
    #expect(try list.wishes() == ["offered 0", "offered 0", "waiting 0"])
    #expect(try list.claims().count == 2, "each offer is really kept")
    // What is declined goes on by the same cascade.
    let link = try list.link()
    list.both.walk.browser.get(link)
    #expect(list.both.walk.browser.post(link + "/decline", [:]).status == 303)
    try list.work()
    #expect(try list.offers().last?.hasPrefix("Cleo offered") == true)
  }

  @Test func shorterOrOtherHoursOpenNothing() throws {
    let (list, owner) = try withOwner()
    try list.wish(of: try list.patient("Ada"))
    let address = "/settings/hours/\(list.clinic.mira)"
    var fields = ["version": try #require(owner.get(address).value(after: "name=\"version\" value=\""))]
    for day in 1...7 { (fields["opens-\(day)-1"], fields["closes-\(day)-1"]) = ("10:00", "16:00") }
    #expect(owner.post(address, fields).status == 303)
    #expect(try list.jobs("waitlist.freed") == 0)
  }

  @Test func aClosedDayThatIsNoneAnyMoreIsOffered() throws {
    let (list, owner) = try withOwner()
    try list.wish(of: try list.patient("Ada"), parts: [.afternoon], first: wednesday, last: wednesday)
    #expect(owner.post("/settings/exceptions", closed(wednesday)).status == 303)
    #expect(try list.jobs("waitlist.freed") == 0, "closing opens nothing")
    try remove(owner)
    #expect(try list.jobs("waitlist.freed") == 2, "one for each practitioner")
    try list.work(after: 180)
    #expect(try list.offers() == ["Ada offered 2027-03-10T11:00Z"])
  }

  /// A closed day that opens for an hour, in which there is one start: Ada had it and gave it up.
  @Test func whoGaveItUpIsNotOfferedItWhenItOpensAgain() throws {
    let (list, owner) = try withOwner()
    let (ada, ben) = (try list.patient("Ada"), try list.patient("Ben"))
    #expect(list.cancel(try list.book(ada)).status == 303)
    try list.wish(of: ada, practitioner: list.clinic.mira)
    try list.wish(of: ben, practitioner: list.clinic.mira)
    try list.write { [clinic = list.clinic] tx in
      try tx.execute(
        "DELETE FROM scheduling_hours WHERE practice_id = \(tx.scope) AND resource_id = \(clinic.mira) AND weekday = 3")
    }
    let hours = closed(wednesday).merging(
      ["kind": "hours", "owner": "\(list.clinic.mira)", "opens": "10:00", "closes": "11:00"]) { $1 }
    #expect(owner.post("/settings/exceptions", hours).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ben offered \(WaitlistDesk.start)"])
    #expect(list.answer("decline").status == 303)
    try list.work()
    #expect(try list.offers() == ["Ben declined \(WaitlistDesk.start)"])
  }

  @Test func aRoomForMoreIsOfferedWhereItWasFull() throws {
    let (list, owner) = try withOwner()
    let clinic = list.clinic
    try list.write { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
        VALUES (\(tx.scope), \(clinic.scan), \(clinic.jonas))
        """)
      try tx.execute(
        "UPDATE scheduling_resource SET capacity = 5 WHERE practice_id = \(tx.scope) AND id = \(clinic.device)")
    }
    try list.wish(of: try list.patient("Ada"), service: clinic.scan, practitioner: clinic.mira)
    try resize(owner, clinic.room, to: 2)
    #expect(try list.jobs("waitlist.freed") == 0, "an empty room was free before")
    try resize(owner, clinic.room, to: 1)
    try list.unlock()
    _ = try list.desk.book([
      "patient": "\(try list.patient("Eve"))", "service": "\(clinic.scan)", "practitioner": "\(clinic.jonas)",
      "date": wednesday, "time": "10:00",
    ])
    try list.work(after: 180)
    #expect(try list.offers() == [])
    try resize(owner, clinic.room, to: 2)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ada offered 2027-03-10T08:45Z"])
  }

  @Test func whatIsLeftOfAShorterVisitIsOffered() throws {
    let (list, _) = try withOwner()
    let (ada, eve) = (try list.patient("Ada"), try list.patient("Eve"))
    let id = try list.book(eve)
    try list.wish(of: eve, service: list.clinic.scan)
    try list.wish(of: ada, service: list.clinic.scan)
    let shorter = list.desk.moving(1, ["date": wednesday, "time": "10:00", "minutes": "20"])
    #expect(list.desk.browser.post("/appointments/\(id)/time", shorter).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ada offered 2027-03-10T09:20Z"], "right after it, and not to whose it was")
  }

  @Test func aPractitionerWhoComesBackIsOffered() throws {
    let (list, owner) = try withOwner()
    try list.wish(
      of: try list.patient("Ada"), practitioner: list.clinic.mira, first: wednesday, last: wednesday)
    let address = "/settings/practitioners/\(list.clinic.mira)"
    #expect(owner.post(address + "/deactivation", [:]).status == 303)
    #expect(try list.jobs("waitlist.freed") == 0)
    #expect(owner.post(address + "/activation", [:]).status == 303)
    try list.work(after: 180)
    #expect(try list.offers() == ["Ada offered 2027-03-10T08:00Z"])
  }

  @Test func aChangeIsNoFlood() throws {
    let (list, owner) = try withOwner()
    let long = closed(wednesday).merging(["last": "2027-04-18"]) { $1 }
    #expect(owner.post("/settings/exceptions", long).status == 303)
    try remove(owner)
    #expect(try list.jobs("waitlist.freed") == 0, "nobody waits")
    for number in 1...14 {
      try list.wish(
        of: try list.patient("P\(number)"), service: list.clinic.scan, first: wednesday, last: wednesday)
    }
    #expect(owner.post("/settings/exceptions", long).status == 303)
    try remove(owner)
    #expect(try list.jobs("waitlist.freed") == OpenedTimes.most, "forty days of two people")
    try list.work(after: 180)
    #expect(try list.offers().count == OpenedCascade.most)
    #expect(try Set(list.offers().map { $0.split(separator: " ").last }).count == OpenedCascade.most)
    // The others are asked about what is left then.
    #expect(try list.jobs("waitlist.freed") == OpenedTimes.most + 1)
    try list.work(after: Int64(OpenedCascade.restMinutes) * 60)
    #expect(try list.offers().count == 14)
  }

  // MARK: Calendars elsewhere

  @Test func whatIsBusyElsewhereNoMoreIsOffered() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    let entry = try waiting(other)
    try other.write([("a", "20270310T100000", "20270310T110000"), ("b", "20270310T150000", "20270310T160000")])
    try other.look(id, after: 15)
    let jobs = try freed(other)
    #expect(jobs.count == 1, "\(jobs)")
    let job = try #require(jobs.first)
    let now = other.desk.staff.now
    #expect(job.runAt == now.adding(minutes: 30), "the next look may take it back")
    try other.desk.practice.enter(.job) { db in
      let claimed = ClaimedJob(
        practice: db.scope.practice, id: .make(), kind: "waitlist.freed", payload: job.payload, attempt: 1)
      #expect(try Cascade.run(claimed, now.adding(minutes: 30), db) == .done)
      let offer = try #require(try Offers.running(of: entry, in: db.reader))
      #expect(InstantText.encode(offer.span.start) == "2027-03-10T10:00Z")
    }
  }

  /// A calendar that nobody could read for days is no longer believed. That says nothing about the time.
  @Test func whatNobodyKnowsIsNotOffered() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    _ = try waiting(other)
    try other.write(raw: ["no calendar"])
    try other.tell("ics", "nothing")
    for hours in [100, 200] { try other.look(id, after: hours * 60) }
    #expect(try other.spans(id) == [], "it closes nothing any more")
    #expect(try freed(other).isEmpty)
    #expect(other.desk.staff.post("/account/calendars/\(id)/removal", [:]).status == 303)
    #expect(try freed(other).isEmpty)
  }

  @Test func aCalendarThatIsTakenAwayFreesItsTime() throws {
    let other = try ExternalDesk()
    let id = try other.add()
    try other.look(id)
    _ = try waiting(other)
    #expect(other.desk.staff.post("/account/calendars/\(id)/removal", [:]).status == 303)
    #expect(try freed(other).map(\.runAt) == [other.desk.staff.now.adding(minutes: 15)])
  }

  private func waiting(_ other: ExternalDesk) throws -> WaitlistEntryID {
    let (id, patient, now) = (WaitlistEntryID.make(), other.desk.practice.pat, other.desk.staff.now)
    let day = try #require(LocalDate(text: wednesday))
    let wish = TimeWish(
      service: ServiceID(other.clinic.talk), practitioner: ResourceID(other.clinic.mira), weekdays: Set(1...7),
      parts: Set(DayPart.Name.allCases), first: day, last: day, noticeHours: 0)
    try other.desk.practice.asOperator { db in
      try db.transaction(AuditEvent("test.wish", "scheduling_waitlist_entry", id.id)) { tx in
        let email = try tx.seal("p@example.org", SealedColumn("patients_patient", "sealed_email"), row: patient.id)
        try tx.execute(
          "UPDATE patients_patient SET sealed_email = \(email) WHERE practice_id = \(tx.scope) AND id = \(patient)")
        try WaitlistEntries.insert(id, wish, for: patient, source: .staff, visitor: nil, now: now, in: tx)
      }
    }
    return id
  }
  private func freed(_ other: ExternalDesk) throws -> [(payload: String, runAt: Instant)] {
    try other.desk.practice.asOperator { db in
      try db.reader.rows(
        "SELECT payload, run_at FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'waitlist.freed' ORDER BY id"
      ) { (payload: try $0.text(0), runAt: try $0.instant(1)) }
    }
  }

  // MARK: Helpers

  private func withOwner() throws -> (WaitlistDesk, Owner) {
    let list = try WaitlistDesk()
    return (list, try Owner(list))
  }
  private func closed(_ date: String) -> [String: String] {
    [
      "owner": "practice", "kind": "closed", "first": date, "last": "", "opens": "", "closes": "", "reason": "Training",
    ]
  }
  private func remove(_ owner: Owner) throws {
    let id = try #require(owner.get("/settings/exceptions").value(after: "action=\"/settings/exceptions/")?.prefix(36))
    #expect(owner.post("/settings/exceptions/\(id)/deletion", [:]).status == 303)
  }
  private func resize(_ owner: Owner, _ room: EntityID, to capacity: Int) throws {
    let address = "/settings/rooms/\(room)"
    let version = try #require(owner.get(address).value(after: "name=\"version\" value=\""))
    let fields = [
      "kind": "room", "name": "Room 1", "location": "", "position": "0", "capacity": "\(capacity)", "version": version,
    ]
    #expect(owner.post(address, fields).location == "/settings/rooms?saved=1")
  }
}

/// Who changes the settings of a waitlist's practice, at the moment that the desk believes it is.
private struct Owner {
  private let list: WaitlistDesk
  private let browser = TestBrowser()
  private let user = UserID.make()

  init(_ list: WaitlistDesk) throws {
    self.list = list
    try list.write { [user, slug = list.clinic.slug] tx in
      try TestPractice.add(user, "Olivia Owner", "owner@\(slug).example", .owner, in: tx)
    }
  }
  private func enter() {
    browser.now = list.now
    do { try browser.signIn(user, of: list.clinic.practice) } catch { Issue.record(error) }
  }
  func get(_ target: String) -> TestResponse {
    enter()
    return browser.get(target)
  }
  func post(_ target: String, _ fields: [String: String]) -> TestResponse {
    enter()
    return browser.post(target, fields)
  }
}
