import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// That a message waits is said once, to those who are to be told, and without what it says.
@Suite struct ConversationNoticeTests {
  private static let text = "Your results: positive"

  @Test(arguments: Language.allCases) func theMailNamesThePracticeAndNothingElse(language: Language) throws {
    try ConversationDesk.with { desk in
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE patients_patient SET language = \(language.rawValue) WHERE practice_id = \(tx.scope)")
      }
      desk.write(Self.text)
      for _ in 0..<3 { try desk.worker.run() }
      let mail = try #require(desk.server.mails.first)
      #expect(desk.server.mails.count == 1 && mail.to.address == "dana@patients.test" && mail.language == language)
      let name = try desk.clinic.practice.asOperator { $0.practice.name }
      #expect(mail.subject.contains(name) && mail.text.contains(name))
      #expect(mail.text.contains("https://praxis.example/\(desk.clinic.practice.slug)/sign-in"))
      for secret in ["results", "positive", "Patricia", "Hidden", "Bob"] {
        #expect(!mail.text.contains(secret) && !mail.subject.contains(secret), "\(secret)")
      }
      #expect(mail.attachments.isEmpty)
      #expect(try desk.notices() == ["email sent accepted"])
      #expect(desk.staff.get(desk.path).words.contains("email: taken by the mail server,"))
      #expect(try desk.clinic.audit("notice.plan") == ["email"])
    }
  }

  @Test func whoeverOpenedItMeanwhileIsNotTold() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      try desk.worker.run(only: "message.written")
      desk.open()
      try desk.worker.run()
      #expect(try desk.notices() == ["email notNeeded alreadyRead"] && desk.server.mails.isEmpty)
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      desk.write("Another")
      desk.open()
      try desk.worker.run()
      #expect(try desk.notices() == ["email notNeeded alreadyRead"], "opened before it was planned")
    }
  }

  @Test func whatBecameOfThePatientMeanwhileIsReadAgain() throws {
    for (mark, reason) in [
      (ConversationDesk.Mark.deceased, "deceased"), (.restricted, "restricted"), (.noPortal, "noPortal"),
    ] {
      try ConversationDesk.with { desk in
        desk.write(Self.text)
        try desk.worker.run(only: "message.written")
        try desk.mark(mark)
        try desk.worker.run()
        #expect(try desk.notices() == ["email notNeeded \(reason)"] && desk.server.mails.isEmpty)
      }
    }
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      try desk.worker.run(only: "message.written")
      try desk.clinic.prefer(nil, without: .email)
      try desk.worker.run()
      #expect(try desk.notices() == ["email notNeeded notWanted"] && desk.server.mails.isEmpty)
    }
  }

  @Test func aTextSaysSoWhereItWasAgreedTo() throws {
    try ConversationDesk.with { desk in
      try desk.clinic.sendTexts(by: [.email, .sms])
      #expect(desk.staff.get(desk.path).words.contains("A text message says so as well."))
      desk.write(Self.text)
      try desk.worker.run()
      #expect(try desk.notices().map { $0.hasPrefix("sms") } == [false, true])
      let text = try #require(desk.carrier.texts.first)
      #expect(text.body.contains("a message waits for you") && text.body.contains("STOP"))
      #expect(text.body.contains("/\(desk.clinic.practice.slug)/sign-in") && !text.body.contains("results"))
      #expect(desk.carrier.texts.count == 1 && desk.server.mails.count == 1)
    }
    try ConversationDesk.with { desk in
      try desk.clinic.sendTexts(isAgreed: false, by: [.email, .sms])
      desk.write(Self.text)
      try desk.worker.run()
      #expect(desk.carrier.texts.isEmpty && desk.server.mails.count == 1)
    }
  }

  @Test func aTextKeepsTheQuietHours() throws {
    // Monday, 22:30 in Berlin.
    let night = Instant(seconds: 1_804_541_400)
    try ConversationDesk.with(now: night) { desk in
      try desk.clinic.sendTexts(by: [.email, .sms])
      try desk.clinic.keepQuiet()
      desk.staff.now = night
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.write(Self.text).status == 303)
      try desk.worker.run()
      #expect(desk.carrier.texts.isEmpty && desk.server.mails.count == 1, "a mail wakes nobody")
      desk.worker.now = night.adding(hours: 10)
      try desk.worker.run()
      #expect(desk.carrier.texts.count == 1)
    }
  }

  @Test func whoActsIsToldWhereThePatientHasNoAddress() throws {
    try ConversationDesk.with(email: nil) { desk in
      _ = try desk.clinic.addGuardian()
      let page = desk.staff.get(desk.path)
      #expect(page.words.contains("for the patient is told by email"))
      desk.write(Self.text)
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["g@family.test"])
    }
    try ConversationDesk.with(email: nil) { desk in
      _ = try desk.clinic.addGuardian()
      desk.write(Self.text)
      try desk.worker.run(only: "message.written")
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE identity_related_person SET ended_at = \(Instant.now) WHERE practice_id = \(tx.scope)")
      }
      try desk.worker.run()
      #expect(try desk.notices() == ["email notNeeded noPortal"] && desk.server.mails.isEmpty)
    }
  }

  @Test func whatFailedIsATaskThatLeadsToTheConversation() throws {
    try ConversationDesk.with(mails: [.refusedForever(code: 550, reason: "550 5.1.1 No such mailbox")]) { desk in
      desk.write(Self.text)
      try desk.worker.run()
      #expect(try desk.notices() == ["email failed refused"])
      let list = desk.staff.get("/messages/failed")
      #expect(list.words.contains("A message waits, email") && list.words.contains("Patricia Hidden"))
      #expect(list.body.contains("href=\"\(desk.path)\"") && !list.body.contains("results"))
      #expect(desk.staff.get("/calendar").words.contains("1 message did not go out."))
      let retry = try #require(list.values(after: "action=\"").first { $0.hasSuffix("/retry") })
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      desk.worker.now = desk.worker.now.adding(seconds: 2)
      #expect(desk.staff.post(retry, [:]).location == "/messages/failed?done=again")
      try desk.worker.run()
      #expect(try desk.notices() == ["email sent accepted"] && desk.server.mails.count == 2)
    }
  }

  @Test func aWorkerThatEndsHalfWayTellsNobodyTwice() throws {
    try withPractice { p in
      let desk = try ConversationDesk(p)
      let worker = try TestWorker(desk.clinic, desk.server, now: desk.worker.now, crashAt: .handedOver)
      desk.write(Self.text)
      try worker.run()
      #expect(worker.crashes == 1 && desk.server.mails.count == 1)
      try worker.restart(desk.server)
      try worker.run()
      #expect(desk.server.mails.count == 1)
      #expect(try desk.notices() == ["email failed unknown"], "it may have been sent, and staff see that")
    }
  }
}
