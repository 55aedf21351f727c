import Calendars
import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Several at the front desk at the same moment, each with a connection of their own.
@Suite(.serialized) struct SeriesRaceTests {
  private static let bookers = 6

  private static func pattern(_ clinic: Clinic, from date: String) throws -> SeriesPattern {
    SeriesPattern(
      rule: try #require(RecurrenceRule(.weekly([2]), every: 1, end: .count(5))),
      first: try #require(LocalDate(text: date)), time: try #require(LocalTime(minutes: 780)), minutes: 50,
      service: ServiceID(clinic.talk), practitioner: ResourceID(clinic.mira), room: .automatic, device: .automatic,
      clock: nil)
  }

  private func race(
    _ clinic: Clinic, _ act: @escaping @Sendable (Int, borrowing TenantConnection) throws -> Void
  ) -> BookingRaceTests.Tally {
    let (slug, bob) = (clinic.slug, clinic.practice.bob)
    let tally = Locked(BookingRaceTests.Tally())
    let gate = Gate(Self.bookers)
    let threads = (0..<Self.bookers).map { booker in
      BookerThread {
        do {
          let connection = try TestServer.connect()
          gate.wait()
          _ = try connection.withPractice(slug: slug, actor: .staff(bob, .frontDesk), origin: .local) {
            try act(booker, $0)
          }
          tally.with { $0.won += 1 }
        } catch is SeriesBookings.Refusal {
          tally.with { $0.refused += 1 }
        } catch is StaffRefusal {
          tally.with { $0.refused += 1 }
        } catch let error as DatabaseError {
          tally.with { $0.failed.append(error.serverMessage) }
        } catch { tally.with { $0.failed.append("\(error)") } }
      }
    }
    for thread in threads { thread.join() }
    return tally.value
  }

  private func state(_ clinic: Clinic) throws -> (booked: Int, overlaps: Int) {
    try clinic.practice.asOperator { db in
      let booked = try db.reader.first(
        "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \(db.scope)"
      ) { try $0.int(0) }
      let overlaps = try db.reader.first(
        """
        SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b ON b.practice_id = \(db.scope)
          AND b.resource_id = a.resource_id AND b.id > a.id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
        WHERE a.practice_id = \(db.scope)
        """
      ) { try $0.int(0) }
      return (booked ?? -1, overlaps ?? -1)
    }
  }

  private static let nobody = PatientRegistration { _, _, _ in throw TestFailure("nobody is new") }

  /// Two series meet on one date only, and a visit by itself wants that date too: whoever is later is told.
  @Test func oneOccurrenceIsGivenOnce() throws {
    let clinic = try Clinic()
    let pat = clinic.practice.pat
    let patterns = [try Self.pattern(clinic, from: "2027-03-09"), try Self.pattern(clinic, from: "2027-04-06")]
    let zone = try Zone(name: "Europe/Berlin")
    let now = try #require(InstantText.decode("2027-03-01T09:00Z"))
    let time = try #require(LocalDateTime(text: "2027-04-06T13:00"))
    let start = try #require(zone.instants(of: time).first)
    let tally = race(clinic) { booker, db in
      let key = SecureRandom.bytes(16)
      guard booker < 4 else {
        let wish = patterns[0].wish(at: start)
        let order = StaffBookings.Order(
          who: .known(pat), service: patterns[0].service, wish: wish, note: "", formKey: key, language: .en,
          overrideReason: nil)
        _ = try StaffBookings.book(order, registering: Self.nobody, now: now, in: db)
        return
      }
      let order = SeriesBookings.Order(
        who: .known(pat), pattern: patterns[booker % 2], note: "", formKey: key, language: .en, mode: .all)
      _ = try SeriesBookings.book(order, registering: Self.nobody, now: now, in: db)
    }
    #expect(tally.won == 1 && tally.refused == 5)
    #expect(tally.failed == [])
    let after = try state(clinic)
    #expect(after.overlaps == 0)
    #expect(after.booked == 5 || after.booked == 1, "a series whole, or the visit")
  }

  /// It became one for groups since the preview was shown.
  @Test func noSeriesOfAServiceForGroups() throws {
    let clinic = try Clinic()
    let pattern = try Self.pattern(clinic, from: "2027-03-09")
    let now = try #require(InstantText.decode("2027-03-01T09:00Z"))
    let order = SeriesBookings.Order(
      who: .known(clinic.practice.pat), pattern: pattern, note: "", formKey: SecureRandom.bytes(16), language: .en,
      mode: .all)
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.rules", "scheduling_service", nil)) { tx in
        try tx.execute(
          "UPDATE scheduling_service SET places = 3 WHERE practice_id = \(tx.scope) AND id = \(clinic.talk)")
      }
      do {
        _ = try SeriesBookings.book(order, registering: Self.nobody, now: now, in: db)
        Issue.record("it was booked")
      } catch SeriesBookings.Refusal.notOffered {}
    }
    #expect(try state(clinic).booked == 0)
  }

  /// Who leaves out what clashes gets the rest, whoever comes first.
  @Test func thoseWhoLeaveOutGetTheRest() throws {
    let clinic = try Clinic()
    let pat = clinic.practice.pat
    let patterns = [try Self.pattern(clinic, from: "2027-03-09"), try Self.pattern(clinic, from: "2027-04-06")]
    let now = try #require(InstantText.decode("2027-03-01T09:00Z"))
    let tally = race(clinic) { booker, db in
      let order = SeriesBookings.Order(
        who: .known(pat), pattern: patterns[booker % 2], note: "", formKey: SecureRandom.bytes(16), language: .en,
        mode: .free)
      _ = try SeriesBookings.book(order, registering: Self.nobody, now: now, in: db)
    }
    #expect(tally.won == 2 && tally.refused == 4 && tally.failed == [])
    let after = try state(clinic)
    #expect(after.overlaps == 0 && after.booked == 9)
  }
}
