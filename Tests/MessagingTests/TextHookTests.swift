import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// What the carrier posts: how texts went, and what patients answer. A signature opens these addresses and nothing else.
@Suite struct TextHookTests {
  private struct Line {
    let clinic: Clinic
    let carrier: ScriptedCarrier
    let worker: TestWorker
    let browser = TestBrowser()

    /// Posts as the carrier does: no cookie, no token of ours.
    func post(
      _ path: String, _ fields: [String: String], token: String = Clinic.token, account: String = Clinic.account
    ) -> TestResponse {
      var all = fields
      all["AccountSid"] = account
      let pairs = all.map { (name: $0.key, value: $0.value) }
      let signature = TwilioSignature.make("https://praxis.example" + path, pairs, token: token)
      return send(path, all, signature)
    }
    func send(_ path: String, _ fields: [String: String], _ signature: String) -> TestResponse {
      let body = fields.map { Self.encode($0.key) + "=" + Self.encode($0.value) }.joined(separator: "&")
      return TestBrowser().send(
        "POST", path,
        headers: ["content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature],
        body: Array(body.utf8))
    }
    private static func encode(_ text: String) -> String {
      text.utf8.map { byte in
        let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
      }.joined()
    }
    /// The address at which the carrier says how a text went.
    func statusPath(_ text: OutgoingText) -> String {
      String(text.statusAddress.dropFirst("https://praxis.example".count))
    }
    var replies: String { "/hooks/carrier/\(clinic.practice.slug)/replies" }

    func status(_ status: String, _ code: String? = nil, name: String? = nil, of index: Int = 0) throws -> TestResponse
    {
      let fallback = try self.name()
      var fields = ["MessageSid": name ?? fallback, "MessageStatus": status]
      if let code { fields["ErrorCode"] = code }
      return post(statusPath(carrier.texts[index]), fields)
    }
    /// What the carrier calls the text.
    func name() throws -> String {
      let found = try clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT carrier_id FROM messaging_notice WHERE practice_id = \(db.scope) AND rule = 'confirmation'"
        ) { try $0.textIfPresent(0) } ?? nil
      }
      return found ?? ScriptedCarrier.name()
    }
    func notice() throws -> Clinic.NoticeRow { try clinic.notice("confirmation") }
  }

  private func withText(
    _ answers: [TextResult] = [], crashAt: SendStep? = nil, _ body: (Line) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.sendTexts()
      let carrier = ScriptedCarrier(answers)
      let worker = try TestWorker(clinic, ScriptedServer(), now: .now, crashAt: crashAt, texts: carrier)
      _ = try clinic.book(at: Instant.now.adding(days: 3))
      try worker.run()
      try body(Line(clinic: clinic, carrier: carrier, worker: worker))
    }
  }

  // MARK: How it went

  @Test func deliveredIsDeliveredWhateverComesAfter() throws {
    try withText { (line: Line) throws in
      #expect(try line.status("queued").status == 200)
      #expect(try line.notice().outcome == "taken by the carrier")
      #expect(try line.status("delivered").status == 200)
      #expect(try line.notice().outcome == "delivered")
      for late in [("sent", nil), ("undelivered", "30003"), ("queued", nil), ("delivered", nil)] as [(String, String?)]
      {
        #expect(try line.status(late.0, late.1).status == 200)
      }
      let notice = try line.notice()
      #expect(notice.state == "sent" && notice.outcome == "delivered" && notice.attempts == 1)
      #expect(try line.clinic.audit("notice.delivery") == ["confirmation,sent"])
    }
  }

  @Test func whatIsNotDeliveredIsATaskWithTheReasonInWords() throws {
    try withText { (line: Line) throws in
      #expect(try line.status("undelivered", "30003").status == 200)
      let notice = try line.notice()
      #expect(notice.state == "failed" && notice.outcome == "not delivered: 30003")
      try line.browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let page = line.browser.get("/messages/failed")
      #expect(page.words.contains("Confirmation, SMS: the phone was out of reach 30003"), "\(page.words)")
      // It stays failed, and can be sent again: then the carrier has another name for it.
      #expect(try line.status("delivered").status == 200)
      #expect(try line.notice().state == "failed")
    }
  }

  @Test func aTextWhoseAnswerWasLostIsSettledByTheCarrier() throws {
    try withText([.unknown("no answer in time")]) { (line: Line) throws in
      #expect(try line.notice().state == "failed")
      #expect(try line.status("sent").status == 200)
      #expect(try line.notice().state == "sent")
      #expect(try line.status("delivered", name: line.name()).status == 200)
      #expect(try line.notice().outcome == "delivered")
    }
    // A worker that died between handing over and writing down.
    try withText(crashAt: .handedOver) { (line: Line) throws in
      #expect(try line.notice().state == "sending")
      let name = ScriptedCarrier.name()
      #expect(try line.status("delivered", name: name).status == 200)
      for _ in 0..<3 { try line.worker.run() }
      let notice = try line.notice()
      #expect(notice.state == "sent" && notice.outcome == "delivered" && line.carrier.texts.count == 1)
    }
  }

  @Test func newsOfAnotherTextOrOfNoneChangesNothing() throws {
    try withText { (line: Line) throws in
      #expect(try line.status("undelivered", "30003", name: ScriptedCarrier.name()).status == 200)
      #expect(try line.notice().outcome == "taken by the carrier")
      for (field, value) in [("MessageSid", "x"), ("MessageStatus", "eaten"), ("MessageStatus", "")] {
        var fields = ["MessageSid": try line.name(), "MessageStatus": "failed"]
        fields[field] = value
        #expect(line.post(line.statusPath(line.carrier.texts[0]), fields).status == 200)
      }
      let notice = try line.notice()
      #expect(notice.outcome == "taken by the carrier")
    }
  }

  @Test func withoutTheRightSignatureNothingIsBelieved() throws {
    try withText { (line: Line) throws in
      let path = line.statusPath(line.carrier.texts[0])
      let fields = ["MessageSid": try line.name(), "MessageStatus": "delivered", "AccountSid": Clinic.account]
      let pairs = fields.map { (name: $0.key, value: $0.value) }
      let right = TwilioSignature.make("https://praxis.example" + path, pairs, token: Clinic.token)
      for wrong in ["", "x", String(right.dropLast()), right + "="] {
        #expect(line.send(path, fields, wrong).status == 403)
      }
      #expect(line.send(path, fields.merging(["MessageStatus": "failed"]) { $1 }, right).status == 403, "another body")
      #expect(line.send(line.replies, fields, right).status == 403, "another address")
      #expect(line.post(path, fields, token: "other").status == 403)
      #expect(line.post(path, fields, account: "AC" + String(repeating: "0", count: 32)).status == 403)
      #expect(TestBrowser().get(path).status == 405)
      let notice = try line.notice()
      #expect(notice.outcome == "taken by the carrier")
      #expect(line.send(path, fields, right).status == 200)
      #expect(try line.notice().outcome == "delivered")
    }
  }

  /// The token of one practice's account says nothing of another's texts.
  @Test func anotherPracticesAccountSaysNothingHere() throws {
    try withText { (line: Line) throws in
      try withPractice { other in
        let stranger = try Clinic(other)
        try stranger.change { tx in
          let draft = CarrierDraft(
            isOn: true, account: "AC" + String(repeating: "b", count: 32), token: "their-token",
            smsSender: "+4915788888888",
            whatsAppSender: "", country: "49")
          _ = try Carriers.write(draft, version: 0, now: .now, in: tx)
        }
        let path = line.statusPath(line.carrier.texts[0])
        let fields = ["MessageSid": try line.name(), "MessageStatus": "failed"]
        #expect(
          line.post(path, fields, token: "their-token", account: "AC" + String(repeating: "b", count: 32)).status == 403
        )
        // Their own address with our notice: it is signed, and speaks of nothing.
        let theirs = path.replacing(line.clinic.practice.slug, with: other.slug)
        let answer = line.post(theirs, fields, token: "their-token", account: "AC" + String(repeating: "b", count: 32))
        #expect(answer.status == 200)
      }
      let notice = try line.notice()
      #expect(notice.outcome == "taken by the carrier")
    }
  }

  // MARK: What patients answer

  private func reply(_ line: Line, _ body: String, from: String = "+4915123456789", name: String? = nil) -> TestResponse
  {
    line.post(
      line.replies, ["MessageSid": name ?? ScriptedCarrier.name(), "From": from, "To": "+4915799999999", "Body": body])
  }

  @Test func stopEndsThemAtOnceAndStartBringsThemBack() throws {
    try withText { (line: Line) throws in
      let stop = reply(line, "Stop")
      #expect(stop.status == 200 && stop.body.hasSuffix("<Response/>"), "the carrier itself says so")
      #expect(try line.clinic.preference().refusals[.sms]?.source == .reply)
      line.worker.now = Instant.now.adding(days: 3).adding(hours: -2)
      try line.worker.run()
      #expect(try line.clinic.notice("reminder2h").outcome == "the patient wants no messages this way")
      #expect(line.carrier.texts.count == 1)
      // Staff see it and cannot take it back.
      try line.browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let path = "/patients/\(line.clinic.patient)/messages"
      let page = line.browser.get(path)
      #expect(page.words.contains("the patient answered STOP"))
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let saved = line.browser.post(
        path, ["version": version, "zone": "Asia/Jerusalem", "use-email": "1", "use-sms": "1"])
      #expect(saved.status == 303)
      #expect(try line.clinic.preference().refusals[.sms]?.source == .reply)
      #expect(reply(line, "START").status == 200)
      let wish = try line.clinic.preference()
      #expect(wish.refusals.isEmpty && wish.zone == "Asia/Jerusalem")
    }
  }

  @Test func stopEndsWrittenWordsAsWell() throws {
    try withText { (line: Line) throws in
      try line.clinic.agree(to: ["writtenSms"])
      try line.browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let path = "/patients/\(line.clinic.patient)/conversation"
      func write() -> Int {
        line.browser.post(path, ["text": "Hello", "medium": "sms", "key": ConversationDesk.key()]).status
      }
      #expect(write() == 303 && reply(line, "STOP").status == 200)
      #expect(write() == 409 && line.browser.get(path).words.contains("The patient answered STOP."))
      line.worker.now = .now.adding(seconds: 60)
      try line.worker.run()
      #expect(try line.clinic.notice("words").outcome == "the patient wants no messages this way")
      #expect(reply(line, "START").status == 200 && write() == 303)
    }
  }

  /// A post that is sent again, by whomever, is the same as once: START does not undo a later STOP.
  @Test func eachAnswerCountsOnce() throws {
    try withText { (line: Line) throws in
      let (first, second) = (ScriptedCarrier.name(), ScriptedCarrier.name())
      #expect(reply(line, "START", name: first).status == 200)
      #expect(reply(line, "STOP", name: second).status == 200)
      for _ in 0..<3 { #expect(reply(line, "START", name: first).status == 200) }
      #expect(try line.clinic.preference().refusals[.sms]?.source == .reply)
      #expect(
        try line.clinic.audit("message.reply") == ["other,patients=1", "stop,patients=1"], "it took nothing back")
    }
  }

  @Test func whatStaffWroteDownIsNotUndoneByStart() throws {
    try withText { (line: Line) throws in
      try line.clinic.prefer(nil, without: .sms)
      #expect(reply(line, "START").status == 200)
      #expect(try line.clinic.preference().refusals[.sms]?.source == .staff)
    }
  }

  @Test func everythingElseIsToldThatNobodyReadsIt() throws {
    try withText { (line: Line) throws in
      let late = reply(line, "I am late & lost")
      #expect(late.response.header("Content-Type") == "text/xml; charset=utf-8")
      #expect(late.body.contains("answers to this number are not read") && late.body.contains("+49 30 1234567"))
      #expect(!late.body.contains("Patricia") && !late.body.contains(Clinic.serviceName))
      #expect(reply(line, "HELP").body.contains("Reply STOP"))
      #expect(reply(line, "hello", from: "+12125550123").status == 200, "from nobody we know")
      #expect(try line.clinic.preference().refusals.isEmpty)
      // Two machines that answer each other end.
      for _ in 0..<ReplyHook.answersPerHour { _ = reply(line, "Out of office") }
      #expect(reply(line, "Out of office").body.hasSuffix("<Response/>"))
    }
  }

  /// The answer to what staff asked, not to a STOP: it must not vanish.
  @Test func aYesThatTakesNothingBackIsToldThatNobodyReadsIt() throws {
    try withText { (line: Line) throws in
      for yes in ["Ja", "YES", "כן"] {
        #expect(reply(line, yes).body.contains("answers to this number are not read"), "\(yes)")
      }
      #expect(try line.clinic.audit("message.reply") == Array(repeating: "other,patients=1", count: 3))
      #expect(try line.clinic.audit("message.channel.change").isEmpty)
    }
  }

  @Test func aNumberOfSeveralPatientsStopsForEach() throws {
    try withText { (line: Line) throws in
      let child = PatientID.make()
      try line.clinic.change { tx in
        try tx.execute(
          """
          INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_phone, phone_index, language, created_at,
            updated_at)
          VALUES (\(tx.scope), \(child), \(tx.seal("Kim\u{1f}Hidden", PatientNames.column, row: child.id)),
            \(tx.seal("+49 151 23456789", Visits.phoneColumn, row: child.id)),
            \(tx.blindIndex("4915123456789", of: "phone", bytes: 4)), 'de', \(Instant.now), \(Instant.now))
          """)
      }
      #expect(reply(line, "STOP").status == 200)
      let other = try line.clinic.practice.asOperator { try Preferences.find(child, in: $0.reader) }
      #expect(other.refusals[.sms]?.source == .reply)
      #expect(try line.clinic.preference().refusals[.sms]?.source == .reply)
    }
  }
}
