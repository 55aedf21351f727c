import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import Server
import TestSupport
import Testing

/// The demo practices exist once in a database, so these tests take turns.
@Suite(.serialized) struct DemoTests {
  private static let slugs = ["harbor", "linden", "carmel"]

  private func count(_ connection: Connection, _ slug: String, _ sql: (borrowing TenantReader) -> SQL) throws -> Int {
    let found = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
      try db.reader.first(sql(db.reader)) { try $0.int(0) }
    }
    return try #require(found ?? nil)
  }

  @Test func makesThreePracticesWithAYearEach() throws {
    let connection = try TestServer.connect()
    let results = try Demo.make(on: connection)
    #expect(results.map(\.slug) == Self.slugs)
    for slug in Self.slugs {
      #expect(
        try count(connection, slug) { "SELECT COUNT(*) FROM patients_patient WHERE practice_id = \($0.scope)" } >= 40)
      #expect(try count(connection, slug) { "SELECT COUNT(*) FROM identity_user WHERE practice_id = \($0.scope)" } == 7)
      #expect(
        try count(connection, slug) { "SELECT COUNT(*) FROM scheduling_service WHERE practice_id = \($0.scope)" } == 7)
      let days = try count(connection, slug) {
        "SELECT DATEDIFF(MAX(starts_at), MIN(starts_at)) FROM scheduling_appointment WHERE practice_id = \($0.scope)"
      }
      #expect(days > 350)
      let statuses = try count(connection, slug) {
        "SELECT COUNT(DISTINCT status) FROM scheduling_appointment WHERE practice_id = \($0.scope)"
      }
      #expect(statuses >= 4)
      let appointments = try count(connection, slug) {
        "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \($0.scope)"
      }
      #expect((1500...6000).contains(appointments))
    }
  }

  @Test func aSecondRunChangesNothing() throws {
    let connection = try TestServer.connect()
    _ = try Demo.make(on: connection)
    let before = try Self.slugs.map { try state(connection, $0) }
    let results = try Demo.make(on: connection, now: Instant.now.adding(days: 3))
    #expect(results.allSatisfy { $0.appointments == nil })
    #expect(try Self.slugs.map { try state(connection, $0) } == before)
  }

  private func state(_ connection: Connection, _ slug: String) throws -> [Int] {
    [
      try count(connection, slug) { "SELECT COUNT(*) FROM scheduling_appointment WHERE practice_id = \($0.scope)" },
      try count(connection, slug) { "SELECT COUNT(*) FROM scheduling_claim WHERE practice_id = \($0.scope)" },
      try count(connection, slug) { "SELECT COUNT(*) FROM patients_patient WHERE practice_id = \($0.scope)" },
      try count(connection, slug) { "SELECT seq FROM audit_head WHERE practice_id = \($0.scope)" },
      try count(connection, slug) { "SELECT version FROM practices_practice WHERE practice_id = \($0.scope)" },
    ]
  }

  @Test func everyLiveAppointmentHasItsClaimsAndNoOtherHasAny() throws {
    let connection = try TestServer.connect()
    _ = try Demo.make(on: connection)
    for slug in Self.slugs {
      let wrong = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_appointment a
        WHERE a.practice_id = \(db.scope) AND a.group_id IS NULL AND
          IF(a.status IN ('cancelled', 'noshow'), 0,
            1 + (a.room_id IS NOT NULL) + (a.device_id IS NOT NULL))
          <> (SELECT COUNT(*) FROM scheduling_claim c
              WHERE c.practice_id = \(db.scope) AND c.appointment_id = a.id
                AND c.resource_id IN (a.practitioner_id, a.room_id, a.device_id)
                AND c.starts_at = a.starts_at - INTERVAL a.buffer_before MINUTE
                AND c.ends_at = a.ends_at + INTERVAL a.buffer_after MINUTE)
        """
      }
      #expect(wrong == 0)
      let stray = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_claim c LEFT JOIN scheduling_appointment a
          ON a.practice_id = c.practice_id AND a.id = c.appointment_id AND a.status NOT IN ('cancelled', 'noshow')
        WHERE c.practice_id = \(db.scope) AND a.id IS NULL AND c.group_id IS NULL
        """
      }
      #expect(stray == 0)
      // Sessions: the practitioner and the room once, and a place for each who takes part.
      let sessions = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_group g
        WHERE g.practice_id = \(db.scope)
          AND (SELECT COUNT(*) FROM scheduling_claim c WHERE c.practice_id = \(db.scope) AND c.group_id = g.id) = 2
          AND (SELECT COUNT(*) FROM scheduling_place l WHERE l.practice_id = \(db.scope) AND l.group_id = g.id)
            = (SELECT COUNT(*) FROM scheduling_appointment a
                WHERE a.practice_id = \(db.scope) AND a.group_id = g.id)
          AND (SELECT COUNT(*) FROM scheduling_place l WHERE l.practice_id = \(db.scope) AND l.group_id = g.id)
            BETWEEN 1 AND g.places - 1
        """
      }
      #expect(sessions >= 12)
    }
  }

  @Test func noTwoClaimsOverlap() throws {
    let connection = try TestServer.connect()
    _ = try Demo.make(on: connection)
    for slug in Self.slugs {
      let overlapping = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_claim a JOIN scheduling_claim b
          ON b.practice_id = a.practice_id AND b.resource_id = a.resource_id AND b.id > a.id
          AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
        WHERE a.practice_id = \(db.scope)
        """
      }
      #expect(overlapping == 0)
    }
  }

  @Test func appointmentsLieInOpeningHoursAndStatusFitsTheClock() throws {
    let connection = try TestServer.connect()
    let now = Instant.now
    _ = try Demo.make(on: connection)
    for slug in Self.slugs {
      let outside = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_appointment a
        WHERE a.practice_id = \(db.scope) AND NOT EXISTS (
          SELECT 1 FROM scheduling_hours h
          WHERE h.practice_id = \(db.scope) AND h.resource_id = a.practitioner_id
            AND h.weekday = WEEKDAY(a.starts_wall_clock) + 1
            AND h.opens_minute <= HOUR(a.starts_wall_clock) * 60 + MINUTE(a.starts_wall_clock)
            AND h.closes_minute >= HOUR(a.starts_wall_clock) * 60 + MINUTE(a.starts_wall_clock)
              + TIMESTAMPDIFF(MINUTE, a.starts_at, a.ends_at))
          AND NOT EXISTS (
          SELECT 1 FROM scheduling_exception e
          WHERE e.practice_id = \(db.scope) AND e.opens_minute IS NOT NULL
            AND DATE(a.starts_wall_clock) BETWEEN e.first_date AND e.last_date)
        """
      }
      #expect(outside == 0)
      let impossible = try count(connection, slug) { db in
        """
        SELECT COUNT(*) FROM scheduling_appointment a
        WHERE a.practice_id = \(db.scope) AND (a.created_at > a.starts_at
          OR a.status = 'fulfilled' AND a.starts_at > \(now)
          OR a.status = 'booked' AND a.starts_at < \(now.adding(hours: -1)))
        """
      }
      #expect(impossible == 0)
    }
  }

  @Test func theChainsOfTheDemoVerify() throws {
    let connection = try TestServer.connect()
    _ = try Demo.make(on: connection)
    for slug in Self.slugs {
      let verdict = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        try db.reader.verifyAuditTrail()
      }
      guard case .intact(let events) = try #require(verdict) else {
        Issue.record("the chain of \(slug) is broken")
        continue
      }
      #expect(events > 40)
    }
  }

  @Test func everybodyCanSignInWithThePublishedSecrets() throws {
    let connection = try TestServer.connect()
    _ = try Demo.make(on: connection)
    #expect(DemoAccount.password.utf8.count >= 15)
    #expect(Demo.accounts.count == 3)
    for (slug, accounts) in Demo.accounts {
      #expect(Set(accounts.map(\.role)) == [.owner, .admin, .practitioner, .frontDesk, .biller, .supervisor])
      for account in accounts {
        let candidates = try connection.withSystem(.signIn) { db in
          let found = try db.signInCandidates(emailIndex: db.platformIndex(account.email, of: "email"))
          #expect(found.count == 1)
          return found.map { ($0, db.verify(password: Array(DemoAccount.password.utf8), against: $0.passwordHash)) }
        }
        let (candidate, isRight) = try #require(candidates.first)
        #expect(isRight)
        #expect(candidate.role == account.role)
        let secret = try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
          try db.reader.first(
            "SELECT sealed_totp FROM identity_user WHERE practice_id = \(db.scope) AND id = \(candidate.user)"
          ) { try $0.opened(0, SealedColumn("identity_user", "sealed_totp"), row: candidate.user.id) }
        }
        #expect(secret == Hex.encode(try account.totpSecret().bytes))
      }
    }
  }
}
