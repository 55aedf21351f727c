import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Places of sessions that become free are offered to who waits, like any other time.
@Suite struct WaitlistPlacesTests {
  private static let start = WaitlistDesk.start

  /// "Talk" is for groups of two, and one is planned for Wednesday at ten.
  private func makeDesk(_ change: SQL = "notice_minutes = 120, places = 2") throws -> (
    desk: WaitlistDesk, group: String
  ) {
    let desk = try WaitlistDesk(change)
    return (desk, try plan(desk))
  }
  private func plan(_ desk: WaitlistDesk, _ changes: [String: String] = [:]) throws -> String {
    try desk.unlock()
    let answer = desk.desk.browser.post(
      "/calendar/groups",
      [
        "service": "\(desk.clinic.talk)", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-10", "time": "10:00",
        "places": "2", "weeks": "1", "key": Hex.encode(SecureRandom.bytes(16)),
      ].merging(changes) { $1 })
    return String(try #require(answer.location, "\(answer.status) \(answer.words)").prefix { $0 != "?" })
  }
  private func add(_ patient: PatientID, to group: String, _ desk: WaitlistDesk) throws {
    let answer = desk.desk.browser.post(
      group + "/participants", ["patient": "\(patient)", "key": Hex.encode(SecureRandom.bytes(16))])
    #expect(answer.status == 303, "\(answer.words)")
    desk.desk.browser.now = desk.now.adding(seconds: 1)
  }
  private func change(_ group: String, _ version: Int, _ changes: [String: String], _ desk: WaitlistDesk) throws {
    try desk.unlock()
    let answer = desk.desk.browser.post(
      group + "/time",
      [
        "version": "\(version)", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-10", "time": "10:00",
        "minutes": "50", "places": "2",
      ].merging(changes) { $1 })
    #expect(answer.status == 303, "\(answer.words)")
  }
  private func visits(_ desk: WaitlistDesk) throws -> [String] {
    try desk.desk.read { db in
      try db.rows(
        """
        SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND group_id IS NOT NULL
        ORDER BY created_at, id
        """
      ) { "\(try $0.id(0))" }
    }
  }
  private func places(_ desk: WaitlistDesk) throws -> [String] {
    try desk.desk.read { db in
      try db.rows(
        """
        SELECT number, appointment_id IS NOT NULL FROM scheduling_place
        WHERE practice_id = \(db.scope) ORDER BY group_id, number
        """
      ) { "\(try $0.int(0)) \(try $0.bool(1) ? "visit" : "hold")" }
    }
  }

  @Test func aPlaceThatIsGivenUpIsOfferedToOneAfterTheOther() throws {
    let (desk, group) = try makeDesk()
    let (ada, ben) = (try desk.patient("Ada"), try desk.patient("Ben"))
    for patient in [ada, ben] { try add(patient, to: group, desk) }
    // Ada waits longest, for the same service, and still is not offered what she gives up.
    for patient in [ada, try desk.patient("Cem"), try desk.patient("Dee")] { try desk.wish(of: patient) }
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 179)
    #expect(try desk.offers() == [])
    try desk.work(after: 1)
    #expect(try desk.offers() == ["Cem offered \(Self.start)"])
    // What is offered is kept: no visitor gets it, and the next is not asked meanwhile.
    #expect(try places(desk) == ["1 hold", "2 visit"])
    let visitor = BookingWalk(clinic: desk.clinic)
    visitor.browser.now = desk.now
    let page = visitor.browser.get(try desk.link())
    #expect(visitor.hold(desk.clinic.talk, Self.start).status == 409)
    #expect(page.words.contains("Talk"))
    #expect(!page.words.contains("Ben") && !page.words.contains("Ada"))
    #expect(visitor.browser.post(try desk.link() + "/decline", [:]).status == 303)
    #expect(try places(desk) == ["2 visit"])
    try desk.work(after: 1)
    #expect(try desk.offers() == ["Cem declined \(Self.start)", "Dee offered \(Self.start)"])
    visitor.browser.now = desk.now
    let link = try desk.link()
    visitor.browser.get(link)
    #expect(visitor.browser.post(link + "/acceptance", [:]).status == 303)
    #expect(try places(desk) == ["1 visit", "2 visit"])
    #expect(try desk.wishes() == ["waiting 0", "waiting 0", "booked 0"])
    #expect(try desk.claims().count == 1)
    // Run again, as after a worker that died: nothing is offered twice.
    try desk.work(after: 60)
    #expect(try desk.offers().count == 2)
  }

  @Test func whatNobodyAnswersGoesToTheNext() throws {
    let (desk, group) = try makeDesk()
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    for name in ["Cem", "Dee"] { try desk.wish(of: try desk.patient(name)) }
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    try desk.sweep(after: 2 * 3600 + 1)
    #expect(try places(desk) == ["2 visit"])
    try desk.work(after: 1)
    #expect(try desk.offers() == ["Cem expired \(Self.start)", "Dee offered \(Self.start)"])
  }

  @Test func aPlaceThatAVisitorLetGoIsOffered() throws {
    let (desk, group) = try makeDesk()
    try add(try desk.patient("Ada"), to: group, desk)
    try desk.wish(of: try desk.patient("Cem"))
    let visitor = BookingWalk(clinic: desk.clinic)
    visitor.browser.now = desk.now
    #expect(visitor.hold(desk.clinic.talk, Self.start).status == 303)
    try desk.sweep(after: 601)
    try desk.work(after: 1)
    #expect(try desk.offers() == ["Cem offered \(Self.start)"])
    #expect(try places(desk) == ["1 visit", "2 hold"])
  }

  @Test func morePlacesAreOfferedToAsManyAsThereAre() throws {
    let (desk, group) = try makeDesk()
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    for name in ["Cem", "Dee", "Eva"] { try desk.wish(of: try desk.patient(name)) }
    try change(group, 1, ["places": "4"], desk)
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Cem offered \(Self.start)", "Dee offered \(Self.start)"])
    #expect(try places(desk) == ["1 visit", "2 visit", "3 hold", "4 hold"])
    // Not fewer than are kept, either.
    try desk.unlock()
    let refused = desk.desk.browser.post(
      group + "/time",
      [
        "version": "2", "practitioner": "\(desk.clinic.mira)", "date": "2027-03-10", "time": "10:00", "minutes": "50",
        "places": "3",
      ])
    #expect(refused.status == 422)
  }

  @Test func aSessionThatIsAddedIsOffered() throws {
    let desk = try WaitlistDesk("notice_minutes = 120, places = 2")
    for name in ["Cem", "Dee", "Eva"] { try desk.wish(of: try desk.patient(name)) }
    // Somebody who waits for something else is not meant.
    try desk.wish(of: try desk.patient("Fay"), service: desk.clinic.scan)
    _ = try plan(desk)
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Cem offered \(Self.start)", "Dee offered \(Self.start)"])
    #expect(try places(desk) == ["1 hold", "2 hold"])
  }

  @Test func aWishIsHeldToItsDaysAndPeople() throws {
    let (desk, group) = try makeDesk()
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    try desk.wish(of: try desk.patient("Cem"), practitioner: desk.clinic.jonas)
    try desk.wish(of: try desk.patient("Dee"), weekdays: [1, 2])
    try desk.wish(of: try desk.patient("Eva"), parts: [.morning])
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Eva offered \(Self.start)"])
  }

  @Test func whatWasOfferedOfASessionThatMovesIsTakenBack() throws {
    let (desk, group) = try makeDesk()
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    try desk.wish(of: try desk.patient("Cem"))
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    let link = try desk.link()
    try change(group, 1, ["time": "12:00"], desk)
    // No place is kept where it was, and nobody gets one there.
    #expect(try places(desk) == ["2 visit"])
    let visitor = BookingWalk(clinic: desk.clinic)
    visitor.browser.now = desk.now
    visitor.browser.get(link)
    #expect(visitor.browser.post(link + "/acceptance", [:]).status != 303)
    #expect(try desk.wishes() == ["waiting 0"])
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Cem withdrawn \(Self.start)", "Cem offered 2027-03-10T11:00Z"])
    // Called off, nothing is offered any more.
    try desk.unlock()
    #expect(desk.desk.browser.post(group + "/cancellation", ["version": "2"]).status == 303)
    #expect(try places(desk) == [])
    try desk.work(after: 180)
    #expect(try desk.offers().count == 2)
  }

  /// It was taken back before they could answer: that is no answer.
  @Test func whatWasTakenBackIsOfferedAgain() throws {
    let (desk, group) = try makeDesk()
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    try desk.wish(of: try desk.patient("Cem"))
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    try change(group, 1, ["time": "12:00"], desk)
    desk.desk.browser.now = desk.now.adding(seconds: 1)
    try change(group, 2, ["time": "10:00"], desk)
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Cem withdrawn \(Self.start)", "Cem offered \(Self.start)"])
  }

  /// The same people at the same time in another room: what is kept for a visitor, and what is offered, goes along.
  @Test func anotherRoomKeepsHoldsAndOffers() throws {
    let kept = try keptPlaces(otherRoomIsElsewhere: false)
    let (desk, before) = (kept.desk, try places(kept.desk))
    try kept.changeRoom(self)
    #expect(try places(desk) == before && before.count { $0.hasSuffix("hold") } == 2)
    #expect(try desk.offers() == [Self.cemIsOffered])
    // Both can still be taken, and are where the session is now.
    #expect(try kept.visitor.confirm(kept.hold).status == 303)
    let patient = BookingWalk(clinic: desk.clinic)
    patient.browser.now = desk.now
    let link = try desk.link()
    patient.browser.get(link)
    #expect(patient.browser.post(link + "/acceptance", [:]).status == 303)
    let rooms = try desk.desk.read { db in
      try db.rows(
        """
        SELECT room_id <=> \(kept.other) FROM scheduling_appointment
        WHERE practice_id = \(db.scope) AND group_id IS NOT NULL AND status = 'booked'
        """
      ) { try $0.bool(0) }
    }
    #expect(rooms == [true, true, true])
  }

  /// The other room stands elsewhere: nobody is taken to a place that they did not read.
  @Test func anotherPlaceTakesBackWhatIsKept() throws {
    let kept = try keptPlaces(otherRoomIsElsewhere: true)
    try kept.changeRoom(self)
    #expect(try !places(kept.desk).contains { $0.hasSuffix("hold") })
    #expect(try kept.desk.offers() == ["Cem withdrawn 2027-03-11T09:00Z"])
    #expect(try kept.visitor.confirm(kept.hold).status != 303)
  }

  private static let cemIsOffered = "Cem offered 2027-03-11T09:00Z"

  /// A session with a place that a visitor keeps and one that Cem is offered, in a room of North.
  private struct KeptPlaces {
    let desk: WaitlistDesk
    let group: String
    let fields: [String: String]
    let other: EntityID
    let visitor: BookingWalk
    let hold: TestResponse

    func changeRoom(_ tests: WaitlistPlacesTests) throws {
      try tests.change(group, 1, fields.merging(["room": "\(other)"]) { $1 }, desk)
    }
  }

  private func keptPlaces(otherRoomIsElsewhere: Bool) throws -> KeptPlaces {
    let (desk, _) = try makeDesk("notice_minutes = 120, places = 3")
    let other = EntityID.make()
    try desk.write { tx in
      let (north, south) = (EntityID.make(), EntityID.make())
      for (id, name) in [(north, "North"), (south, "South")] {
        try TestPractice.addPlace(id, name, address: "Street", in: tx)
      }
      try tx.execute(
        """
        UPDATE scheduling_resource SET location_id = \(north)
        WHERE practice_id = \(tx.scope) AND id = \(desk.clinic.room)
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_resource (practice_id, id, kind, name, location_id)
        VALUES (\(tx.scope), \(other), 'room', 'Room 2', \(otherRoomIsElsewhere ? south : north))
        """)
      for room in [desk.clinic.room, other] {
        try tx.execute(
          """
          INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
          VALUES (\(tx.scope), \(desk.clinic.talk), \(room))
          """)
      }
    }
    let place = ["date": "2027-03-11", "room": "\(desk.clinic.room)", "places": "3"]
    let group = try plan(desk, place)
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    try desk.wish(of: try desk.patient("Cem"), first: "2027-03-11", last: "2027-03-11")
    try desk.unlock()
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    #expect(try desk.offers() == [Self.cemIsOffered])
    let visitor = BookingWalk(clinic: desk.clinic)
    visitor.browser.now = desk.now
    let hold = visitor.hold(desk.clinic.talk, "2027-03-11T09:00Z", with: desk.clinic.mira)
    #expect(hold.status == 303, "\(hold.words)")
    return KeptPlaces(desk: desk, group: group, fields: place, other: other, visitor: visitor, hold: hold)
  }

  /// More places than are offered at once: who was not asked is asked later, until the list or the places end.
  @Test func manyNewPlacesAreAllOfferedInTime() throws {
    let (desk, _) = try makeDesk("notice_minutes = 120, places = 20")
    for number in 1...14 {
      try desk.wish(of: try desk.patient("P\(number)"), first: "2027-03-11", last: "2027-03-11")
    }
    _ = try plan(desk, ["date": "2027-03-11", "places": "20"])
    let before = try desk.desk.read { db in try jobs(db) }
    try desk.work(after: 180)
    #expect(try desk.offers().count == OpenedCascade.most)
    #expect(try desk.desk.read { db in try jobs(db) } == before + 1)
    try desk.work(after: Int64(OpenedCascade.restMinutes) * 60)
    #expect(try desk.offers().count == 14)
    #expect(try desk.desk.read { db in try jobs(db) } == before + 1, "nobody is left to ask")
  }
  private func jobs(_ db: borrowing TenantReader) throws -> Int {
    try db.first("SELECT COUNT(*) FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'waitlist.freed'") {
      try $0.int(0)
    } ?? 0
  }

  @Test func theDeskSeesWhoWaitsAndOffersByHand() throws {
    let (desk, group) = try makeDesk()
    try add(try desk.patient("Ada"), to: group, desk)
    let entry = try desk.wish(of: try desk.patient("Cem"), weekdays: [1])
    let page = desk.desk.browser.get(group)
    let link = try #require(page.values(after: "href=\"/calendar/waitlist/gap").first)
    let gap = desk.desk.browser.get("/calendar/waitlist/gap" + String(link.prefix { $0 != "\"" }).replacingAmpersands())
    #expect(gap.status == 200)
    #expect(gap.words.contains("Cem Example"))
    let form = ["date": "2027-03-10", "time": "10:00", "practitioner": "\(desk.clinic.mira)"]
    #expect(desk.desk.browser.post("/calendar/waitlist/\(entry)/offer", form).status == 303)
    #expect(try desk.offers() == ["Cem offered \(Self.start)"])
    #expect(try places(desk) == ["1 visit", "2 hold"])
  }

  @Test func whoGotAPlaceMeanwhileTakesNoSecondOne() throws {
    let (desk, group) = try makeDesk("notice_minutes = 120, places = 3")
    try change(group, 1, ["places": "3"], desk)
    for name in ["Ada", "Ben"] { try add(try desk.patient(name), to: group, desk) }
    let cem = try desk.patient("Cem")
    try desk.wish(of: cem)
    #expect(desk.cancel(try visits(desk)[0]).status == 303)
    try desk.work(after: 180)
    #expect(try desk.offers() == ["Cem offered \(Self.start)"])
    // The third place is free, and Cem calls before answering the mail.
    try add(cem, to: group, desk)
    let visitor = BookingWalk(clinic: desk.clinic)
    visitor.browser.now = desk.now
    let link = try desk.link()
    visitor.browser.get(link)
    #expect(visitor.browser.post(link + "/acceptance", [:]).status != 303)
    #expect(try places(desk).count { $0.hasSuffix("visit") } == 2)
  }

  /// The place of an offer, a visitor and a change of places at once: never more than there are.
  @Test func offeringAndBookingAtOnceNeverMakesAPhantom() throws {
    for _ in 0..<3 {
      let (desk, group) = try makeDesk("notice_minutes = 120, places = 3")
      try change(group, 1, ["places": "3"], desk)
      try add(try desk.patient("Ada"), to: group, desk)
      let entries = try ["Cem", "Dee", "Eva", "Fay"].map { try desk.wish(of: try desk.patient($0)) }
      let (clinic, now) = (desk.clinic, desk.now)
      let (slug, service, mira) = (clinic.slug, clinic.talk, clinic.mira)
      let start = try #require(InstantText.decode(Self.start))
      let answers = race(8) { index in
        do {
          let connection = try TestServer.connect()
          _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
            if index < 4 {
              guard let entry = try WaitlistEntries.find(entries[index], in: db.reader) else {
                throw OfferRefusal.changed
              }
              _ = try Offers.make(
                to: entry, at: start, place: .any, with: ResourceID(mira), by: nil, now: now, in: db)
            } else {
              _ = try Holds.place(
                ServiceID(service), with: nil, in: .any, at: start, token: .make(), visitor: SecureRandom.bytes(16),
                limitPerHour: 1_000_000, now: now, in: db)
            }
          }
          return 303
        } catch is SlotRefusal {
          return 409
        } catch is OfferRefusal {
          return 409
        } catch { return 500 }
      }
      #expect(answers == [303: 2, 409: 6])
      #expect(try places(desk).count == 3)
    }
  }
}

extension String {
  fileprivate func replacingAmpersands() -> String { split(separator: "&amp;").joined(separator: "&") }
}
