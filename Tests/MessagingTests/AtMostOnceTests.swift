import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

@Suite struct AtMostOnceTests {
  @Test func aHundredRunsOfTheWorkerSendEachMessageOnce() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer()
      let start = Instant.now.adding(days: 3)
      _ = try clinic.book(at: start)
      let worker = try TestWorker(clinic, server, now: .now)
      // Each run looks at the whole queue anew, as if nobody had written down what was finished.
      for moment in [Instant.now, start.adding(hours: -48), start.adding(hours: -2), start.adding(hours: 1)] {
        for _ in 0..<25 {
          let other = try TestWorker(clinic, server, now: moment)
          try other.run()
        }
      }
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(Set(server.mails.map(\.id)).count == 3)
      #expect(try clinic.notices().map(\.rule) == ["confirmation", "reminder48h", "reminder2h"])
      #expect(try clinic.notices().allSatisfy { $0.state == "sent" && $0.attempts == 1 })
    }
  }

  @Test(
    arguments: [
      (SendStep.looked, 1, "sent"), (.marked, 0, "failed"), (.handedOver, 1, "failed"), (.recorded, 1, "sent"),
    ])
  func aWorkerThatEndsBetweenTwoStepsSendsAtMostOnce(step: SendStep, mails: Int, state: String) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer()
      _ = try clinic.book(at: Instant.now.adding(hours: 1))
      let worker = try TestWorker(clinic, server, now: .now, crashAt: step)
      try worker.run()
      #expect(worker.crashes == 1)
      try worker.restart(server)
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == mails)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == state)
      if state == "failed" { #expect(notice.outcome.contains("may have been sent")) }
    }
  }

  @Test func ofTwoWorkersThatBothFindItWaitingOneSends() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      _ = try clinic.book(at: Instant.now.adding(hours: 1))
      // Planned, not sent: the worker ends before it marks the notice.
      try TestWorker(clinic, ScriptedServer(), now: .now, crashAt: .looked).run()
      let id = try p.asOperator { db in
        try db.reader.first("SELECT id FROM messaging_notice WHERE practice_id = \(db.scope)") { try $0.id(0) }
      }
      let (slug, payload) = (p.slug, "\(try #require(id))")
      @Sendable func work(_ sender: NoticeSender) throws {
        let outcome = try TestServer.connect().withPractice(slug: slug, actor: .job, origin: .local) { db in
          let job = ClaimedJob(
            practice: db.scope.practice, id: .make(), kind: "notice.send", payload: payload, attempt: 1)
          return try sender.send(job, .now, db)
        }
        #expect(outcome == .done)
      }
      // The second does all of its work between the first one's look and its mark.
      let (first, second) = (ScriptedServer(), ScriptedServer())
      let other = NoticeSender(settings: try TestWorker.settings(second))
      let settings = MessagingSettings(
        transport: first, sender: try #require(MailAddress("mail@praxis.example")),
        baseURL: "https://praxis.example", catalogs: TestWorker.catalogs, texts: ScriptedCarrier()
      ) { step in if step == .looked { try work(other) } }
      try work(NoticeSender(settings: settings))
      #expect(first.mails.count == 0 && second.mails.count == 1)
      #expect(try clinic.notice("confirmation").state == "sent")
    }
  }

  @Test func whatCannotBeReadIsADeadJobAndNothingElse() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.change { tx in
        for payload in ["", "x", "\(EntityID.make()) 1 2", "\(EntityID.make()) 0"] {
          for kind in ["appointment.booked", "notice.send", "identity.challenge"] as [StaticString] {
            try tx.enqueue(NewJob(kind, payload: payload, runAt: Instant.now.adding(seconds: -60), uniqueKey: nil))
          }
        }
      }
      let worker = try TestWorker(clinic, ScriptedServer(), now: .now)
      try worker.run()
      #expect(worker.deadJobs.count == 12)
      #expect(try clinic.notices() == [])
    }
  }
}
