import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The mail about a time that became free.
@Suite struct OfferMailTests {
  private static let now = Instant(seconds: 1_804_496_400)

  /// An offer as Scheduling makes one: in two days, two hours to answer.
  private static func offer(_ clinic: Clinic) throws -> EntityID {
    let (entry, offer) = (EntityID.make(), EntityID.make())
    let start = now.adding(days: 2)
    try clinic.change { [patient = clinic.patient, service = clinic.service, resource = clinic.resource] tx in
      try tx.execute(
        """
        INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts,
          notice_hours, source, state, created_at)
        VALUES (\(tx.scope), \(entry), \(patient), \(service), 127, 7, 0, 'staff', 'offered', \(now))
        """)
      try tx.execute(
        """
        INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
          ends_at, expires_at, created_at)
        VALUES (\(tx.scope), \(offer), \(entry), \(tx.reader.offerToken(offer).hash), \(service), \(resource), \(start),
          \(start.adding(minutes: 50)), \(now.adding(hours: 2)), \(now))
        """)
      try tx.enqueue(NewJob("waitlist.offered", payload: "\(offer)", runAt: now, uniqueKey: "\(offer)"))
    }
    return offer
  }

  @Test func itSaysTheTimeAndTheEndAndNothingThatTellsOfAnIllness() throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      let id = try Self.offer(clinic)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: Self.now)
      try worker.run()
      try worker.run()
      #expect(server.mails.count == 1)
      let mail = try #require(server.mails.first)
      let token = try practice.asOperator { try $0.reader.offerToken(id).text }
      #expect(mail.to.address == "dana@patients.test")
      #expect(mail.subject.contains("a time is free"))
      for words in ["Dr. Mira Lang", "if you answer by", "/\(practice.slug)/offers/\(token)?lang=en", "waitlist"] {
        #expect(mail.text.contains(words), "\(words) in \(mail.text)")
      }
      for hidden in [Clinic.serviceName, "Patricia", "Hidden"] {
        #expect(!mail.text.contains(hidden) && !mail.subject.contains(hidden))
      }
    }
  }

  @Test(arguments: [("withdrawn", "withdrawn"), ("declined", "usedAlready"), ("expired", "past")])
  func whatIsOverIsNotSent(_ state: String, _ reason: String) throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      let id = try Self.offer(clinic)
      let server = ScriptedServer([.tryLater(code: 451, reason: "later")])
      let worker = try TestWorker(clinic, server, now: Self.now)
      try worker.run()
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE scheduling_offer SET state = \(state) WHERE practice_id = \(tx.scope) AND id = \(id)
          """)
      }
      worker.now = Self.now.adding(minutes: 5)
      try worker.run()
      #expect(server.mails.count == 1, "the try that the server put off")
      let found = try practice.asOperator { db in
        try db.reader.first(
          "SELECT state, reason FROM messaging_notice WHERE practice_id = \(db.scope) AND offer_id = \(id)"
        ) { "\(try $0.text(0)) \(try $0.text(1))" }
      }
      #expect(found == "notNeeded \(reason)")
    }
  }

  @Test func nobodyIsAskedAfterTheEnd() throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      _ = try Self.offer(clinic)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: Self.now.adding(hours: 2)).run()
      #expect(server.mails.isEmpty)
    }
  }
}
