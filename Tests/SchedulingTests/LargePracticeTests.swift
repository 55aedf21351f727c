import Core
@_spi(Bootstrap) @testable import Database
import Foundation
import Routing
import SQL
import TestSupport
import Testing
import Web

@testable import Scheduling

/// What is read for a page follows from what stands on it, not from what a practice has gathered over the years. Counted
/// in rows and statements by the server itself; how long it takes is for `bin/bench`.
@Suite struct LargePracticeTests {
  /// Wider: `PRAXIS_APPOINTMENTS=200000 bin/test LargePracticeTests`.
  private static let many = ProcessInfo.processInfo.environment["PRAXIS_APPOINTMENTS"].flatMap { Int($0) } ?? 20_000
  private static let few = 2_000
  /// Between the starts of two; those of a long week are about 170.
  private static let minutesApart = 60

  /// Appointments of fifty minutes around a moment, as many before it as after, with their claims.
  private static func fill(_ clinic: Clinic, _ count: Int, around now: Instant) throws {
    let first = now.adding(minutes: -count / 2 * minutesApart)
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.fill", "scheduling_appointment", nil)) { tx in
        let patient = PatientID.make()
        try TestPractice.add(patient, in: tx)
        try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
            starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
            cancel_notice_minutes, late_fee_minor, source, language, created_at)
          VALUES (\(tx.scope), \(EntityID.make()), \(patient), \(clinic.talk), \(clinic.mira), 'booked', 'due',
            \(first), \(first.adding(minutes: 50)), \(first), 'Europe/Berlin', 0, 0, 0, 'EUR', 0, 0, 'staff', 'en', \(now))
          """)
        var made = 1
        while made < count {
          let step = Int64(made * minutesApart * 60_000_000)
          try tx.execute(
            """
            INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
              starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
              cancel_notice_minutes, late_fee_minor, source, language, created_at)
            SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), a.patient_id, a.service_id, a.practitioner_id, a.status,
              a.payment, a.starts_at + INTERVAL \(step) MICROSECOND, a.ends_at + INTERVAL \(step) MICROSECOND,
              a.starts_wall_clock + INTERVAL \(step) MICROSECOND, a.zone, 0, 0, 0, a.currency, 0, 0, a.source, a.language,
              a.created_at
            FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope)
            ORDER BY a.starts_at LIMIT \(min(made, count - made))
            """)
          made += min(made, count - made)
        }
        try tx.execute(
          """
          INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, appointment_id)
          SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), a.practitioner_id, 0, a.starts_at, a.ends_at, a.id
          FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope)
          """)
      }
    }
    // The server counts its rows anew some time after so many came at once. Until then it plans by what stood there before.
    try TestServer.connectAsRoot().runScript("ANALYZE TABLE scheduling_appointment, scheduling_claim")
  }

  /// A week, a day with its free time, the bookable days: in a practice of so many appointments.
  private static func pages(_ count: Int) throws -> [String: Work] {
    let clinic = try Clinic(opens: 0, closes: 24 * 60)
    let now = try #require(InstantText.decode("2027-03-08T09:00Z"))
    try fill(clinic, count, around: now)
    return try clinic.practice.asStaff(clinic.practice.bob, .frontDesk) { db in
      let zone = try Zone(name: db.practice.zoneName)
      let today = zone.local(now).date
      let offering = try #require(try Offering.find(ServiceID(clinic.talk), in: db.reader))
      let week = CalendarQuery(Form([("view", "week"), ("date", "2027-03-10")]), today: today)
      let day = CalendarQuery(Form([("view", "day"), ("date", "2027-03-10")]), today: today)
      return [
        "week": try Work.of(db.reader) { reader in
          let contents = try CalendarContents.read(week, offersFreeTime: false, now: now, in: reader)
          #expect((166...170).contains(contents.entries.count), "\(contents.entries.count)")
        },
        "day": try Work.of(db.reader) { reader in
          let contents = try CalendarContents.read(day, offersFreeTime: true, now: now, in: reader)
          #expect(contents.entries.count == 24)
        },
        "today": try Work.of(db.reader) { reader in
          let scope = TodayScope(
            own: nil, isWholePractice: true, reach: try .of(.readSchedule, now: now, in: reader), now: now)
          #expect(try TodayFigures.read(scope, in: reader).withoutOutcome == 30 * 24)
        },
        "month": try Work.of(db.reader) { reader in
          let free = try offering.availability(
            from: today, through: today.adding(days: 30), zone: zone, now: now, in: reader)
          #expect(!free.slots(on: today.adding(days: 9), for: .staff(from: now)).isEmpty)
        },
      ]
    }
  }

  /// What failed and was dealt with, and what was never sent for want of a mail server, is not looked at again on every
  /// page of the calendar.
  @Test func failuresAreCountedWithoutReadingWhatIsOver() throws {
    let clinic = try Clinic(opens: 0, closes: 24 * 60)
    let now = try #require(InstantText.decode("2027-03-08T09:00Z"))
    try Self.fill(clinic, Self.few, around: now)
    func fail(_ rule: String, _ reason: String, isDone: Bool, limit: Int) throws {
      try clinic.practice.asOperator { db in
        try db.transaction(AuditEvent("test.notices", "messaging_notice", nil)) { tx in
          try tx.execute(
            """
            INSERT INTO messaging_notice (practice_id, id, appointment_id, rule, channel, language, sealed_recipient,
              state, send_at, reason, acknowledged_at, created_at)
            SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), a.id, \(rule), 'email', 'en', '', 'failed', \(now),
              \(reason), \(isDone ? now : nil), \(now)
            FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) LIMIT \(limit)
            """)
        }
      }
    }
    try fail("confirmation", "noServer", isDone: true, limit: Self.few)
    try fail("change", "refused", isDone: true, limit: Self.few)
    try fail("reminder2h", "refused", isDone: false, limit: 3)
    try TestServer.connectAsRoot().runScript("ANALYZE TABLE messaging_notice")
    try clinic.practice.asStaff(clinic.practice.bob, .frontDesk) { db in
      let read = try Work.of(db.reader) { reader in
        let reach = try PatientReach.of(.handleMessages, now: now, in: reader)
        let count = try FailedMessages.count(within: reach, now: now, in: reader)
        #expect(count == 3)
      }
      #expect(read.statements == 1 && read.rows <= 12, "\(read)")
    }
  }

  /// Rows that a page may read, however many appointments there are: twice what it reads, as the server may come to the
  /// same rows by another way. In a small practice it reads all there are where that is cheaper.
  private static let budget = ["week": 450, "day": 600, "month": 1_750, "today": 4_300]

  @Test func aHundredTimesTheAppointmentsAreNoMoreToRead() throws {
    let (small, large) = (try Self.pages(Self.few), try Self.pages(Self.many))
    #expect(large.mapValues(\.statements) == ["week": 7, "day": 8, "month": 3, "today": 1])
    #expect(small.mapValues(\.statements) == large.mapValues(\.statements))
    for (page, budget) in Self.budget {
      let rows = try #require(large[page]).rows
      #expect(rows <= budget, "\(page): \(rows) rows")
    }
  }
}
