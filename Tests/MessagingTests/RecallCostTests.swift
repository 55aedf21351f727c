import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// How many a rule that asks to come again reaches is said before it is saved: that reads no more in an old practice.
@Suite struct RecallCostTests {
  /// Of the visits it looks back at, not of all there ever were; and only who agreed is counted.
  @Test func howManyItReachesReadsTheTimeItLooksBackAlone() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let now = Instant.now
      let first = try clinic.book(at: now.adding(days: -400))
      try clinic.change { tx in
        var made = 1
        while made < 4000 {
          try tx.execute(
            """
            INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
              starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
              cancel_notice_minutes, late_fee_minor, source, language, created_at)
            SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), a.patient_id, a.service_id, a.practitioner_id,
              'fulfilled', a.payment, a.starts_at - INTERVAL \(made) HOUR, a.ends_at - INTERVAL \(made) HOUR,
              a.starts_wall_clock, a.zone, 0, 0, 0, a.currency, 0, 0, 'online', 'en', a.created_at
            FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope)
            """)
          made *= 2
        }
      }
      try TestServer.connectAsRoot().runScript("ANALYZE TABLE scheduling_appointment")
      for day in 1...9 { _ = try clinic.book(at: now.adding(days: -day)) }
      func count() throws -> (work: Work, count: Int) {
        try p.asOperator { db in
          var found = 0
          let work = try Work.of(db.reader) { reader in
            found = try RecallVisits.last(since: now.adding(days: -60), in: reader).reduce(0) { $0 + $1.count }
          }
          return (work, found)
        }
      }
      #expect(try count().count == 0, "the patient has not agreed")
      try clinic.agree(true)
      let (work, found) = try count()
      #expect(found == 1 && work.statements == 1 && work.rows <= 200, "\(first): \(work.rows) rows")
    }
  }
}
