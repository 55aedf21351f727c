import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// WhatsApp by the practice's account: approved words alone, an agreement of its own, and off without them.
@Suite struct WhatsAppTests {
  private static let content = "HX" + String(repeating: "0a", count: 16)

  private struct Line {
    let clinic: Clinic
    let carrier = ScriptedCarrier()
    let worker: TestWorker

    init(_ clinic: Clinic) throws {
      self.clinic = clinic
      worker = try TestWorker(clinic, ScriptedServer(), now: .now, texts: carrier)
    }
    func post(_ path: String, _ fields: [String: String], token: String = Clinic.token) -> TestResponse {
      let all = fields.merging(["AccountSid": Clinic.account]) { $1 }
      let signature = TwilioSignature.make(
        "https://praxis.example" + path, all.map { (name: $0.key, value: $0.value) }, token: token)
      let body = all.map { $0.key + "=" + $0.value.replacing("+", with: "%2B") }.joined(separator: "&")
      return TestBrowser().send(
        "POST", path,
        headers: ["content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature],
        body: Array(body.utf8))
    }
    func reply(_ body: String, from: String) -> TestResponse {
      post(
        "/hooks/carrier/\(clinic.practice.slug)/replies",
        ["MessageSid": ScriptedCarrier.name(), "From": from, "To": "whatsapp:+4915788888888", "Body": body])
    }
  }

  /// SMS and WhatsApp for every rule, with a patient who agreed to what is named.
  private func withWhatsApp(
    agreed: Set<Channel> = [.whatsapp], sender: String = "+4915788888888", contents: [Language] = [.en],
    by channels: Set<Channel> = [.whatsapp], _ body: (Line) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.sendTexts(isAgreed: agreed.contains(.sms), by: channels)
      try clinic.change { tx in
        try tx.execute("UPDATE messaging_carrier SET whatsapp_sender = \(sender) WHERE practice_id = \(tx.scope)")
        for rule in AppointmentRule.standard {
          for language in contents { try Contents.write(Self.content, rule, language, in: tx) }
        }
        guard agreed.contains(.whatsapp) else { return }
        let text = EntityID.make()
        try tx.execute(
          """
          INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at)
          VALUES (\(tx.scope), \(text), 'whatsapp', 'en', 1, 'WhatsApp', \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by)
          VALUES (\(tx.scope), \(EntityID.make()), \(clinic.patient), 'whatsapp', \(text), \(Instant.now), 'patient')
          """)
      }
      try body(Line(clinic))
    }
  }

  @Test func itGoesOutInApprovedWordsAndSaysNothingOfAnIllness() throws {
    try withWhatsApp { line in
      let id = try line.clinic.book(at: Instant.now.adding(days: 3))
      for _ in 0..<3 { try line.worker.run() }
      #expect(line.carrier.texts.count == 1)
      let text = try #require(line.carrier.texts.first)
      let content = try #require(text.content)
      #expect(text.channel == .whatsapp && text.to == "+4915123456789" && text.body.isEmpty)
      #expect(content.id == Self.content && content.values.count == 4 && content.values[0].hasPrefix("Test practice"))
      #expect(content.values[3].hasPrefix("https://praxis.example/\(line.clinic.practice.slug)/visit/"))
      for hidden in [Clinic.serviceName, "Patricia", "Hidden"] { #expect(!content.variables.contains(hidden)) }
      let notice = try line.clinic.notice("confirmation")
      #expect(notice.state == "sent" && notice.outcome == "taken by the carrier")
      let path = String(text.statusAddress.dropFirst("https://praxis.example".count))
      let name = try line.clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT carrier_id FROM messaging_notice WHERE practice_id = \(db.scope) AND rule = 'confirmation'"
        ) { try $0.text(0) }
      }
      let read = ["MessageSid": try #require(name), "MessageStatus": "read"]
      #expect(line.post(path, read, token: "another").status == 403)
      #expect(try line.clinic.notice("confirmation").outcome == "taken by the carrier")
      #expect(line.post(path, read).status == 200)
      #expect(try line.clinic.notice("confirmation").outcome == "delivered")
      // After a cancellation the link leads to another booking.
      try line.clinic.cancel(id, sequence: 1)
      try line.worker.runPastGrace()
      #expect(line.carrier.texts.last?.content?.values[3].hasSuffix("/book") == true)
    }
  }

  /// Who agreed to SMS has not agreed to WhatsApp, nor the other way round.
  @Test func eachChannelHasAnAgreementOfItsOwn() throws {
    for (agreed, sent) in [([.sms], .sms), ([.whatsapp], .whatsapp)] as [(Set<Channel>, Channel)] {
      try withWhatsApp(agreed: agreed, by: [.sms, .whatsapp]) { line in
        _ = try line.clinic.book(at: Instant.now.adding(days: 3))
        try line.worker.run()
        #expect(line.carrier.texts.map(\.channel) == [sent])
        let outcomes = try line.clinic.notices().filter { $0.rule == "confirmation" }.map(\.outcome)
        #expect(Set(outcomes) == ["taken by the carrier", "the patient has not agreed to this channel"])
      }
    }
  }

  @Test func withoutASenderOrApprovedWordsItIsOffAndSaysSo() throws {
    for (sender, contents, outcome) in [
      ("", [Language.en], "WhatsApp is off: no sender is set up"),
      ("+4915788888888", [.de], "no template that WhatsApp approved is entered for this language"),
    ] {
      try withWhatsApp(sender: sender, contents: contents) { line in
        _ = try line.clinic.book(at: Instant.now.adding(days: 3))
        try line.worker.run()
        let notice = try line.clinic.notice("confirmation")
        #expect(line.carrier.texts.isEmpty && notice.state == "notNeeded" && notice.outcome == outcome)
      }
    }
  }

  @Test func stopEndsWhatsAppAndNothingElseAndIsAnswered() throws {
    try withWhatsApp(agreed: [.sms, .whatsapp], by: [.sms, .whatsapp]) { line in
      let start = Instant.now.adding(days: 3)
      _ = try line.clinic.book(at: start)
      try line.worker.run()
      #expect(line.carrier.texts.count == 2)
      let stop = line.reply("STOP", from: "whatsapp:+4915123456789")
      #expect(stop.status == 200 && stop.body.contains("no more messages by WhatsApp"), "\(stop.body)")
      #expect(try line.clinic.preference().refusals.mapValues(\.source) == [.whatsapp: .reply])
      line.worker.now = start.adding(hours: -2)
      try line.worker.run()
      #expect(line.carrier.texts.map(\.channel).suffix(1) == [.sms] && line.carrier.texts.count == 3)
      #expect(line.reply("START", from: "whatsapp:+4915123456789").body.contains("again"))
      #expect(try line.clinic.preference().refusals.isEmpty)
    }
  }

  @Test func thePracticeEntersWhatWasApproved() throws {
    try withWhatsApp(contents: []) { line in
      let browser = TestBrowser()
      try line.clinic.change { [p = line.clinic.practice] tx in
        try tx.execute("UPDATE identity_user SET role = 'owner' WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let path = "/settings/messages/reminder2h/whatsapp"
      #expect(browser.get("/settings/messages/reminder2h").words.contains("no approved template yet"))
      let page = browser.get(path)
      #expect(page.words.contains("Content SID, Deutsch") && !page.words.contains("WhatsApp is off"))
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let fields = ["version": version, "content-en": Self.content, "content-de": "", "content-he": ""]
      for wrong in ["HX1", "HX" + String(repeating: "g", count: 32), Clinic.account] {
        let answer = browser.post(path, fields.merging(["content-en": wrong]) { $1 })
        #expect(answer.status == 422 && answer.body.contains("id=\"content-en-error\""), "\(wrong)")
      }
      #expect(browser.post(path, fields).location == path + "?saved=1")
      #expect(browser.get("/settings/messages/reminder2h").words.contains("approved template: EN"))
      #expect(browser.get(path).body.contains(Self.content))
      let late = browser.post(path, fields.merging(["content-de": Self.content]) { $1 })
      #expect(late.status == 409 && late.words.contains("Saved meanwhile"), "\(late.words)")
      #expect(try line.clinic.audit("message.content.change") == ["reminder2h,en"])
      #expect(browser.get(path + "?lang=he").body.contains("dir=\"rtl\""))
    }
    try withWhatsApp { line in
      let browser = TestBrowser()
      try browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let path = "/settings/messages/reminder2h/whatsapp"
      #expect(browser.get(path).status == 200 && browser.post(path, [:]).status == 403)
    }
  }
}
