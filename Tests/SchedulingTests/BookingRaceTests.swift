import Core
import Crypto
@_spi(Bootstrap) import Database
import Foundation
import SQL
@testable import Scheduling
import TestSupport
import Testing

/// Many visitors at once, each with a connection of their own, as the workers have (pains 1 and 4). The figures of a
/// full run come from bin/bench; this one is bounded.
@Suite(.serialized) struct BookingRaceTests {
  static let bookers = 24
  static let rounds = 6

  struct Tally: Sendable {
    var won = 0
    var refused = 0
    var failed: [String] = []
  }

  /// Runs `act` for every booker of every round at the same moment and counts the answers.
  private func race(
    _ clinic: Clinic, rounds: Int = rounds,
    _ act: @escaping @Sendable (Int, Int, borrowing TenantConnection) throws -> Void
  ) -> [Tally] {
    let slug = clinic.slug
    return (0..<rounds).map { round in
      let tally = Locked(Tally())
      let gate = Gate(BookingRaceTests.bookers)
      let threads = (0..<BookingRaceTests.bookers).map { booker in
        BookerThread {
          do {
            let connection = try TestServer.connect()
            gate.wait()
            _ = try connection.withPractice(slug: slug, actor: .visitor, origin: .local) { try act(round, booker, $0) }
            tally.with { $0.won += 1 }
          } catch is SlotRefusal {
            tally.with { $0.refused += 1 }
          } catch let error as DatabaseError {
            tally.with { $0.failed.append(error.serverMessage) }
          } catch { tally.with { $0.failed.append("\(error)") } }
        }
      }
      for thread in threads { thread.join() }
      return tally.value
    }
  }

  private func start(_ clinic: Clinic, day: Int, minutes: Int) throws -> Instant {
    let zone = try Zone(name: "Europe/Berlin")
    let date = zone.local(.now).date.adding(days: 10 + day)
    let time = try #require(LocalTime(minutes: minutes))
    return try #require(zone.instants(of: LocalDateTime(date, time)).first)
  }

  private func overlaps(_ clinic: Clinic) throws -> Int? {
    try clinic.practice.asOperator { db in
      try db.reader.first(
        """
        SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b ON b.practice_id = \(db.scope)
          AND b.resource_id = a.resource_id AND b.id > a.id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
        WHERE a.practice_id = \(db.scope)
        """
      ) { try $0.int(0) }
    }
  }

  private static func hold(
    _ service: EntityID, with practitioner: EntityID?, at start: Instant, _ db: borrowing TenantConnection
  ) throws {
    _ = try Holds.place(
      ServiceID(service), with: practitioner.map { ResourceID($0) }, in: .any, at: start, token: .make(),
      visitor: SecureRandom.bytes(16), limitPerHour: 1_000_000, now: .now, in: db)
  }

  @Test func ofAllWhoWantTheSameTimeOneGetsIt() throws {
    let clinic = try Clinic()
    let (service, mira) = (clinic.talk, clinic.mira)
    let starts = try (0..<Self.rounds).map { try start(clinic, day: $0, minutes: 600) }
    for tally in race(clinic, { round, _, db in try Self.hold(service, with: mira, at: starts[round], db) }) {
      #expect(tally.won == 1)
      #expect(tally.refused == Self.bookers - 1)
      #expect(tally.failed == [])
    }
    #expect(try overlaps(clinic) == 0)
  }

  @Test func anyoneIsAsManyTimesFreeAsThereArePeople() throws {
    let clinic = try Clinic()
    let service = clinic.talk
    let starts = try (0..<Self.rounds).map { try start(clinic, day: $0, minutes: 600) }
    for tally in race(clinic, { round, _, db in try Self.hold(service, with: nil, at: starts[round], db) }) {
      #expect(tally.won == 2)
      #expect(tally.refused == Self.bookers - 2)
      #expect(tally.failed == [])
    }
    #expect(try overlaps(clinic) == 0)
  }

  @Test func overlappingLengthsOnPersonRoomAndDeviceNeverMeet() throws {
    let clinic = try Clinic()
    let (talk, scan) = (clinic.talk, clinic.scan)
    let starts = try (0..<Self.rounds).map { day in
      try (0..<8).map { try start(clinic, day: day, minutes: 570 + 15 * $0) }
    }
    for tally in race(
      clinic,
      { round, booker, db in
        try Self.hold(booker % 2 == 0 ? talk : scan, with: nil, at: starts[round][booker % 8], db)
      })
    {
      #expect(tally.won >= 1)
      #expect(tally.failed == [])
    }
    #expect(try overlaps(clinic) == 0)
  }

  /// A room and a device for three at once, and more people than that: three get in, each in a unit of its own.
  @Test func whatIsForThreeAtOnceIsTakenThreeTimesAndNotOnceMore() throws {
    let clinic = try Clinic()
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.capacity", "scheduling_resource", nil)) { tx in
        try tx.execute(
          """
          UPDATE scheduling_resource SET capacity = 3
          WHERE practice_id = \(tx.scope) AND id IN (\(clinic.room), \(clinic.device))
          """)
        for _ in 0..<5 {
          let person = EntityID.make()
          try tx.execute(
            """
            INSERT INTO scheduling_resource (practice_id, id, kind, name)
            VALUES (\(tx.scope), \(person), 'practitioner', 'One more')
            """)
          try tx.execute(
            """
            INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
            VALUES (\(tx.scope), \(clinic.scan), \(person))
            """)
          for weekday in 1...7 {
            try tx.execute(
              """
              INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute)
              VALUES (\(tx.scope), \(EntityID.make()), \(person), \(weekday), 540, 1020)
              """)
          }
        }
      }
    }
    let service = clinic.scan
    let starts = try (0..<Self.rounds).map { try start(clinic, day: $0, minutes: 600) }
    for tally in race(
      clinic,
      { round, booker, db in
        // Half of them come 15 minutes later and meet the first ones for as long.
        try Self.hold(service, with: nil, at: starts[round].adding(minutes: booker % 2 * 15), db)
      })
    {
      #expect(tally.won == 3)
      #expect(tally.refused == Self.bookers - 3)
      #expect(tally.failed == [])
    }
    let units = try clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT lane, COUNT(*) FROM scheduling_claim
        WHERE practice_id = \(db.scope) AND resource_id = \(clinic.room) GROUP BY lane ORDER BY lane
        """
      ) { "\(try $0.int(0)) \(try $0.int(1))" }
    }
    #expect(units == ClaimLanes.units(of: 3).map { "\($0) \(Self.rounds)" })
  }

  @Test func movingAndBookingTheSamePlaceLeavesOneOfThem() throws {
    let clinic = try Clinic()
    let (service, mira) = (clinic.talk, clinic.mira)
    let pat = clinic.practice.pat
    let registration = PatientRegistration { _, _, _ in pat }
    for round in 0..<Self.rounds {
      let (from, to) = (try start(clinic, day: round, minutes: 570), try start(clinic, day: round, minutes: 750))
      let booked = try clinic.practice.asVisitor { db -> AppointmentID in
        let token = Token.make()
        let hold = try Holds.place(
          ServiceID(service), with: ResourceID(mira), in: .any, at: from, token: token, visitor: SecureRandom.bytes(16),
          limitPerHour: 1_000_000, now: .now, in: db)
        let found = try #require(try Holds.find(token, in: db.reader))
        #expect(found.id == hold)
        let details = BookingDetails(
          patient: NewPatient(
            name: PersonName(given: "A", family: "B"), email: "a@b.example", phone: "", language: .en),
          note: "")
        return try Bookings.confirm(
          found, token: token, details: details, visitor: SecureRandom.bytes(16), registering: registration, now: .now,
          in: db)
      }
      let tally = race(clinic, rounds: 1) { _, booker, db in
        if booker == 0 {
          try Bookings.reschedule(booked, sequence: 0, to: to, in: .any, now: .now, in: db)
        } else {
          try Self.hold(service, with: mira, at: to, db)
        }
      }[0]
      #expect(tally.won == 1)
      #expect(tally.failed == [])
    }
    #expect(try overlaps(clinic) == 0)
  }
}

/// A value that threads change one at a time.
final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var stored: Value
  init(_ value: Value) { stored = value }
  var value: Value { lock.withLock { stored } }
  func with(_ change: (inout Value) -> Void) { lock.withLock { change(&stored) } }
}

/// Opens when as many have come as were announced.
final class Gate: @unchecked Sendable {
  private let condition = NSCondition()
  private var missing: Int
  init(_ count: Int) { missing = count }
  func wait() {
    condition.withLock {
      missing -= 1
      condition.broadcast()
      while missing > 0 { condition.wait() }
    }
  }
}

/// A thread that can be waited for.
final class BookerThread: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  init(_ work: @escaping @Sendable () -> Void) {
    let done = self.done
    Thread.detachNewThread {
      work()
      done.signal()
    }
  }
  func join() { done.wait() }
}
