import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Rules and words of the practice decide what goes out.
@Suite struct NoticeRuleTests {
  private func withClinic(_ body: (Clinic, TestWorker, ScriptedServer, Instant) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer()
      try body(clinic, try TestWorker(clinic, server, now: .now), server, Instant.now.adding(days: 9))
    }
  }
  private func set(
    _ clinic: Clinic, _ rule: AppointmentRule, _ change: (inout NoticeRule) -> Void
  ) throws {
    try clinic.change { tx in
      var settings = try NoticeRules.find(rule, in: tx.reader) ?? NoticeRule.standard(rule)
      change(&settings)
      let isSaved = try NoticeRules.save(settings, in: tx)
      #expect(isSaved)
      try Replanning.start(rule, now: Instant.now.adding(seconds: -60), in: tx)
    }
  }
  private func waiting(_ clinic: Clinic) throws -> [String] {
    try clinic.notices().filter { $0.state == "waiting" }.map(\.rule)
  }

  @Test func anyNumberOfRemindersGoOutAtTheirTimes() throws {
    try withClinic { clinic, worker, server, start in
      let week = AppointmentRule.make(.reminder)
      try set(clinic, week) {
        $0.isActive = true
        $0.minutes = 7 * 1440
      }
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(try waiting(clinic) == [week.rawValue, "reminder48h", "reminder2h"])
      for moment in [start.adding(days: -7), start.adding(days: -2), start.adding(hours: -2)] {
        worker.now = moment.adding(seconds: -1)
        let before = server.mails.count
        try worker.run()
        #expect(server.mails.count == before)
        worker.now = moment
        try worker.run()
        #expect(server.mails.count == before + 1)
      }
    }
  }

  @Test func aRuleThatIsOffIsNotPlannedAndWhatWasPlannedIsNotSent() throws {
    try withClinic { clinic, worker, server, start in
      try set(clinic, .confirmation) { $0.isActive = false }
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(server.mails.isEmpty)
      // Between the look of the planner and the time it is due.
      try clinic.change { tx in
        var rule = NoticeRule.standard(.reminder48h)
        rule.isActive = false
        _ = try NoticeRules.save(rule, in: tx)
      }
      worker.now = start.adding(days: -2)
      try worker.run()
      #expect(server.mails.isEmpty)
      #expect(try clinic.notice("reminder48h").outcome == "the practice sends no such message")
    }
  }

  @Test func aServiceCanBeLeftOutOrBeTheOnlyOne() throws {
    try withClinic { clinic, worker, server, start in
      try set(clinic, .confirmation) { $0.services[clinic.service] = false }
      try set(clinic, .reminder2h) {
        $0.isActive = false
        $0.services[clinic.service] = true
      }
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(server.mails.isEmpty)
      #expect(try waiting(clinic) == ["reminder48h", "reminder2h"])
    }
  }

  @Test func aChangedTimeMovesWhatIsPlannedAndIsSentOnce() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try set(clinic, .reminder48h) { $0.minutes = 72 * 60 }
      try worker.run()
      worker.now = start.adding(hours: -72)
      try worker.run()
      #expect(server.mails.count == 2)
      // And later again: the job of the earlier time finds nothing to do.
      try set(clinic, .reminder2h) { $0.minutes = 60 }
      try worker.run()
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 2)
      worker.now = start.adding(hours: -1)
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == 3)
    }
  }

  @Test func offAndOnAgainIsAsItWas() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try set(clinic, .reminder48h) { $0.isActive = false }
      try worker.run()
      #expect(try waiting(clinic) == ["reminder2h"])
      try set(clinic, .reminder48h) { $0.isActive = true }
      try worker.run()
      #expect(try waiting(clinic) == ["reminder48h", "reminder2h"])
      worker.now = start.adding(days: -2)
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == 2)
    }
  }

  /// More appointments than one job looks at; a new rule reaches each, a removed one leaves each.
  @Test func aNewRuleReachesEveryAppointmentToComeInSteps() throws {
    try withClinic { clinic, worker, _, start in
      let count = Replanning.step + 7
      for index in 0..<count { _ = try clinic.book(at: start.adding(minutes: index)) }
      try worker.run()
      let own = AppointmentRule.make(.reminder)
      try set(clinic, own) {
        $0.isActive = true
        $0.minutes = 3 * 1440
      }
      try worker.run()
      #expect(try waiting(clinic).count { $0 == own.rawValue } == count)
      #expect(try clinic.audit("notice.replan").map { $0.hasSuffix("rows=\(Replanning.step)") } == [true, false])
      try clinic.change { tx in
        try NoticeRules.remove(own, in: tx)
        try Replanning.start(own, now: Instant.now.adding(seconds: -30), in: tx)
      }
      try worker.run()
      #expect(try !waiting(clinic).contains(own.rawValue))
    }
  }

  /// A hundred workers, each of which forgets what was done, at each of the moments, for rules of every kind.
  @Test func aHundredRunsSendEachMessageOfEachRuleOnce() throws {
    try withClinic { clinic, _, server, start in
      let own = AppointmentRule.make(.reminder)
      try set(clinic, own) {
        $0.isActive = true
        $0.minutes = 1440
      }
      try set(clinic, .followUp) { $0.isActive = true }
      try clinic.agree(true)
      let id = try clinic.book(at: start)
      let end = start.adding(minutes: 50)
      for moment in [.now, start.adding(days: -2), start.adding(days: -1), start.adding(hours: -2)] {
        for _ in 0..<20 { try TestWorker(clinic, server, now: moment).run() }
      }
      try arrive(clinic, id)
      for _ in 0..<20 { try TestWorker(clinic, server, now: end.adding(days: 1)).run() }
      #expect(server.mails.count == 5)
      #expect(Set(server.mails.map(\.id)).count == 5)
      #expect(try clinic.notices().allSatisfy { $0.state == "sent" && $0.attempts == 1 })
    }
  }

  @Test(
    arguments: [
      (SendStep.looked, 1, "sent"), (.marked, 0, "failed"), (.handedOver, 1, "failed"), (.recorded, 1, "sent"),
    ])
  func aWorkerThatEndsBetweenTwoStepsSendsAnOwnRuleAtMostOnce(step: SendStep, mails: Int, state: String) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let own = AppointmentRule.make(.reminder)
      try set(clinic, own) {
        $0.isActive = true
        $0.minutes = 60
      }
      for rule in [AppointmentRule.confirmation, .reminder2h, .reminder48h] {
        try set(clinic, rule) { $0.isActive = false }
      }
      let server = ScriptedServer()
      let start = Instant.now.adding(hours: 5)
      _ = try clinic.book(at: start)
      let worker = try TestWorker(clinic, server, now: .now, crashAt: step)
      try worker.run()
      worker.now = start.adding(hours: -1)
      try worker.run()
      #expect(worker.crashes == 1)
      try worker.restart(server)
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == mails)
      #expect(try clinic.notice(own.rawValue).state == state)
    }
  }

  private func arrive(_ clinic: Clinic, _ id: AppointmentID) throws {
    try clinic.change { tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET status = 'fulfilled' WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
  }

  @Test func aFollowUpGoesToThoseWhoCameAndLeadsToBooking() throws {
    try withClinic { clinic, worker, server, start in
      try set(clinic, .followUp) { $0.isActive = true }
      try clinic.agree(true)
      let (came, stayedAway) = (try clinic.book(at: start), try clinic.book(at: start.adding(hours: 1)))
      try worker.run()
      let before = server.mails.count
      try arrive(clinic, came)
      worker.now = start.adding(days: 2)
      try worker.run()
      let mails = server.mails.dropFirst(before).filter { $0.subject.contains("after your visit") }
      #expect(mails.count == 1)
      #expect(mails.first?.text.contains("/\(clinic.practice.slug)/book\n") == true)
      let link = try #require(mails.first?.unsubscribe?.text)
      #expect(link.hasPrefix("https://praxis.example/unsubscribe/\(clinic.practice.slug)/"))
      #expect(mails.first?.text.contains(link + "\n") == true)
      #expect(server.mails.dropLast().allSatisfy { $0.unsubscribe == nil }, "what the treatment needs")
      #expect(mails.first?.text.contains("Price") == false && mails.first?.text.contains("free of charge") == false)
      #expect(try clinic.notices().contains { $0.rule == "followUp" && $0.outcome == "the patient did not come" })
      _ = stayedAway
    }
  }

  /// It suggests another visit: that needs the consent to news, at the time it is sent.
  @Test(arguments: [false, true]) func withoutConsentToNewsNothingFollowsAVisit(wasGiven: Bool) throws {
    try withClinic { clinic, worker, server, start in
      try set(clinic, .followUp) { $0.isActive = true }
      if wasGiven { try clinic.agree(true) }
      let id = try clinic.book(at: start)
      try worker.run()
      try arrive(clinic, id)
      if wasGiven { try clinic.agree(false) }
      let before = server.mails.count
      worker.now = start.adding(days: 2)
      try worker.run()
      #expect(server.mails.count == before)
      #expect(try clinic.notice("followUp").outcome == "the patient has not agreed to news of the practice")
    }
  }

  @Test(arguments: Language.allCases) func ownWordsOpenTheMailAndTheFactsFollow(language: Language) throws {
    try withClinic { clinic, worker, server, start in
      try clinic.change { tx in
        let text = NoticeText(
          subject: "{{practice}} – {{date}}", body: "Salve!\n\n{{publicService}} {{time}}, {{practitioner}}", version: 0
        )
        let isSaved = try NoticeTexts.save(text, .confirmation, .email, language, in: tx)
        #expect(isSaved)
        try ServiceNames.save(clinic.service, "First visit", in: tx)
      }
      _ = try clinic.book(at: start, language: language)
      try worker.run()
      let mail = try #require(server.mails.first)
      #expect(mail.subject.hasPrefix("Test practice \(clinic.practice.slug) – "))
      #expect(mail.text.contains("Salve!") && mail.text.contains("First visit") && mail.text.contains("Dr. Mira Lang"))
      #expect(mail.text.contains("/visit/") && mail.text.contains("Lindenweg 4, Berlin"))
      #expect(!mail.text.contains(Clinic.serviceName) && !mail.text.contains("{"))
    }
  }

  /// What could not be saved today, from another version of the product, is not sent: the standard text is.
  @Test func aTextThatIsNoTextIsNotSent() throws {
    try withClinic { clinic, worker, server, start in
      try clinic.change { tx in
        let text = NoticeText(subject: "{{service}}", body: "{{service}} {{patient}}", version: 0)
        _ = try NoticeTexts.save(text, .confirmation, .email, .en, in: tx)
      }
      _ = try clinic.book(at: start)
      try worker.run()
      let mail = try #require(server.mails.first)
      #expect(mail.subject.contains("your appointment") && mail.text.contains("Your appointment is booked."))
      #expect(!mail.text.contains(Clinic.serviceName))
    }
  }
}
