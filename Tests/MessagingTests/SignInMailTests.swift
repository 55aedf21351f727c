import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

@Suite struct SignInMailTests {
  private func ask(_ clinic: Clinic, patient: PatientID?, minutes: Int = 10, used: Bool = false) throws -> EntityID {
    let id = EntityID.make()
    try clinic.change { tx in
      let secrets = try tx.reader.challengeSecrets(id)
      try tx.execute(
        """
        INSERT INTO identity_email_challenge (practice_id, id, link_hash, code_hash, browser_hash, patient_id,
          created_at, expires_at, used_at)
        VALUES (\(tx.scope), \(id), \(secrets.linkToken.hash), \(Token.make().hash), \(Token.make().hash), \(patient),
          \(Instant.now), \(Instant.now.adding(minutes: minutes)), \(used ? Instant.now : nil))
        """)
      try tx.enqueue(
        NewJob("identity.challenge", payload: "\(id)", runAt: Instant.now.adding(seconds: -60), uniqueKey: nil))
    }
    return id
  }
  private func withClinic(
    _ answers: [DeliveryResult] = [], _ body: (Clinic, TestWorker, ScriptedServer) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer(answers)
      try body(clinic, try TestWorker(clinic, server, now: .now), server)
    }
  }

  @Test func linkAndCodeAreThoseOfTheChallenge() throws {
    try withClinic { clinic, worker, server in
      let id = try ask(clinic, patient: clinic.patient)
      for _ in 0..<5 { try worker.run() }
      let mail = try #require(server.mails.first)
      #expect(server.mails.count == 1)
      let secrets = try clinic.practice.asOperator { try $0.reader.challengeSecrets(id) }
      let link = "https://praxis.example/\(clinic.practice.slug)/sign-in/link/\(secrets.linkToken.text)"
      #expect(mail.text.contains("\n\(link)\n"))
      #expect(mail.text.contains("\n\(secrets.code)\n"))
      #expect(mail.to.address == "dana@patients.test")
      #expect(!mail.subject.contains(secrets.code))
      #expect(mail.text.contains("minutes."))
      let notice = try clinic.notice("signIn")
      #expect(notice.state == "sent")
    }
  }

  @Test func whoActsForAPatientGetsTheMailAtTheirOwnAddress() throws {
    try withClinic { clinic, worker, server in
      let (account, id) = (EntityID.make(), EntityID.make())
      try clinic.change { tx in
        let email = SealedColumn("identity_portal_account", "sealed_email")
        try tx.execute(
          """
          INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, language, created_at)
          VALUES (\(tx.scope), \(account), \(tx.seal("erika@parents.test", email, row: account)),
            \(tx.blindIndex("erika@parents.test", of: "email")), 'de', \(Instant.now))
          """)
        let secrets = try tx.reader.challengeSecrets(id)
        try tx.execute(
          """
          INSERT INTO identity_email_challenge (practice_id, id, link_hash, code_hash, browser_hash, patient_id,
            account_id, created_at, expires_at)
          VALUES (\(tx.scope), \(id), \(secrets.linkToken.hash), \(Token.make().hash), \(Token.make().hash),
            \(clinic.patient), \(account), \(Instant.now), \(Instant.now.adding(minutes: 10)))
          """)
        try tx.enqueue(
          NewJob("identity.challenge", payload: "\(id)", runAt: Instant.now.adding(seconds: -60), uniqueKey: nil))
      }
      for _ in 0..<5 { try worker.run() }
      let mail = try #require(server.mails.first)
      #expect(server.mails.count == 1 && mail.to.address == "erika@parents.test")
      #expect(mail.text.contains("Minuten"), "in the language of the account")
    }
  }

  @Test func anAddressThatNobodyHasGetsNothing() throws {
    try withClinic { clinic, worker, server in
      _ = try ask(clinic, patient: nil)
      try worker.run()
      #expect(server.mails.isEmpty && worker.deadJobs.isEmpty)
      #expect(try clinic.notices() == [])
    }
  }

  @Test func aChallengeThatRanOutOrWasUsedIsNotSent() throws {
    try withClinic { clinic, worker, server in
      _ = try ask(clinic, patient: clinic.patient, minutes: -1)
      _ = try ask(clinic, patient: clinic.patient, used: true)
      try worker.run()
      #expect(server.mails.isEmpty)
    }
  }

  @Test func aMailThatMayHaveArrivedIsNotSentAgain() throws {
    try withClinic([.unknown(reason: "lost")]) { clinic, worker, server in
      _ = try ask(clinic, patient: clinic.patient)
      try worker.run()
      worker.now = worker.now.adding(minutes: 5)
      try worker.run()
      #expect(server.mails.count == 1)
      #expect(try clinic.notice("signIn").state == "failed")
    }
  }

  @Test func greylistingIsWaitedForWhileTheLinkWorks() throws {
    let later = DeliveryResult.tryLater(code: 451, reason: "451 later")
    try withClinic([later, later, later]) { clinic, worker, server in
      _ = try ask(clinic, patient: clinic.patient)
      try worker.run()
      worker.now = worker.now.adding(minutes: 1)
      try worker.run()
      worker.now = worker.now.adding(minutes: 10)
      try worker.run()
      #expect(server.mails.count == 2)
      #expect(try clinic.notice("signIn").outcome == "its time has passed")
    }
  }
}
