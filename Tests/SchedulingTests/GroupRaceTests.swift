import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// More visitors than places, all at the same moment, each with a connection of their own.
@Suite(.serialized) struct GroupRaceTests {
  static let rounds = 4

  @Test func twelveBookersForEightPlacesAreEightWinnersAndFourAnswers() throws {
    let desk = try GroupDesk(places: 8)
    for day in 11..<(11 + Self.rounds) {
      _ = try desk.plan(["places": "8", "date": "2027-03-\(day)"])
    }
    let (clinic, now) = (desk.clinic, desk.desk.browser.now)
    let (slug, service) = (clinic.slug, clinic.talk)
    for day in 11..<(11 + Self.rounds) {
      let start = "2027-03-\(day)T12:00Z"
      let bodies = Locked([String]())
      let answers = race(12) { _ in
        let browser = TestBrowser()
        browser.now = now
        browser.get("/\(slug)/book?service=\(service)&date=2027-03-\(day)")
        let answer = browser.post("/\(slug)/book/holds", ["service": "\(service)", "start": start])
        if answer.status == 409 { bodies.with { $0.append(answer.words) } }
        return answer.status
      }
      #expect(answers == [303: 8, 409: 4])
      #expect(bodies.value.allSatisfy { $0.contains("was just taken") })
    }
    // Every number once, none above eight.
    let places = try desk.desk.read { db in
      try db.rows(
        """
        SELECT COUNT(*), COUNT(DISTINCT number), CAST(MAX(number) AS SIGNED) FROM scheduling_place
        WHERE practice_id = \(db.scope) GROUP BY group_id
        """
      ) { "\(try $0.int(0)) \(try $0.int(1)) \(try $0.int(2))" }
    }
    #expect(places == Array(repeating: "8 8 8", count: Self.rounds))
  }

  /// Bookings, additions by staff and cancellations at once: never more than there are places, and none lost.
  @Test func bookingAddingAndCancellingAtOnceKeepsTheLimit() throws {
    let desk = try GroupDesk(places: 4)
    let path = try desk.plan(["places": "4"])
    let group = try #require(GroupID(text: String(path.split(separator: "/").last ?? "")))
    let visits = try ["Ada", "Ben", "Cem"].map { name in
      desk.later()
      return String(try desk.book(name).prefix { $0 != "?" })
    }
    let (clinic, now) = (desk.clinic, desk.desk.browser.now)
    let (slug, service, pat) = (clinic.slug, clinic.talk, clinic.practice.pat)
    let answers = race(12) { booker in
      do {
        if booker < 3 {
          let browser = TestBrowser()
          browser.now = now
          browser.get(visits[booker])
          return browser.post(visits[booker] + "/cancellation", [:]).status
        }
        let connection = try TestServer.connect()
        _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
          if booker < 5 {
            guard let session = try Groups.find(group, now: now, in: db.reader) else { throw SlotRefusal.outdated }
            _ = try GroupBookings.add(
              GroupBookings.Order(who: .known(pat), language: .en, formKey: SecureRandom.bytes(16)), to: session,
              registering: PatientRegistration { _, _, _ in pat }, now: now, in: db)
          } else {
            _ = try Holds.place(
              ServiceID(service), with: nil, in: .any, at: session(now), token: .make(),
              visitor: SecureRandom.bytes(16),
              limitPerHour: 1_000_000, now: now, in: db)
          }
        }
        return 303
      } catch is SlotRefusal {
        return 409
      } catch is GroupBookings.Refusal {
        return 409
      } catch { return 500 }
    }
    #expect(answers[500] == nil)
    let taken = try desk.places()
    let left = try desk.participants().count { $0.hasPrefix("booked") }
    #expect(taken.count <= 4)
    #expect(taken.count { $0.hasSuffix("visit") } == left)
    // Seven wanted one, and three were given up: whatever the order, none stays empty that somebody asked for last.
    #expect(taken.count >= 1)
    #expect(try desk.claims() == ["group"])
  }

  /// The guard behind the guards: nobody locks anything, all read the same numbers, and the key lets each in once.
  @Test func withoutTheLocksTheKeyStillDecides() throws {
    let desk = try GroupDesk(places: 8)
    let path = try desk.plan(["places": "8"])
    let group = try #require(GroupID(text: String(path.split(separator: "/").last ?? "")))
    let (clinic, now) = (desk.clinic, desk.desk.browser.now)
    let (slug, service, mira, start) = (clinic.slug, clinic.talk, clinic.mira, session(now))
    let answers = race(12) { _ in
      do {
        let connection = try TestServer.connect()
        _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
          try db.transaction(AuditEvent("hold.place", "scheduling_hold", nil)) { tx in
            guard let session = try Groups.find(group, now: now, in: tx.reader) else { throw SlotRefusal.outdated }
            let hold = HoldID.make()
            try tx.execute(
              """
              INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, starts_at, ends_at,
                address_hash, expires_at, created_at, group_id)
              VALUES (\(tx.scope), \(hold), \(Token.make().hash), \(service), \(mira), \(start),
                \(start.adding(minutes: 50)), \(SecureRandom.bytes(16)), \(now.adding(minutes: 10)), \(now), \(group))
              """)
            try GroupPlaces.take(session, for: .hold(hold, expires: now.adding(minutes: 10)), now: now, in: tx)
          }
        }
        return 303
      } catch { return 409 }
    }
    let numbers = try desk.desk.read { db in
      try db.rows("SELECT number FROM scheduling_place WHERE practice_id = \(db.scope) ORDER BY number") {
        try $0.int(0)
      }
    }
    #expect(numbers.count == answers[303])
    #expect(numbers == Array(Set(numbers)).sorted())
    #expect(numbers.allSatisfy { (1...8).contains($0) })
  }

  private func session(_ now: Instant) -> Instant { InstantText.decode(GroupDesk.start) ?? now }

  /// Staff make a session smaller while visitors want its places: they are told how many are taken, or nobody more comes
  /// in; it never holds more than it has.
  @Test func loweringThePlacesWhileVisitorsBookNeverLeavesMoreThanThereAre() throws {
    for _ in 0..<3 {
      let desk = try GroupDesk(places: 8)
      let path = try desk.plan(["places": "8"])
      let group = try #require(GroupID(text: String(path.split(separator: "/").last ?? "")))
      let (clinic, now, start) = (desk.clinic, desk.desk.browser.now, session(desk.desk.browser.now))
      let (slug, service, mira) = (clinic.slug, clinic.talk, clinic.mira)
      let answers = race(10) { booker in
        do {
          let connection = try TestServer.connect()
          _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
            if booker < 3 {
              guard let session = try Groups.find(group, now: now, in: db.reader) else { throw SlotRefusal.outdated }
              let wish = PlaceWish(
                practitioner: ResourceID(mira), room: .automatic, device: .automatic, start: start, minutes: 50)
              let change = GroupChange(wish: wish, places: 2 + booker, tells: true)
              let shown = GroupsShown(version: session.version, isFollowing: false, seen: "")
              try GroupChanges.carryOut(change, on: session, shown, now: now, in: db)
            } else {
              _ = try Holds.place(
                ServiceID(service), with: nil, in: .any, at: start, token: .make(), visitor: SecureRandom.bytes(16),
                limitPerHour: 1_000_000, now: now, in: db)
            }
          }
          return booker < 3 ? 200 : 303
        } catch is SlotRefusal {
          return 409
        } catch is StaffRefusal {
          return 410
        } catch is GroupChanges.Refusal {
          return 422
        } catch { return 500 }
      }
      #expect(answers[500] == nil)
      let rows = try desk.desk.read { db in
        try db.rows(
          """
          SELECT g.places, COUNT(l.number), CAST(COALESCE(MAX(l.number), 0) AS SIGNED) FROM scheduling_group g
          LEFT JOIN scheduling_place l ON l.practice_id = \(db.scope) AND l.group_id = g.id
          WHERE g.practice_id = \(db.scope) GROUP BY g.id, g.places
          """
        ) { (places: try $0.int(0), taken: try $0.int(1), highest: try $0.int(2)) }
      }
      #expect(rows.count == 1)
      #expect(rows[0].taken <= rows[0].places && rows[0].highest <= rows[0].places, "\(rows) \(answers)")
      #expect(rows[0].taken == answers[303] ?? 0)
    }
  }

  /// A session that moves while visitors book it: each booking is of the session where it is, or refused.
  @Test func movingWhileVisitorsBookLeavesEverybodyInOnePlace() throws {
    let desk = try GroupDesk(places: 8)
    let path = try desk.plan(["places": "8"])
    let group = try #require(GroupID(text: String(path.split(separator: "/").last ?? "")))
    let (clinic, now, start) = (desk.clinic, desk.desk.browser.now, session(desk.desk.browser.now))
    let (slug, service, mira, pat) = (clinic.slug, clinic.talk, clinic.mira, clinic.practice.pat)
    let answers = race(8) { booker in
      do {
        let connection = try TestServer.connect()
        _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { db in
          if booker == 0 {
            guard let session = try Groups.find(group, now: now, in: db.reader) else { throw SlotRefusal.outdated }
            let wish = PlaceWish(
              practitioner: ResourceID(mira), room: .automatic, device: .automatic, start: start.adding(hours: 2),
              minutes: 50)
            let change = GroupChange(wish: wish, places: 8, tells: true)
            let shown = GroupsShown(version: session.version, isFollowing: false, seen: "")
            try GroupChanges.carryOut(change, on: session, shown, now: now, in: db)
            return
          }
          let token = Token.make()
          _ = try Holds.place(
            ServiceID(service), with: nil, in: .any, at: start, token: token, visitor: SecureRandom.bytes(16),
            limitPerHour: 1_000_000, now: now, in: db)
          guard let hold = try Holds.find(token, in: db.reader) else { throw SlotRefusal.outdated }
          let name = PersonName(given: "A", family: "B")
          let details = BookingDetails(
            patient: NewPatient(name: name, email: "a@b.example", phone: "", language: .en), note: "")
          _ = try Bookings.confirm(
            hold, token: token, details: details, visitor: SecureRandom.bytes(16),
            registering: PatientRegistration { _, _, _ in pat }, now: now, in: db)
        }
        return booker == 0 ? 200 : 303
      } catch is SlotRefusal {
        return 409
      } catch { return 500 }
    }
    #expect(answers[500] == nil)
    #expect(answers[200] == 1)
    // Wherever the session is, everybody who has a place is there.
    let elsewhere = try desk.desk.read { db in
      try db.first(
        """
        SELECT COUNT(*) FROM scheduling_appointment a JOIN scheduling_group g ON g.practice_id = \(db.scope)
          AND g.id = a.group_id
        WHERE a.practice_id = \(db.scope) AND a.status = 'booked' AND a.starts_at <> g.starts_at
        """
      ) { try $0.int(0) }
    }
    #expect(elsewhere == 0)
  }
}
