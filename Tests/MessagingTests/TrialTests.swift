import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// A test to oneself: sent once, and what is shown is what the other server said.
@Suite struct TrialTests {
  private static let path = "/settings/messages/trial"

  private struct Office {
    let clinic: Clinic
    let browser = TestBrowser()
    let server: ScriptedServer
    let carrier: ScriptedCarrier
    let worker: TestWorker

    init(_ p: TestPractice, _ mails: [DeliveryResult], _ texts: [TextResult], isOn: Bool, hasServer: Bool) throws {
      clinic = try Clinic(p)
      try clinic.sendTexts(isOn: isOn)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = 'owner' WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try browser.signIn(p.bob, of: p)
      (server, carrier) = (ScriptedServer(mails), ScriptedCarrier(texts))
      worker = try TestWorker(clinic, hasServer ? server : nil, now: .now.adding(minutes: 1), texts: carrier)
    }
    func ask(_ channel: String, _ number: String = "") -> TestResponse {
      browser.get(TrialTests.path)
      return browser.post(TrialTests.path, ["channel": channel, "trial-number": number])
    }
    func work() throws { for _ in 0..<3 { try worker.run() } }
  }
  private func withOffice(
    mails: [DeliveryResult] = [], texts: [TextResult] = [], isOn: Bool = true, hasServer: Bool = true,
    _ body: (Office) throws -> Void
  ) throws {
    try withPractice { try body(Office($0, mails, texts, isOn: isOn, hasServer: hasServer)) }
  }

  @Test func aMailGoesToOnesOwnAddressOnce() throws {
    try withOffice { office in
      #expect(office.ask("email").location == Self.path + "?asked=1")
      #expect(office.browser.get(Self.path + "?asked=1").words.contains("on its way"))
      try office.work()
      #expect(office.server.mails.count == 1)
      let mail = try #require(office.server.mails.first)
      let own = try office.clinic.practice.asOperator { [bob = office.clinic.practice.bob] in
        try StaffMembers.find(bob, in: $0.reader)?.email
      }
      #expect(mail.to.address == own && mail.subject.hasPrefix("Test practice") && mail.subject.hasSuffix(": a test"))
      #expect(office.browser.get(Self.path).words.contains("taken by the mail server"))
      #expect(try office.clinic.audit("message.trial.ask") == ["email"])
      #expect(try office.clinic.audit("message.trial.result") == ["email,sent"])
    }
  }

  @Test func whatFailsIsShownInTheWordsOfTheOtherServer() throws {
    try withOffice(mails: [.refusedForever(code: 550, reason: "550 <no> such mailbox")]) { office in
      _ = office.ask("email")
      try office.work()
      let page = office.browser.get(Self.path)
      #expect(page.words.contains("the mail server refused it 550 &lt;no&gt; such mailbox"), "\(page.words)")
    }
    try withOffice(mails: [.tryLater(code: 451, reason: "451 greylisted")]) { office in
      _ = office.ask("email")
      try office.work()
      let page = office.browser.get(Self.path)
      #expect(office.server.mails.count == 1 && page.words.contains("it was not taken 451 greylisted"))
    }
    try withOffice(hasServer: false) { office in
      _ = office.ask("email")
      try office.work()
      #expect(office.browser.get(Self.path).words.contains("no mail server is configured"))
    }
    try withOffice(texts: [.refused(code: 21606, words: "not a sender of yours")]) { office in
      _ = office.ask("sms", "0151 23456789")
      try office.work()
      let page = office.browser.get(Self.path)
      #expect(page.words.contains("the carrier does not send from this sender 21606 not a sender of yours"))
    }
  }

  @Test func aTextIsFollowedToThePhoneAndItsNumberForgotten() throws {
    try withOffice { office in
      #expect(office.ask("sms", "0151 23456789").status == 303)
      try office.work()
      let text = try #require(office.carrier.texts.first)
      #expect(office.carrier.texts.count == 1 && text.to == "+4915123456789" && text.body.contains("a test"))
      let kept = try office.clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT COUNT(*) FROM messaging_trial WHERE practice_id = \(db.scope) AND sealed_recipient IS NOT NULL"
        ) { try $0.int(0) }
      }
      #expect(kept == 0)
      #expect(office.browser.get(Self.path).words.contains("taken by the carrier"))
      let path = String(text.statusAddress.dropFirst("https://praxis.example".count))
      for (status, token, answer, words) in [
        ("delivered", "another", 403, "taken by the carrier"), ("sent", Clinic.token, 200, "taken by the carrier"),
        ("delivered", Clinic.token, 200, "delivered"), ("failed", Clinic.token, 200, "delivered"),
      ] {
        let fields = [
          ("AccountSid", Clinic.account), ("MessageSid", ScriptedCarrier.name()), ("MessageStatus", status),
        ]
        let signature = TwilioSignature.make(
          "https://praxis.example" + path, fields.map { (name: $0.0, value: $0.1) }, token: token)
        let found = TestBrowser().send(
          "POST", path,
          headers: ["content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature],
          body: Array(fields.map { $0.0 + "=" + $0.1 }.joined(separator: "&").utf8))
        #expect(found.status == answer)
        #expect(office.browser.get(Self.path).words.contains(words), "\(status)")
      }
    }
  }

  @Test func whatCannotBeIsRefusedAndNobodySendsMany() throws {
    try withOffice { office in
      for (channel, number, field) in [
        ("fax", "", "channel"), ("inApp", "", "channel"), ("sms", "", "trial-number"),
        ("sms", "030 1234", "trial-number"),
      ] {
        let answer = office.ask(channel, number)
        #expect(answer.status == 422 && answer.body.contains("id=\"\(field)-error\""), "\(channel) \(number)")
      }
      for _ in 0..<Trial.perHour { #expect(office.ask("email").status == 303) }
      let more = office.ask("email")
      #expect(more.status == 429 && more.words.contains("At most 5 tests an hour."))
      try office.work()
      #expect(office.server.mails.count == Trial.perHour)
      office.browser.now = office.browser.now.adding(minutes: 61)
      try office.browser.signIn(office.clinic.practice.bob, of: office.clinic.practice)
      #expect(office.ask("email").status == 303)
    }
    try withOffice(isOn: false) { office in
      #expect(!office.browser.get(Self.path).body.contains("trial-number"))
      #expect(office.ask("sms", "0151 23456789").status == 422)
    }
  }

  @Test func ownersAloneTry() throws {
    try withOffice { office in
      try office.clinic.change { [p = office.clinic.practice] tx in
        try tx.execute("UPDATE identity_user SET role = 'frontDesk' WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      try office.browser.signIn(office.clinic.practice.bob, of: office.clinic.practice)
      #expect(office.browser.get(Self.path).status == 403 && office.ask("email").status == 403)
      #expect(TestBrowser().get(Self.path).location == "/sign-in")
    }
  }
}
