import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The portal as a channel of the outbox: once each, still true, said in the words of the mail.
@Suite struct PortalNoticeTests {
  private func withClinic(
    email: String? = "dana@patients.test", _ body: (Clinic, TestWorker, ScriptedServer) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p, email: email)
      try clinic.openPortal(email != nil)
      try clinic.usePortal()
      let server = ScriptedServer()
      try body(clinic, try TestWorker(clinic, server, now: .now), server)
    }
  }

  @Test func aHundredRunsPlaceEachMessageOnceAndSendNoMail() throws {
    try withClinic { clinic, _, server in
      let start = Instant.now.adding(days: 3)
      _ = try clinic.book(at: start)
      for moment in [Instant.now, start.adding(hours: -48), start.adding(hours: -2), start.adding(hours: 1)] {
        for _ in 0..<25 { try TestWorker(clinic, server, now: moment).run() }
      }
      let rows = try clinic.placed().filter { $0.state == "sent" }
      #expect(rows.map(\.rule) == ["confirmation", "reminder48h", "reminder2h"])
      #expect(rows.allSatisfy { $0.reason == "inPortal" && $0.text != nil })
      #expect(try clinic.audit("notice.place") == ["confirmation", "reminder48h", "reminder2h"])
      #expect(try clinic.notices().allSatisfy { $0.attempts <= 1 } && server.mails.isEmpty)
    }
  }

  @Test(arguments: [SendStep.looked, .recorded]) func aWorkerThatEndsAnywhereLeavesOneMessage(step: SendStep) throws {
    try withClinic { clinic, _, server in
      _ = try clinic.book(at: Instant.now.adding(hours: 1))
      let worker = try TestWorker(clinic, server, now: .now, crashAt: step)
      try worker.run()
      #expect(worker.crashes == 1)
      #expect(try clinic.placed().first { $0.rule == "confirmation" }?.state == (step == .looked ? "waiting" : "sent"))
      try worker.restart(server)
      for _ in 0..<3 { try worker.run() }
      #expect(try clinic.said().map(\.rule) == ["confirmation"])
      #expect(try clinic.audit("notice.place").count == 1)
    }
  }

  @Test func mailAndPortalSayTheSameAndEachOnce() throws {
    try withClinic { clinic, worker, server in
      try clinic.usePortal(channels: [.email, .inApp])
      _ = try clinic.book(at: Instant.now.adding(days: 3))
      for _ in 0..<3 { try worker.run() }
      let (mail, text) = (try #require(server.mails.first), try #require(try clinic.placed().first?.text))
      #expect(server.mails.count == 1 && mail.subject == text.subject)
      for line in text.paragraphs.flatMap({ $0 }) { #expect(mail.text.contains(line), "\(line)") }
      #expect(text.body.contains("Dr. Mira Lang") && text.body.contains("Your appointment is booked."))
      for hidden in [Clinic.serviceName, "Patricia", "Hidden", "http", "Hello"] {
        #expect(!text.stored.contains(hidden))
      }
    }
  }

  @Test func ownWordsOfThePracticeAreThoseOfTheMail() throws {
    try withClinic { clinic, worker, _ in
      try clinic.change { tx in
        let text = NoticeText(subject: "See you at {{time}}", body: "Bring water.", version: 0)
        _ = try NoticeTexts.save(text, .confirmation, .email, .en, in: tx)
      }
      _ = try clinic.book(at: Instant.now.adding(days: 3))
      try worker.run()
      let text = try #require(try clinic.placed().first?.text)
      #expect(text.subject.hasPrefix("See you at ") && !text.subject.contains("{{"))
      #expect(text.paragraphs.first == ["Bring water."])
    }
  }

  @Test func whatIsTrueNoMoreIsNotPlacedAndWhatDiffersIsSaidAnew() throws {
    try withClinic { clinic, worker, _ in
      let start = Instant.now.adding(days: 3)
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.move(id, to: start.adding(hours: 3), sequence: 1)
      try worker.runPastGrace()
      // There and back within the grace: nothing to say.
      try clinic.move(id, to: start.adding(hours: 5), sequence: 2)
      try clinic.move(id, to: start.adding(hours: 3), sequence: 3)
      try worker.runPastGrace()
      try clinic.cancel(id, sequence: 4)
      try worker.runPastGrace()
      let said = try clinic.placed().filter { $0.state == "sent" }
      #expect(said.map(\.rule) == ["confirmation", "change", "cancellation"])
      #expect(try clinic.placed().contains { $0.rule == "change" && $0.reason == "unchanged" })
      #expect(try clinic.placed().filter { $0.rule.hasPrefix("reminder") }.allSatisfy { $0.state == "notNeeded" })
      #expect(said.last?.text?.body.contains("This appointment has been cancelled:") == true)
    }
  }

  /// Two workers looked at it while it waited: whoever comes second writes nothing over what was said.
  @Test func whoeverComesSecondPlacesNothing() throws {
    try withClinic { clinic, worker, _ in
      _ = try clinic.book(at: Instant.now.adding(days: 9))
      try worker.run()
      let before = try clinic.said()
      #expect(before.map(\.rule) == ["confirmation"])
      try clinic.practice.asOperator { db in
        let id = try db.reader.first(
          "SELECT id FROM messaging_notice WHERE practice_id = \(db.scope) AND channel = 'inApp' AND state = 'sent'"
        ) { try $0.id(0, as: NoticeID.self) }
        let known = try #require(id)
        let sent = try #require(try Notices.find(known, in: db.reader))
        let seen = Notice(
          id: sent.id, topic: sent.topic, language: sent.language, recipient: "", state: .waiting, attempts: 0,
          channel: .inApp)
        let isPlaced = try NoticeProgress.place(
          seen, PortalText(subject: "Again", body: "Again"), told: nil, [], clinic.patient, .now, in: db)
        #expect(!isPlaced)
      }
      #expect(try clinic.said() == before)
      #expect(try clinic.audit("notice.place").count == 1)
    }
  }

  @Test func oneMessageTellsOfAllThatChangedInOneGo() throws {
    try withClinic { clinic, worker, server in
      let starts = (0..<3).map { Instant.now.adding(days: 9 + 7 * $0) }
      let ids = try clinic.bookSeries(at: starts)
      try worker.run()
      try clinic.moveTogether(ids, to: starts.map { $0.adding(hours: 1) }, sequence: 1)
      try worker.runPastGrace()
      for _ in 0..<5 { try TestWorker(clinic, server, now: worker.now).run() }
      let changes = try clinic.placed().filter { $0.rule == "change" }
      #expect(changes.map(\.state) == ["sent", "sent", "sent"])
      #expect(changes.compactMap(\.text).count == 1, "one message, and three that are told")
      #expect(changes.compactMap(\.text).first?.body.contains("3 appointments of the series have changed") == true)
    }
  }

  @Test func quietHoursDoNotHoldItBack() throws {
    try withClinic { clinic, worker, server in
      let zone = try Zone(name: "Europe/Berlin")
      let day = zone.local(.now).date.adding(days: 5)
      func at(_ hour: Int) throws -> Instant {
        let time = try #require(LocalTime(hour: hour, minute: 0))
        return try #require(zone.instants(of: LocalDateTime(day, time)).first)
      }
      try clinic.keepQuiet()
      try clinic.usePortal(channels: [.email, .inApp])
      _ = try clinic.book(at: try at(9))
      try worker.run()
      worker.now = try at(7)
      try worker.run()
      #expect(try clinic.placed().contains { $0.rule == "reminder2h" && $0.state == "sent" })
      let mail = try clinic.practice.asOperator { db in
        try db.reader.first(
          """
          SELECT state FROM messaging_notice
          WHERE practice_id = \(db.scope) AND rule = 'reminder2h' AND channel = 'email'
          """
        ) { try $0.text(0) }
      }
      #expect(mail == "waiting" && server.mails.count == 1, "the mail waits for eight o'clock")
    }
  }

  @Test func whoHasNoAddressIsReachedThroughWhoActsForThem() throws {
    try withClinic(email: nil) { clinic, worker, _ in
      _ = try clinic.book(at: Instant.now.adding(days: 3))
      try worker.run()
      #expect(try clinic.placed().first.map { "\($0.state) \($0.reason)" } == "notNeeded noPortal")
      _ = try clinic.addGuardian()
      _ = try clinic.book(at: Instant.now.adding(days: 4))
      try worker.run()
      #expect(try clinic.placed().contains { $0.rule == "confirmation" && $0.state == "sent" })
    }
  }

  @Test func whoseRightHasEndedReachesNobody() throws {
    try withClinic(email: nil) { clinic, worker, _ in
      _ = try clinic.addGuardian(until: Instant.now.adding(days: -1))
      _ = try clinic.book(at: Instant.now.adding(days: 3))
      try worker.run()
      #expect(try clinic.placed().first?.reason == "noPortal")
    }
  }

  @Test(arguments: [true, false]) func afterAVisitItAsksForTheAgreementAtThatMoment(isTakenBack: Bool) throws {
    try withClinic { clinic, worker, _ in
      try clinic.agree(true)
      let start = Instant.now.adding(hours: 3)
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.change { tx in
        try tx.execute(
          "UPDATE scheduling_appointment SET status = 'fulfilled' WHERE practice_id = \(tx.scope) AND id = \(id)")
      }
      if isTakenBack { try clinic.agree(false) }
      worker.now = start.adding(days: 2)
      try worker.run()
      let row = try #require(try clinic.placed().first { $0.rule == "followUp" })
      #expect("\(row.state) \(row.reason)" == (isTakenBack ? "notNeeded noConsent" : "sent inPortal"))
    }
  }

  @Test func anOfferOfTheWaitlistStandsThereAsWell() throws {
    try withClinic { clinic, _, server in
      let now = Instant.now
      let id = try clinic.offer(now: now)
      for _ in 0..<3 { try TestWorker(clinic, server, now: now).run() }
      let rows = try clinic.placed()
      let token = try clinic.practice.asOperator { try $0.reader.offerToken(id).text }
      #expect(rows.map(\.rule) == ["offer"] && rows.map(\.state) == ["sent"])
      #expect(
        rows.first?.text?.stored.contains(token) == false, "the page makes the link, while there is something to answer"
      )
      #expect(rows.first?.text?.body.contains("You are on the waitlist") == true && server.mails.count == 1)
    }
  }
}
