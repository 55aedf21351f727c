import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What a new patient needs to know, once ever.
@Suite struct WelcomeTests {
  private func withClinic(
    since: Instant? = Instant.now.adding(hours: -1), channels: Set<Channel> = [.email],
    _ body: (Clinic, TestWorker, ScriptedServer, Instant) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p, practiceEmail: "desk@harbor.test")
      if let since { try switchOn(clinic, since: since, channels: channels) }
      let server = ScriptedServer()
      try body(clinic, try TestWorker(clinic, server, now: .now), server, Instant.now.adding(days: 9))
    }
  }
  private func switchOn(_ clinic: Clinic, since: Instant, channels: Set<Channel> = [.email]) throws {
    try clinic.change { tx in
      var rule = try NoticeRules.find(.welcome, in: tx.reader) ?? .standard(.welcome)
      (rule.isActive, rule.onSince, rule.channels) = (true, since, channels)
      let isSaved = try NoticeRules.save(rule, in: tx)
      #expect(isSaved)
    }
  }
  private func welcomes(_ server: ScriptedServer) -> [MailMessage] {
    server.mails.filter { mail in ["welcome", "Willkommen", "ברוכים"].contains { mail.subject.contains($0) } }
  }

  @Test(arguments: Language.allCases) func aFirstAppointmentIsFollowedByWhatANewPatientNeeds(language: Language) throws
  {
    try withClinic { clinic, worker, server, start in
      try clinic.openPortal()
      let id = try clinic.book(at: start, language: language)
      try worker.run()
      let mail = try #require(welcomes(server).first)
      #expect(server.mails.count == 2 && mail.language == language)
      for fact in [
        "Lindenweg 4, Berlin", "+49 30 1234567", "desk@harbor.test", "/visit/\(id)/0-",
        "https://praxis.example/\(clinic.practice.slug)/sign-in\n",
      ] { #expect(mail.text.contains(fact), "\(fact)") }
      for hidden in [Clinic.serviceName, "Patricia", "Hidden"] { #expect(!mail.text.contains(hidden)) }
      #expect(mail.attachments.isEmpty && mail.unsubscribe == nil)
      #expect(server.mails.contains { $0.attachments.count == 1 }, "beside the confirmation, not instead of it")
    }
  }

  @Test func nobodyIsWelcomedUntilThePracticeWantsIt() throws {
    try withClinic(since: nil) { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(welcomes(server).isEmpty && server.mails.count == 1)
      #expect(try clinic.audit("notice.plan") == ["confirmation,reminder48h,reminder2h"])
    }
  }

  @Test func aHundredRunsAndAllLaterAppointmentsMakeOne() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      for _ in 0..<100 { try TestWorker(clinic, server, now: .now).run() }
      #expect(welcomes(server).count == 1)
      for day in 1...3 { _ = try clinic.book(at: start.adding(days: day)) }
      for _ in 0..<3 { try TestWorker(clinic, server, now: .now).run() }
      #expect(welcomes(server).count == 1)
      #expect(try clinic.notices().count { $0.rule == "welcome" } == 1)
    }
  }

  /// Neither the order in which they are planned matters, nor that both were looked at before either was written down.
  @Test func twoBookingsAtTheSameTimeMakeOne() throws {
    try withClinic { clinic, worker, server, start in
      let both = [try clinic.book(at: start), try clinic.book(at: start.adding(hours: 1))]
      try clinic.change { tx in
        let visits = try both.map { try #require(try Visits.find($0, in: tx.reader)) }
        let planned = try visits.map {
          try Notices.plan(
            AppointmentPlanner.notice(.welcome, .email, $0), at: worker.now, now: worker.now, in: tx)
        }
        #expect(planned == [true, false], "the key decides")
      }
      for _ in 0..<3 { try worker.run() }
      #expect(welcomes(server).count == 1)
    }
  }

  @Test func theLaterOfTwoThatIsPlannedFirstLeavesItToTheFirst() throws {
    try withClinic { clinic, worker, server, start in
      let first = try clinic.book(at: start)
      _ = try clinic.book(at: start.adding(hours: 1))
      try clinic.change { tx in
        try tx.execute(
          """
          UPDATE jobs_job SET run_at = \(worker.now.adding(minutes: 5))
          WHERE practice_id = \(tx.scope) AND unique_key = \("\(first) 0")
          """)
      }
      try worker.run()
      #expect(welcomes(server).isEmpty)
      worker.now = worker.now.adding(minutes: 5)
      try worker.run()
      #expect(welcomes(server).count == 1 && welcomes(server)[0].text.contains("/visit/\(first)/"))
    }
  }

  @Test(arguments: [false, true]) func aCancelledFirstAppointmentMakesOneAllTheSame(wasSent: Bool) throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.book(at: start)
      if wasSent { try worker.run() } else { try worker.run(only: "appointment.booked") }
      try clinic.cancel(id, sequence: 1)
      try worker.runPastGrace()
      #expect(welcomes(server).count == (wasSent ? 1 : 0))
      let next = try clinic.book(at: start.adding(days: 1))
      for _ in 0..<3 { try worker.run() }
      #expect(welcomes(server).count == 1)
      #expect(wasSent || welcomes(server)[0].text.contains("/visit/\(next)/"))
    }
  }

  @Test func whoWasThereBeforeGetsNone() throws {
    try withClinic(since: nil) { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try switchOn(clinic, since: .now)
      _ = try clinic.book(at: start.adding(days: 1))
      try worker.run()
      #expect(welcomes(server).isEmpty)
    }
    // Registered before, and without an appointment until today.
    try withClinic(since: Instant.now.adding(minutes: 1)) { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(welcomes(server).isEmpty)
    }
  }

  @Test(arguments: ["is_active = FALSE", "import_id = id"] as [SQL]) func whoIsNotNewOrNotInUseGetsNone(how: SQL) throws
  {
    try withClinic { clinic, worker, server, start in
      try clinic.change { tx in
        try tx.execute("UPDATE patients_patient SET \(how) WHERE practice_id = \(tx.scope)")
      }
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(welcomes(server).isEmpty && server.mails.count == 1)
      #expect(try !clinic.notices().contains { $0.rule == "welcome" })
    }
  }

  @Test func whoLeavesUseMeanwhileGetsNone() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run(only: "appointment.booked")
      try clinic.change { tx in
        try tx.execute("UPDATE patients_patient SET is_active = FALSE WHERE practice_id = \(tx.scope)")
      }
      try worker.run()
      #expect(welcomes(server).isEmpty)
      #expect(try clinic.notice("welcome").outcome == "the patient is inactive")
    }
  }

  /// By video there is no place to come to; who cannot sign in is not told to; nor is a confirmation that is off.
  @Test func itSaysOnlyWhatIsTrue() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try worker.run()
      let text = try #require(welcomes(server).first).text
      #expect(text.contains("Where: ") && text.contains("Each appointment has a confirmation"))
      #expect(!text.contains("/sign-in") && !text.contains("You sign in with this email address"))
    }
    try withClinic { clinic, worker, server, start in
      try clinic.change { tx in
        try tx.execute("UPDATE scheduling_service SET mode = 'video' WHERE practice_id = \(tx.scope)")
        var rule = NoticeRule.standard(.confirmation)
        rule.isActive = false
        _ = try NoticeRules.save(rule, in: tx)
      }
      _ = try clinic.book(at: start)
      try worker.run()
      let text = try #require(welcomes(server).first).text
      #expect(!text.contains("Where: ") && !text.contains("Each appointment has a confirmation"))
      #expect(text.contains("+49 30 1234567"))
    }
  }

  @Test func aRequestIsWelcomedWhenItIsAgreedTo() throws {
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try worker.run()
      #expect(welcomes(server).isEmpty && server.mails.count == 1)
      try clinic.approve(id)
      for _ in 0..<3 { try worker.run() }
      #expect(welcomes(server).count == 1)
    }
    // Declined, and booked elsewhere in the book: that is the first.
    try withClinic { clinic, worker, server, start in
      let id = try clinic.ask(at: start, answerBy: worker.now.adding(hours: 24))
      try clinic.endRequest(id, by: "practice")
      _ = try clinic.book(at: start.adding(days: 1))
      try worker.run()
      #expect(welcomes(server).count == 1)
    }
  }

  @Test func aMoveMeanwhileDoesNotLoseIt() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try switchOn(clinic, since: Instant.now.adding(hours: -1))
      let busy = DeliveryResult.tryLater(code: 451, reason: "451 busy")
      let server = ScriptedServer([busy, busy])
      let worker = try TestWorker(clinic, server, now: .now)
      let id = try clinic.book(at: Instant.now.adding(days: 9))
      try worker.run()
      try clinic.move(id, to: Instant.now.adding(days: 10), sequence: 1)
      worker.now = worker.now.adding(minutes: 10)
      try worker.run()
      #expect(welcomes(server).last?.text.contains("/visit/\(id)/1-") == true)
      #expect(try clinic.notice("welcome").state == "sent")
    }
  }

  @Test func mailAndPortalSayItOnceEach() throws {
    try withClinic(channels: [.email, .inApp]) { clinic, worker, server, start in
      try clinic.openPortal()
      _ = try clinic.book(at: start)
      for _ in 0..<3 { try worker.run() }
      _ = try clinic.book(at: start.adding(days: 1))
      try worker.run()
      let placed = try clinic.placed().filter { $0.rule == "welcome" && $0.state == "sent" }
      #expect(welcomes(server).count == 1 && placed.count(where: { $0.text != nil }) == 1)
      let text = try #require(placed.compactMap(\.text).first)
      #expect(text.body.contains("+49 30 1234567") && !text.body.contains("http"))
    }
  }

  @Test func aSeriesIsOneFirstAppointment() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.bookSeries(at: (0..<3).map { start.adding(days: 7 * $0) })
      for _ in 0..<3 { try worker.run() }
      #expect(welcomes(server).count == 1)
    }
  }

  @Test func aRestrictedRecordIsNotUsedForIt() throws {
    try withClinic { clinic, worker, server, start in
      _ = try clinic.book(at: start)
      try clinic.change { tx in
        try tx.execute(
          "UPDATE patients_patient SET restricted_at = \(Instant.now) WHERE practice_id = \(tx.scope)")
      }
      try worker.run()
      #expect(welcomes(server).isEmpty && server.mails.count == 1)
      #expect(try clinic.notice("welcome").outcome == "the patient's record is restricted")
    }
  }

  /// The moment of switching it on decides who is new; a later change of its settings is not that moment.
  @Test func theSettingsKeepWhenItWasSwitchedOn() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = 'owner' WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      let browser = TestBrowser()
      try browser.signIn(p.bob, of: p)
      let path = "/settings/messages/welcome"
      let page = browser.get(path)
      #expect(page.words.contains("Off until you switch it on.") && !page.body.contains("by-sms"))
      #expect(browser.get(path + "?lang=he").words.contains("כבוי עד שתפעילו"))
      let list = browser.get("/settings/messages?lang=en").words
      #expect(list.contains("Welcome") && list.contains("once, with the first appointment"))
      func since() throws -> Instant? { try p.asOperator { try NoticeRules.find(.welcome, in: $0.reader)?.onSince } }
      func save(_ version: Int, _ fields: [String: String]) {
        let sent = browser.post(path, ["version": "\(version)"].merging(fields) { $1 })
        #expect(sent.location == "/settings/messages?saved=1", "\(sent.words)")
      }
      #expect(try since() == nil)
      save(0, ["is-active": "1", "by-email": "1"])
      let first = try #require(try since())
      browser.now = browser.now.adding(minutes: 5)
      save(1, ["is-active": "1", "by-email": "1", "by-inApp": "1", "by-sms": "1"])
      #expect(try since() == first)
      let channels = try p.asOperator { try NoticeRules.find(.welcome, in: $0.reader)?.channels }
      #expect(channels == [.email, .inApp])
      save(2, ["by-email": "1"])
      #expect(try since() == nil)
      save(3, ["by-email": "1", "service-\(clinic.service)": "on"])
      let again = try #require(try since())
      #expect(again > first)
      // Its words, with a preview of what comes with the product.
      let text = browser.get(path + "/text?in=de")
      #expect(text.words.contains("Willkommen, und vielen Dank") && text.words.contains("Im Portal sehen Sie"))
      #expect(text.words.contains("New ones get it from now on"))
      #expect(browser.get(path + "/text?in=en&by=sms").words.contains("Subject"), "there is no text by SMS")
    }
  }
}
