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
      if language == .en { #expect(mail.text.contains("can be read only there") && !mail.text.contains("only you")) }
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
      (ConversationDesk.Mark.deceased, "deceased"), (.contactErased, "restricted"), (.restricted, "restricted"),
      (.inactive, "inactive"), (.noPortal, "noPortal"),
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

  /// What patients agreed to speaks of their appointments alone.
  @Test func noTextSaysSo() throws {
    try ConversationDesk.with { desk in
      try desk.clinic.sendTexts(by: [.email, .sms])
      desk.write(Self.text)
      try desk.worker.run()
      #expect(desk.carrier.texts.isEmpty && desk.server.mails.count == 1)
    }
  }

  @Test func aGuardiansLookDoesNotKeepThePatientFromBeingTold() throws {
    try ConversationDesk.with { desk in
      let guardian = try desk.guardian()
      desk.write(Self.text)
      guardian.post(ConversationDesk.portal + "/reading", [:])
      #expect(desk.staff.get(desk.path).words.contains("Opened by somebody who acts for the patient,"))
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["dana@patients.test"], "opened before it was planned")
    }
    try ConversationDesk.with { desk in
      let guardian = try desk.guardian()
      desk.write(Self.text)
      try desk.worker.run(only: "message.written")
      guardian.post(ConversationDesk.portal + "/reading", [:])
      try desk.worker.run()
      #expect(try desk.notices() == ["email sent accepted"], "opened after it was planned")
    }
    try ConversationDesk.with(email: nil) { desk in
      let guardian = try desk.guardian()
      desk.write(Self.text)
      try desk.worker.run(only: "message.written")
      guardian.post(ConversationDesk.portal + "/reading", [:])
      try desk.worker.run()
      #expect(try desk.notices() == ["email notNeeded alreadyRead"], "there is nobody else")
    }
  }

  /// The mother's address stands on the child's record: whoever signs in with it acts for the child.
  @Test func whoeverSharesTheAddressHasReadItForBoth() throws {
    try ConversationDesk.with(mails: [.refusedForever(code: 550, reason: "550 5.1.1 No such mailbox")]) { desk in
      let mother = try desk.guardian(address: "dana@patients.test")
      desk.write(Self.text)
      try desk.worker.run()
      #expect(desk.staff.get("/messages/failed").body.contains(desk.path), "a task as long as nobody has read it")
      mother.post(ConversationDesk.portal + "/reading", [:])
      #expect(!desk.staff.get("/messages/failed").body.contains(desk.path))
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      desk.write("Once more")
      mother.now = mother.now.adding(seconds: 2)
      mother.post(ConversationDesk.portal + "/reading", [:])
      try desk.worker.run()
      #expect(try desk.notices().count == 1, "nobody is told of what was read")
    }
  }

  @Test func severalInARowAreOneMail() throws {
    try ConversationDesk.with { desk in
      for text in ["One", "Two", "Three"] {
        desk.staff.now = desk.staff.now.adding(seconds: 1)
        desk.write(text)
        try desk.worker.run()
      }
      #expect(desk.server.mails.count == 1)
      desk.open()
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      desk.write("What came after they were read")
      try desk.worker.run()
      #expect(desk.server.mails.count == 2)
      desk.staff.now = desk.worker.now.adding(hours: 2)
      desk.worker.now = desk.staff.now.adding(seconds: 60)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.write("Much later").status == 303)
      try desk.worker.run()
      #expect(desk.server.mails.count == 3)
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

  @Test func whatWasReadAnywayIsNoTask() throws {
    try ConversationDesk.with(mails: [.refusedForever(code: 550, reason: "550 5.1.1 No such mailbox")]) { desk in
      desk.write(Self.text)
      try desk.worker.run()
      #expect(desk.staff.get("/today").words.contains("Messages that did not go out"))
      desk.open()
      #expect(!desk.staff.get("/messages/failed").words.contains("A message waits, email"))
      #expect(!desk.staff.get("/today").words.contains("Messages that did not go out"))
    }
  }

  /// No text says that a message waits; whose it would be is known all the same, as of every other.
  @Test func whoseAMessageIsStandsWithWhatTheCarrierSays() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      try desk.worker.run()
      let patient = try desk.clinic.practice.asOperator { db in
        let notice = try db.reader.first(
          "SELECT id FROM messaging_notice WHERE practice_id = \(db.scope) AND message_id IS NOT NULL"
        ) { try $0.id(0, as: NoticeID.self) }
        return try notice.flatMap { try Deliveries.find($0, in: db.reader) }?.patient
      }
      #expect(patient == desk.clinic.patient)
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
