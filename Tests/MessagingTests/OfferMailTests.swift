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

  @Test func itSaysTheTimeAndTheEndAndNothingThatTellsOfAnIllness() throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      let id = try clinic.offer(now: Self.now)
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

  /// By the clock of the place, which is named.
  @Test func itSaysWhere() throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      let (id, place) = (try clinic.offer(now: Self.now), EntityID.make())
      try clinic.change { tx in
        try TestPractice.addPlace(place, "Studio", zone: "Asia/Tokyo", address: "Rua Exemplo 5", in: tx)
        try tx.execute(
          """
          UPDATE scheduling_offer SET location_id = \(place) WHERE practice_id = \(tx.scope) AND id = \(id)
          """)
      }
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: Self.now).run()
      let mail = try #require(server.mails.first)
      #expect(mail.text.contains("Rua Exemplo 5") && mail.text.contains("Tokyo time"), "\(mail.text)")
    }
  }

  @Test(arguments: [("withdrawn", "withdrawn"), ("declined", "usedAlready"), ("expired", "past")])
  func whatIsOverIsNotSent(_ state: String, _ reason: String) throws {
    try withPractice { practice in
      let clinic = try Clinic(practice)
      let id = try clinic.offer(now: Self.now)
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
      _ = try clinic.offer(now: Self.now)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: Self.now.adding(hours: 2)).run()
      #expect(server.mails.isEmpty)
    }
  }
}
