import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Texts in the outbox: who gets one, what it says, and that it leaves once.
@Suite struct TextSendingTests {
  private func withTexts(
    _ answers: [TextResult] = [], to phone: String? = "0151 23456789", isAgreed: Bool = true, isOn: Bool = true,
    by channels: Set<Channel> = [.sms], crashAt: SendStep? = nil,
    _ body: (Clinic, TestWorker, ScriptedCarrier, Instant) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.sendTexts(to: phone, isAgreed: isAgreed, isOn: isOn, by: channels)
      let carrier = ScriptedCarrier(answers)
      let worker = try TestWorker(clinic, ScriptedServer(), now: .now, crashAt: crashAt, texts: carrier)
      try body(clinic, worker, carrier, Instant.now.adding(days: 3))
    }
  }

  @Test(arguments: Language.allCases) func aTextSaysWhenAndHowToEndItAndNothingOfAnIllness(language: Language) throws {
    try withTexts { clinic, worker, carrier, start in
      _ = try clinic.book(at: start, language: language)
      try worker.run()
      let text = try #require(carrier.texts.first)
      #expect(carrier.texts.count == 1 && text.to == "+4915123456789")
      #expect(text.body.contains("https://praxis.example/\(clinic.practice.slug)/visit/"))
      #expect(
        text.body.contains("Test practice")
          && text.body.hasSuffix(language == .de ? "STOP antworten." : language == .he ? "STOP." : "these texts."))
      #expect(!text.body.contains(Clinic.serviceName) && !text.body.contains("Patricia") && !text.body.contains("{"))
      #expect(TextSegments(text.body).alphabet == (language == .he ? .ucs2 : .gsm7), "\(text.body)")
      #expect(text.body.unicodeScalars.count < TextSegments.limit)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "sent" && notice.outcome == "taken by the carrier")
      #expect(text.statusAddress.hasPrefix("https://praxis.example/hooks/carrier/\(clinic.practice.slug)/notices/"))
    }
  }

  @Test func eachChannelOfARuleHasAMessageOfItsOwn() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.sendTexts(by: [.email, .sms])
      let (server, carrier) = (ScriptedServer(), ScriptedCarrier())
      let worker = try TestWorker(clinic, server, now: .now, texts: carrier)
      let start = Instant.now.adding(days: 3)
      _ = try clinic.book(at: start)
      try worker.run()
      #expect(server.mails.count == 1 && carrier.texts.count == 1)
      for _ in 0..<20 { try TestWorker(clinic, server, now: start.adding(hours: -2), texts: carrier).run() }
      #expect(server.mails.count == 2 && carrier.texts.count == 2)
      #expect(carrier.texts[1].body.contains("reminder"))
    }
  }

  @Test func whoHasNotAgreedOrHasNoMobileNumberGetsNoneAndTheTimelineSaysWhy() throws {
    let cases: [(String?, Bool, Bool, String)] = [
      ("0151 23456789", false, true, "the patient has not agreed to this channel"),
      (nil, true, true, "the patient has no mobile number"),
      ("030 1234567", true, true, "the patient has no mobile number"),
      ("0151 23456789", true, false, "SMS is off: no account is set up"),
    ]
    for (phone, isAgreed, isOn, outcome) in cases {
      try withTexts(to: phone, isAgreed: isAgreed, isOn: isOn) { clinic, worker, carrier, start in
        _ = try clinic.book(at: start)
        try worker.run()
        let notice = try clinic.notice("confirmation")
        #expect(carrier.texts.isEmpty && notice.state == "notNeeded" && notice.outcome == outcome)
      }
    }
  }

  @Test func whatIsTakenBackBeforeItIsDueIsNotSent() throws {
    try withTexts { clinic, worker, carrier, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try clinic.withdrawTexts()
      worker.now = start.adding(hours: -2)
      try worker.run()
      let notice = try clinic.notice("reminder2h")
      #expect(carrier.texts.count == 1 && notice.state == "notNeeded")
    }
    try withTexts { clinic, worker, carrier, start in
      _ = try clinic.book(at: start)
      try worker.run()
      try clinic.prefer(nil, without: .sms)
      worker.now = start.adding(hours: -2)
      try worker.run()
      let notice = try clinic.notice("reminder2h")
      #expect(carrier.texts.count == 1 && notice.outcome == "the patient wants no messages this way")
    }
  }

  @Test(
    arguments: [
      (SendStep.looked, 1, "sent"), (.marked, 0, "failed"), (.handedOver, 1, "failed"), (.recorded, 1, "sent"),
    ])
  func aWorkerThatEndsBetweenTwoStepsTextsAtMostOnce(step: SendStep, texts: Int, state: String) throws {
    try withTexts(crashAt: step) { clinic, worker, carrier, _ in
      _ = try clinic.book(at: Instant.now.adding(hours: 1))
      try worker.run()
      #expect(worker.crashes == 1)
      for _ in 0..<5 { try TestWorker(clinic, ScriptedServer(), now: worker.now, texts: carrier).run() }
      let notice = try clinic.notice("confirmation")
      #expect(carrier.texts.count == texts && notice.state == state)
      if state == "failed" { #expect(notice.outcome.contains("may have been sent")) }
    }
  }

  @Test func aHundredRunsOfTheWorkerTextOnce() throws {
    try withTexts { clinic, _, carrier, start in
      _ = try clinic.book(at: start)
      for moment in [Instant.now, start.adding(hours: -48), start.adding(hours: -2), start.adding(hours: 1)] {
        for _ in 0..<25 { try TestWorker(clinic, ScriptedServer(), now: moment, texts: carrier).run() }
      }
      #expect(carrier.texts.count == 2)
      #expect(try clinic.notices().allSatisfy { $0.state == "sent" && $0.attempts == 1 })
    }
  }

  @Test func whatTheCarrierDoesNotTakeIsTriedAgainAndThenATaskOfTheStaff() throws {
    let tries = SendBackOff.maximumAttempts
    try withTexts(Array(repeating: .tryLater("20429 Too many requests"), count: tries)) {
      clinic, worker, carrier, start in
      _ = try clinic.book(at: start)
      try worker.run()
      let waits = try clinic.notice("confirmation")
      #expect(waits.state == "waiting" && waits.outcome == "will be tried again: 20429 Too many requests")
      for minutes in [1, 5, 15, 30, 60, 120, 240, 480] {
        worker.now = worker.now.adding(minutes: minutes)
        try worker.run()
      }
      let notice = try clinic.notice("confirmation")
      #expect(carrier.texts.count == tries && notice.state == "failed" && notice.outcome.contains("given up after 9"))
    }
  }

  @Test(arguments: [
    (21211, "text-badNumber"), (21614, "text-badNumber"), (21610, "text-stopped"), (21408, "text-region"),
    (21606, "text-badSender"), (99999, "text-other"),
  ])
  func aRefusalIsFinalAndWorded(code: Int, reason: String) throws {
    try withTexts([.refused(code: code, words: "No <such> number")]) { clinic, worker, carrier, start in
      _ = try clinic.book(at: start)
      try worker.run()
      worker.now = worker.now.adding(hours: 20)
      try worker.run()
      let notice = try clinic.notice("confirmation")
      #expect(carrier.texts.count == 1 && notice.state == "failed")
      #expect(notice.outcome == "not delivered: \(code) No <such> number")
      #expect(NoticeOutcome.notDelivered(TextFailure(code: code), "").code == reason)
      let browser = TestBrowser()
      try browser.signIn(clinic.practice.bob, of: clinic.practice)
      let page = browser.get("/messages/failed")
      #expect(page.words.contains("\(code) No &lt;such&gt; number") && page.words.contains("Confirmation, SMS"))
      let wish = try clinic.preference()
      #expect(
        (wish.refusals[.sms]?.source == .carrier) == (code == 21610), "what the carrier stops, nobody tries again")
    }
  }

  @Test func anAnswerThatIsLostIsNotSentAgain() throws {
    try withTexts([.unknown("20500 Internal server error")]) { clinic, worker, carrier, start in
      _ = try clinic.book(at: start)
      try worker.run()
      for _ in 0..<5 { try TestWorker(clinic, ScriptedServer(), now: worker.now, texts: carrier).run() }
      let notice = try clinic.notice("confirmation")
      #expect(carrier.texts.count == 1 && notice.state == "failed" && notice.outcome.contains("may have been sent"))
    }
  }
}
