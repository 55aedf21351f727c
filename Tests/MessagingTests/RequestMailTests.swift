import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Who asks for an appointment hears that the request arrived, and what became of it.
@Suite struct RequestMailTests {
  private func withClinic(
    email: String? = "dana@patients.test", _ body: (Clinic, TestWorker, ScriptedServer, Instant) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p, email: email)
      let server = ScriptedServer()
      try body(clinic, try TestWorker(clinic, server, now: .now), server, Instant.now.adding(days: 9))
    }
  }

  @Test func aRequestIsConfirmedAtOnceAsARequest() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      let mail = try #require(server.mails.first)
      #expect(server.mails.count == 1 && mail.subject.contains("we received your request"))
      #expect(mail.text.contains("It is not booked yet.") && mail.text.contains("We answer by "))
      #expect(mail.text.contains("See your request, or take it back:\nhttps://praxis.example/"))
      #expect(mail.text.contains("/visit/\(id)/0-") && mail.text.contains("Dr. Mira Lang"))
      #expect(mail.attachments.isEmpty, "no calendar has it yet")
      for word in [Clinic.serviceName, "Patricia", "is booked.", "free of charge"] {
        #expect(!mail.text.contains(word))
      }
      #expect(try clinic.notices().map(\.rule) == ["request"], "nobody is reminded of what is not agreed to")
    }
  }

  @Test(arguments: [
    (Language.de, "Ihre Anfrage ist eingegangen", "noch nicht gebucht"), (.he, "התקבלה", "עדיין לא נקבע"),
  ])
  func itIsWrittenInTheLanguageTheyAskedIn(language: Language, subject: String, words: String) throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24), language: language)
      try worker.run()
      let mail = try #require(server.mails.first)
      #expect(mail.language == language && mail.subject.contains(subject) && mail.text.contains(words))
    }
  }

  @Test func aHundredRunsSendItOnce() throws {
    try withClinic { clinic, _, server, start in
      _ = try clinic.ask(at: start, answerBy: Instant.now.adding(hours: 24))
      for _ in 0..<100 { try TestWorker(clinic, server, now: .now).run() }
      #expect(server.mails.count == 1)
    }
  }

  /// It is read again when it is sent: between the plan and the mail staff may have answered.
  @Test(arguments: [
    ("approved", "the request was answered"), ("practice", "the request was answered"),
    ("time", "its time has passed"), ("patient", "it was withdrawn"), ("over", "its time has passed"),
  ])
  func whatWasDecidedMeanwhileIsNotCalledOpen(how: String, outcome: String) throws {
    try withClinic { clinic, worker, server, start in
      let by = worker.now.adding(hours: 24)
      let id = try clinic.ask(at: start, answerBy: by)
      try worker.run(only: "appointment.requested")
      switch how {
      case "approved": try clinic.approve(id)
      case "over": worker.now = by
      default: try clinic.endRequest(id, by: how)
      }
      try worker.run(only: "notice.send")
      #expect(server.mails.isEmpty)
      #expect(try clinic.notice("request").outcome == outcome)
    }
  }

  @Test func agreedToItIsConfirmedAndRemindedOfAsAnyBooking() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.approve(id)
      try worker.run()
      #expect(server.subjects.map { $0.contains("received your request") } == [true, false])
      #expect(server.mails.last?.text.contains("Your appointment is booked.") == true)
      #expect(try clinic.notices().map(\.rule).sorted() == ["confirmation", "reminder2h", "reminder48h", "request"])
    }
  }

  @Test func aDeclinedRequestIsNoCancelledAppointment() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.endRequest(id, by: "practice")
      try worker.runPastGrace()
      let mail = try #require(server.mails.last)
      #expect(server.mails.count == 2 && mail.subject.contains("about your request"))
      #expect(mail.text.contains("Nothing is booked.") && !mail.text.contains("has been cancelled"))
      #expect(!mail.text.contains("has written") && !mail.text.contains("/visit/"))
      #expect(mail.text.contains("/\(clinic.practice.slug)/book\n") && mail.attachments.isEmpty)
    }
  }

  /// Mail is not sealed: that there are words is said, and where, and never what they are.
  @Test(arguments: [Language.en, .de, .he], [Channel.email, .inApp])
  func theWordsOfStaffAreInNoMessage(language: Language, channel: Channel) throws {
    try withClinic { clinic, worker, server, start in
      try clinic.openPortal()
      try clinic.usePortal([.decline], channels: [channel])
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24), language: language)
      try worker.run()
      try clinic.endRequest(id, by: "practice", answer: "Xanthippe needs surgery first")
      try worker.runPastGrace()
      let placed = try clinic.placed().first { $0.rule == "decline" }?.text?.stored ?? ""
      let said = channel == .email ? server.mails.last.map { $0.subject + $0.text } ?? "" : placed
      #expect(!said.isEmpty && !said.contains("Xanthippe") && !said.contains("surgery"))
      let words = [
        Language.en: "The practice has written something", .de: "Die Praxis hat etwas dazu geschrieben",
        .he: "המרפאה כתבה משהו בעניין",
      ]
      #expect(said.contains(words[language] ?? ""))
      let signIn = "https://praxis.example/\(clinic.practice.slug)/sign-in\n"
      #expect(channel == .inApp || said.contains(signIn), "the link leads to where it stands")
      #expect(!said.contains("/visit/"))
    }
  }

  /// Also when its own time came first: nobody waits for an answer that never comes.
  @Test(arguments: [24, 9 * 24]) func whoeverGotNoAnswerIsTold(hours: Int) throws {
    try withClinic { clinic, worker, server, start in
      let by = min(worker.now.adding(hours: hours), start)
      let id = try clinic.ask(at: start, answerBy: by)
      try worker.run()
      worker.now = by
      try clinic.endRequest(id, by: "time")
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == 2)
      #expect(server.mails.last?.text.contains("was not answered in time") == true)
      #expect(try clinic.notice("lapse", 1).state == "sent")
    }
  }

  @Test func whoTakesARequestBackHearsOfARequest() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.endRequest(id, by: "patient")
      try worker.runPastGrace()
      let mail = try #require(server.mails.last)
      #expect(mail.subject.contains("request withdrawn") && mail.text.contains("You have taken back your request."))
      #expect(mail.attachments.isEmpty)
    }
  }

  @Test func aPracticeCanSwitchItOff() throws {
    try withClinic { clinic, worker, server, start in
      try clinic.change { tx in
        var rule = NoticeRule.standard(.request)
        rule.isActive = false
        _ = try NoticeRules.save(rule, in: tx)
      }
      _ = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      #expect(server.mails.isEmpty)
    }
  }

  /// Of what nobody has agreed to nobody is reminded, also when a rule is changed meanwhile.
  @Test func aChangedReminderReachesNoRequest() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(days: 8))
      try worker.run()
      try clinic.change { tx in try Replanning.start(.reminder48h, now: Instant.now.adding(seconds: -60), in: tx) }
      try worker.run()
      #expect(try clinic.notices().map(\.rule) == ["request"])
      try clinic.approve(id)
      try worker.run()
      #expect(try clinic.notices().contains { $0.rule == "reminder48h" })
      #expect(server.mails.count == 2)
    }
  }

  /// By SMS as by mail: what the practice wrote of cancelled appointments is not true of a request.
  @Test(arguments: [Channel.email, .sms]) func ownWordsOfCancellationsSayNothingOfRequests(
    channel: Channel
  ) throws {
    try withClinic { clinic, _, server, start in
      try clinic.sendTexts([.request, .cancellation], by: [channel])
      try clinic.change { tx in
        for channel in [Channel.email, .sms] {
          try tx.execute(
            """
            INSERT INTO messaging_text (practice_id, rule, channel, language, subject, body)
            VALUES (\(tx.scope), 'cancellation', \(channel.rawValue), 'en', 'Xanthippe', 'Xanthippe cancelled it.')
            """)
        }
      }
      let carrier = ScriptedCarrier()
      let worker = try TestWorker(clinic, server, now: .now, texts: carrier)
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.endRequest(id, by: "patient")
      try worker.runPastGrace()
      let said = (server.mails.map { $0.subject + $0.text } + carrier.texts.map(\.body)).last ?? ""
      #expect(said.contains("aken back your request") && said.contains("Nothing is booked."), "\(said)")
      #expect(!said.contains("Xanthippe"))
    }
  }

  /// Only who took it back reads that they did.
  @Test func whatThePracticeCalledOffWasNotTakenBack() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.endRequest(id, by: "practice")
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE jobs_job SET kind = 'appointment.cancelled'
          WHERE practice_id = \(tx.scope) AND unique_key = \("\(id) 1")
          """)
      }
      try worker.runPastGrace()
      let mail = try #require(server.mails.last)
      #expect(server.mails.count == 2 && !mail.subject.contains("withdrawn") && !mail.text.contains("taken back"))
    }
  }

  /// It is written down as what it is, for whoever reads the timeline.
  @Test func aDeclineThatNobodyIsToldOfIsRecordedAsOne() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      try clinic.endRequest(id, by: "practice")
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE jobs_job SET payload = \("\(id) 1 \(clinic.practice.bob)")
          WHERE practice_id = \(tx.scope) AND unique_key = \("\(id) 1")
          """)
      }
      try worker.runPastGrace()
      #expect(server.mails.count == 1)
      #expect(try clinic.notices().map(\.rule) == ["request", "decline"])
      #expect(try clinic.notice("decline", 1).outcome == "the practice decided not to tell the patient")
    }
  }
}
