import Core
import Crypto
@_spi(Bootstrap) @testable import Database
import Foundation
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The bell hangs on every page: what it reads follows from what it says, not from what a practice has gathered.
@Suite struct NewsCostTests {
  /// Wider: `PRAXIS_NEWS=200000 bin/test NewsCostTests`.
  private static let many = ProcessInfo.processInfo.environment["PRAXIS_NEWS"].flatMap { Int($0) } ?? 16_000
  private static let few = 2_000
  private static let now = Instant.now

  /// Doubles what `copy` copies, each time so many seconds earlier, until there are as many.
  private static func fill(_ count: Int, _ copy: (_ seconds: Int, _ most: Int) throws -> Void) rethrows {
    var made = 1
    while made < count {
      try copy(made, min(made, count - made))
      made += min(made, count - made)
    }
  }

  /// As many of each: online bookings that were moved and that ended as requests do that nobody answered, declined offers,
  /// wishes, messages and failures, one a second.
  private static func fill(_ clinic: Clinic, _ count: Int) throws {
    let first = try clinic.book(at: now.adding(days: 3))
    try clinic.change { tx in
      try tx.execute(
        """
        UPDATE scheduling_appointment SET source = 'online', created_at = \(now), changed_at = \(now),
          cancelled_at = \(now), cancelled_by = 'time', is_patients_change = TRUE
        WHERE practice_id = \(tx.scope) AND id = \(first)
        """)
      try fill(count) { seconds, most in
        try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, payment,
            starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency,
            cancel_notice_minutes, late_fee_minor, source, language, created_at, changed_at, cancelled_at, cancelled_by,
            is_patients_change)
          SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), a.patient_id, a.service_id, a.practitioner_id, a.status,
            a.payment, a.starts_at, a.ends_at, a.starts_wall_clock, a.zone, 0, 0, 0, a.currency, 0, 0, 'online', 'en',
            a.created_at - INTERVAL \(seconds) SECOND, a.changed_at - INTERVAL \(seconds) SECOND,
            a.cancelled_at - INTERVAL \(seconds) SECOND, a.cancelled_by, TRUE
          FROM scheduling_appointment a WHERE a.practice_id = \(tx.scope) LIMIT \(most)
          """)
      }
      try fillWaitlist(clinic, count, in: tx)
      try fillMessages(clinic, first, count, in: tx)
    }
    // The server counts its rows anew some time after so many came at once. Until then it plans by what stood there before.
    try TestServer.connectAsRoot().runScript(
      """
      ANALYZE TABLE scheduling_appointment, scheduling_offer, scheduling_waitlist_entry, messaging_message,
        messaging_notice
      """)
  }

  private static func fillWaitlist(_ clinic: Clinic, _ count: Int, in tx: borrowing TenantTransaction) throws {
    let (wish, offer) = (EntityID.make(), EntityID.make())
    try tx.execute(
      """
      INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts, notice_hours,
        source, created_at)
      VALUES (\(tx.scope), \(wish), \(clinic.patient), \(clinic.service), 1, 1, 0, 'online', \(now))
      """)
    try fill(count) { seconds, most in
      try tx.execute(
        """
        INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts,
          notice_hours, source, created_at)
        SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), e.patient_id, e.service_id, 1, 1, 0, 'online',
          e.created_at - INTERVAL \(seconds) SECOND
        FROM scheduling_waitlist_entry e WHERE e.practice_id = \(tx.scope) LIMIT \(most)
        """)
    }
    try tx.execute(
      """
      INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
        ends_at, state, expires_at, created_at, ended_at, is_asked)
      VALUES (\(tx.scope), \(offer), \(wish), UNHEX(SHA2(UUID(), 256)), \(clinic.service), \(clinic.resource), \(now),
        \(now), 'declined', \(now), \(now), \(now), NULL)
      """)
    try fill(count) { seconds, most in
      try tx.execute(
        """
        INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
          ends_at, state, expires_at, created_at, ended_at, is_asked)
        SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), o.entry_id, UNHEX(SHA2(CONCAT(UUID(), o.id), 256)),
          o.service_id, o.practitioner_id, o.starts_at, o.ends_at, o.state, o.expires_at, o.created_at,
          o.ended_at - INTERVAL \(seconds) SECOND, NULL
        FROM scheduling_offer o WHERE o.practice_id = \(tx.scope) LIMIT \(most)
        """)
    }
  }

  private static func fillMessages(
    _ clinic: Clinic, _ appointment: AppointmentID, _ count: Int, in tx: borrowing TenantTransaction
  ) throws {
    let (message, notice) = (EntityID.make(), EntityID.make())
    let recipient = try tx.seal("x", SealedColumn("messaging_notice", "sealed_recipient"), row: notice)
    try tx.execute(
      """
      INSERT INTO messaging_message (practice_id, id, patient_id, author, medium, sealed_text, form_key, written_at,
        is_open)
      VALUES (\(tx.scope), \(message), \(clinic.patient), 'patient', 'portal', 'x', \(message), \(now), TRUE)
      """)
    try fill(count) { seconds, most in
      try tx.execute(
        """
        INSERT INTO messaging_message (practice_id, id, patient_id, author, medium, sealed_text, form_key, written_at,
          is_open)
        SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), m.patient_id, m.author, m.medium, m.sealed_text,
          UNHEX(REPLACE(UUID(), '-', '')), m.written_at - INTERVAL \(seconds) SECOND, TRUE
        FROM messaging_message m WHERE m.practice_id = \(tx.scope) LIMIT \(most)
        """)
    }
    try tx.execute(
      """
      INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
        sealed_recipient, state, reason, send_at, created_at, ended_at)
      VALUES (\(tx.scope), \(notice), \(appointment), 1000, 'change', 'email', 'en', \(recipient), 'failed', 'refused',
        \(now), \(now), \(now))
      """)
    try fill(count) { seconds, most in
      try tx.execute(
        """
        INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
          sealed_recipient, state, reason, send_at, created_at, ended_at)
        SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), n.appointment_id, n.occurrence + \(seconds), n.rule,
          n.channel, 'en', n.sealed_recipient, 'failed', 'refused', n.send_at, n.created_at,
          n.ended_at - INTERVAL \(seconds) SECOND
        FROM messaging_notice n WHERE n.practice_id = \(tx.scope) AND n.state = 'failed' LIMIT \(most)
        """)
    }
    // As many that another one told of as well, and as many for want of a mail server, each as new as the others.
    for (rule, isTold, reason) in [("cancellation", true, "refused"), ("confirmation", false, "noServer")] {
      try tx.execute(
        """
        INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
          sealed_recipient, state, reason, send_at, created_at, ended_at, with_id, acknowledged_at)
        SELECT \(tx.scope), UNHEX(REPLACE(UUID(), '-', '')), n.appointment_id, n.occurrence, \(rule), n.channel, 'en',
          n.sealed_recipient, 'failed', \(reason), n.send_at, n.created_at, n.ended_at, \(isTold ? notice : nil),
          IF(\(isTold), NULL, n.ended_at)
        FROM messaging_notice n WHERE n.practice_id = \(tx.scope) AND n.rule = 'change'
        """)
    }
  }

  /// The bell of somebody who sees everybody, and of somebody who sees nobody or only their own patients; and the first
  /// page behind it.
  private static func reads(_ count: Int) throws -> [String: Work] {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      try fill(clinic, count)
      try clinic.change { tx in
        try tx.execute(
          "UPDATE identity_user SET created_at = \(now.adding(days: -90)) WHERE practice_id = \(tx.scope)")
        try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
      }
      var found = try practice.asStaff(practice.bob, .frontDesk) { db in
        [
          "bell": try Work.of(db.reader) { reader in
            let news = try News.count(now: now, in: reader)
            #expect(news == NewsCount(count: News.most + 1, mayBeMore: false))
          },
          "page": try Work.of(db.reader) { reader in
            let (items, isCut) = try News.page(1, until: now, now: now, in: reader)
            #expect(items.count == News.pageSize + 1 && Set(items.map(\.kind)).count == 7 && !isCut)
          },
        ]
      }
      for (name, isTreated) in [("stranger", false), ("own", true)] {
        if isTreated {
          try clinic.change { tx in
            try tx.execute(
              """
              UPDATE scheduling_resource SET user_id = \(practice.alice)
              WHERE practice_id = \(tx.scope) AND id = \(clinic.resource)
              """)
          }
        }
        try practice.asStaff(practice.alice, .practitioner) { db in
          found[name + " bell"] = try Work.of(db.reader) { reader in
            let news = try News.count(now: now, in: reader)
            #expect(news == NewsCount(count: isTreated ? News.most + 1 : 0, mayBeMore: true))
          }
          found[name + " page"] = try Work.of(db.reader) { reader in
            let (items, isCut) = try News.page(1, until: now, now: now, in: reader)
            #expect(items.count == (isTreated ? News.pageSize + 1 : 0) && isCut)
          }
        }
      }
      return found
    }
  }

  /// Rows that may be read, twice what it is, as the server may come to the same rows by another way.
  /// The page of who sees their own patients still grows with the visits of one patient: here all are of one.
  private static let budget = [
    "bell": 400, "page": 3_400, "stranger bell": 1_600, "stranger page": 35_000, "own bell": 1_600, "own page": 260_000,
  ]

  @Test func theBellReadsNoMoreInALargePractice() throws {
    let (small, large) = (try Self.reads(Self.few), try Self.reads(Self.many))
    #expect(
      large.mapValues(\.statements) == [
        "bell": 2, "page": 1, "stranger bell": 2, "stranger page": 2, "own bell": 2, "own page": 2,
      ])
    #expect(small.mapValues(\.statements) == large.mapValues(\.statements))
    for (what, budget) in Self.budget {
      let (few, many) = (try #require(small[what]).rows, try #require(large[what]).rows)
      #expect(many <= budget, "\(what): \(many) rows, in a small practice \(few)")
    }
  }
}
