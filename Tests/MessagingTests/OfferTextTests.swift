import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// The text about a time that became free, the mail that confirms a wish, and what becomes of either that fails.
@Suite struct OfferTextTests {
  /// Monday, 10:40 in Berlin.
  private static let now = Instant(seconds: 1_804_498_800)
  private static func clock(_ hour: Int, _ minute: Int = 0) throws -> Instant {
    let zone = try Zone(name: "Europe/Berlin")
    let time = try #require(LocalTime(hour: hour, minute: minute))
    return try #require(zone.instants(of: LocalDateTime(zone.local(now).date, time)).first)
  }

  private static let withoutTexts: @Sendable (Clinic) throws -> Void = { try $0.prefer(nil, without: .sms) }
  private static let withoutMail: @Sendable (Clinic) throws -> Void = { try $0.prefer(nil, without: .email) }
  private static let quiet: @Sendable (Clinic) throws -> Void = { try $0.keepQuiet() }
  private static let quietLonger: @Sendable (Clinic) throws -> Void = { try $0.keepQuiet(to: 8 * 60 + 1) }

  private func withOffer(
    now: Instant = OfferTextTests.now, until: Instant? = nil, agreed: Bool = true, isOn: Bool = true,
    to phone: String? = "0151 23456789", mails: [DeliveryResult] = [], texts: [TextResult] = [],
    prepare: (Clinic) throws -> Void = { _ in }, _ body: (Line) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.sendTexts(to: phone, isAgreed: agreed, isOn: isOn)
      try prepare(clinic)
      let id = try clinic.offer(now: now, until: until ?? now.adding(hours: 2))
      let (server, carrier) = (ScriptedServer(mails), ScriptedCarrier(texts))
      let worker = try TestWorker(clinic, server, now: now, texts: carrier)
      for _ in 0..<3 { try worker.run() }
      try body(Line(clinic: clinic, offer: id, server: server, carrier: carrier, worker: worker))
    }
  }
  private struct Line {
    let clinic: Clinic
    let offer: EntityID
    let server: ScriptedServer
    let carrier: ScriptedCarrier
    let worker: TestWorker

    /// "sms sent delivered", by channel.
    func states() throws -> [String] {
      try clinic.practice.asOperator { db in
        try db.reader.rows(
          """
          SELECT channel, state, reason FROM messaging_notice
          WHERE practice_id = \(db.scope) AND offer_id IS NOT NULL ORDER BY channel
          """
        ) { "\(try $0.text(0)) \(try $0.text(1)) \(try $0.text(2))" }
      }
    }
  }

  // MARK: Who gets one

  @Test(arguments: Language.allCases) func itSaysTheTimeTheEndAndHowToStopAndNothingElse(language: Language) throws {
    let speak = { (clinic: Clinic) in
      try clinic.change { tx in
        try tx.execute(
          "UPDATE patients_patient SET language = \(language.rawValue) WHERE practice_id = \(tx.scope)")
      }
    }
    try withOffer(prepare: speak) { line in
      #expect(line.server.mails.count == 1 && line.carrier.texts.count == 1)
      let text = try #require(line.carrier.texts.first)
      let token = try line.clinic.practice.asOperator { try $0.reader.offerToken(line.offer).text }
      #expect(text.to == "+4915123456789")
      #expect(text.body.contains("https://praxis.example/\(line.clinic.practice.slug)/offers/\(token)"))
      #expect(text.body.contains("12:40") && text.body.contains("STOP") && text.body.contains("Test practice"))
      for hidden in [Clinic.serviceName, "Patricia", "Hidden", "Lang", "{"] { #expect(!text.body.contains(hidden)) }
      #expect(text.body.unicodeScalars.count < TextSegments.limit)
      #expect(try line.states() == ["email sent accepted", "sms sent taken"])
    }
  }

  @Test func whoDidNotAgreeOrCannotGetTextsHasTheMailAlone() throws {
    try withOffer(agreed: false) { #expect($0.server.mails.count == 1 && $0.carrier.texts.isEmpty) }
    try withOffer(isOn: false) { #expect($0.server.mails.count == 1 && $0.carrier.texts.isEmpty) }
    try withOffer(to: "030 1234567") { #expect($0.server.mails.count == 1 && $0.carrier.texts.isEmpty) }
    try withOffer(prepare: Self.withoutTexts) {
      #expect($0.server.mails.count == 1 && $0.carrier.texts.isEmpty, "who answered STOP")
    }
    try withOffer(prepare: Self.withoutMail) {
      #expect($0.server.mails.isEmpty && $0.carrier.texts.count == 1)
    }
  }

  @Test func whoStopsBeforeItIsTriedAgainGetsNone() throws {
    try withOffer(texts: [.tryLater("20429 Too many requests")]) { line in
      #expect(try line.states() == ["email sent accepted", "sms waiting later"])
      try line.clinic.withdrawTexts()
      line.worker.now = Self.now.adding(minutes: 2)
      try line.worker.run()
      #expect(line.carrier.texts.count == 1)
      #expect(try line.states() == ["email sent accepted", "sms notNeeded noTextConsent"])
    }
  }

  // MARK: Quiet hours

  /// Who is asked in the night answers until nine in the morning: the text comes at eight, the mail at once.
  @Test func inQuietHoursItWaitsWhereAnHourToAnswerIsLeft() throws {
    let (late, nine) = (try Self.clock(23), try Self.clock(9).adding(days: 1))
    try withOffer(now: late, until: nine, prepare: Self.quiet) { line in
      #expect(line.server.mails.count == 1 && line.carrier.texts.isEmpty)
      #expect(try line.states() == ["email sent accepted", "sms waiting "])
      line.worker.now = nine.adding(hours: -1)
      try line.worker.run()
      #expect(line.carrier.texts.count == 1)
    }
  }

  @Test func whereTooLittleIsLeftItStaysWithTheMail() throws {
    let (late, nine) = (try Self.clock(23), try Self.clock(9).adding(days: 1))
    try withOffer(now: late, until: nine, prepare: Self.quietLonger) { line in
      #expect(line.server.mails.count == 1)
      #expect(try line.states() == ["email sent accepted", "sms notNeeded quietHours"])
      line.worker.now = nine
      try line.worker.run()
      #expect(line.carrier.texts.isEmpty)
    }
    // By the patient's own clock: in Jerusalem it is quiet already.
    let evening = try Self.clock(20, 30)
    let away = { (clinic: Clinic) in
      try clinic.keepQuiet()
      try clinic.prefer("Asia/Jerusalem")
    }
    try withOffer(now: evening, prepare: away) { line in
      #expect(line.carrier.texts.isEmpty)
      let states = try line.states()
      #expect(states.last == "sms notNeeded quietHours")
    }
  }

  // MARK: What fails

  @Test func whatFailsIsATaskThatLeadsToTheWish() throws {
    try withOffer(
      mails: [.refusedForever(code: 550, reason: "550 5.1.1 No such mailbox")],
      texts: [.refused(code: 21614, words: "not a mobile number")]
    ) { line in
      let browser = TestBrowser()
      browser.now = Self.now
      try browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let page = browser.get("/messages/failed")
      #expect(page.words.contains("2 open") && page.words.contains("Patricia Hidden"), "\(page.words)")
      #expect(page.words.contains("Offer of a time, email: the mail server refused it 550 5.1.1"))
      #expect(page.words.contains("Offer of a time, SMS: no text can reach this number"))
      let link = try #require(page.values(after: "href=\"").first { $0.hasPrefix("/calendar/waitlist/") })
      #expect(browser.get(link).words.contains("Patricia Hidden"))
      #expect(browser.get("/calendar").words.contains("2 messages did not go out."))
      let paths = page.values(after: "action=\"")
      let retry = try #require(paths.first { $0.hasSuffix("/retry") })
      #expect(browser.post(retry, [:]).location == "/messages/failed?done=again")
      for path in paths where path.hasSuffix("/acknowledgement") && !path.hasPrefix(retry.dropLast(6)) {
        #expect(browser.post(path, [:]).status == 303)
      }
      try line.worker.run()
      #expect(line.server.mails.count + line.carrier.texts.count == 3, "sent again once")
      #expect(browser.get("/messages/failed").words.contains("Everything went out"))
    }
  }

  /// When the time to answer is over there is nothing left to send.
  @Test func whatIsOverCannotBeSentAgain() throws {
    try withOffer(mails: [.refusedForever(code: 550, reason: "550 no")]) { line in
      let browser = TestBrowser()
      browser.now = Self.now.adding(hours: 3)
      try browser.signIn(line.clinic.practice.bob, of: line.clinic.practice)
      let page = browser.get("/messages/failed")
      #expect(page.words.contains("Offer of a time") && !page.body.contains("/retry"))
    }
  }

  @Test func theCarrierSaysHowItWent() throws {
    try withOffer { line in
      let text = try #require(line.carrier.texts.first)
      let path = String(text.statusAddress.dropFirst("https://praxis.example".count))
      let name = try line.clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT carrier_id FROM messaging_notice WHERE practice_id = \(db.scope) AND channel = 'sms'"
        ) { try $0.text(0) }
      }
      let fields = [
        ("MessageSid", try #require(name)), ("MessageStatus", "undelivered"), ("ErrorCode", "30003"),
        ("AccountSid", Clinic.account),
      ]
      let pairs = fields.map { (name: $0.0, value: $0.1) }
      let body = fields.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
      for (token, status) in [("another", 403), (Clinic.token, 200)] {
        let signature = TwilioSignature.make("https://praxis.example" + path, pairs, token: token)
        let answer = TestBrowser().send(
          "POST", path,
          headers: ["content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature],
          body: Array(body.utf8))
        #expect(answer.status == status)
      }
      #expect(try line.states() == ["email sent accepted", "sms failed text-unreachable"])
    }
  }

  // MARK: The wish itself

  @Test func aWishIsConfirmedOnceAndSaysNothingOfAnIllness() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let entry = try clinic.wish(now: Self.now)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: Self.now)
      for _ in 0..<3 { try worker.run() }
      #expect(server.mails.count == 1)
      let mail = try #require(server.mails.first)
      #expect(mail.to.address == "dana@patients.test" && mail.subject.hasSuffix(": you are on the waitlist"))
      #expect(mail.text.contains("https://praxis.example/portal/waitlist"))
      for hidden in [Clinic.serviceName, "Patricia", "Hidden"] {
        #expect(!mail.text.contains(hidden) && !mail.subject.contains(hidden))
      }
      let browser = TestBrowser()
      try browser.signIn(p.bob, of: p)
      #expect(browser.get("/messages/failed").words.contains("Everything went out"))
      #expect(try clinic.audit("notice.plan") == ["wish"])
      _ = entry
    }
  }

  @Test func aWishThatIsGoneOrOfWhoWantsNoMailIsNotConfirmed() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let entry = try clinic.wish(now: Self.now)
      let server = ScriptedServer([.tryLater(code: 451, reason: "later"), .refusedForever(code: 550, reason: "550")])
      let worker = try TestWorker(clinic, server, now: Self.now)
      try worker.run()
      worker.now = Self.now.adding(minutes: 2)
      try worker.run()
      let browser = TestBrowser()
      try browser.signIn(p.bob, of: p)
      let page = browser.get("/messages/failed")
      #expect(page.words.contains("Place on the waitlist, email") && page.words.contains("Waitlist"))
      try clinic.change { tx in
        try tx.execute(
          "UPDATE scheduling_waitlist_entry SET state = 'removed' WHERE practice_id = \(tx.scope) AND id = \(entry)")
      }
      let retry = try #require(page.values(after: "action=\"").first { $0.hasSuffix("/retry") })
      #expect(browser.post(retry, [:]).status == 303)
      worker.now = .now.adding(minutes: 1)
      try worker.run()
      let notice = try clinic.notice("wish")
      #expect(server.mails.count == 2 && notice.outcome == "it was withdrawn")
    }
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.prefer(nil, without: .email)
      _ = try clinic.wish(now: Self.now)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: Self.now).run()
      #expect(server.mails.isEmpty)
    }
  }
}

extension Clinic {
  /// A wish as Scheduling writes it down.
  func wish(now: Instant) throws -> EntityID {
    let entry = EntityID.make()
    try change { tx in
      try addWish(entry, "waiting", now: now, in: tx)
      try tx.enqueue(NewJob("waitlist.joined", payload: "\(entry)", runAt: now, uniqueKey: "\(entry)"))
    }
    return entry
  }

  /// An offer as Scheduling makes one: in two days, two hours to answer.
  func offer(now: Instant) throws -> EntityID { try offer(now: now, until: now.adding(hours: 2)) }
  func offer(now: Instant, until: Instant) throws -> EntityID {
    let (entry, offer) = (EntityID.make(), EntityID.make())
    let start = now.adding(days: 2)
    try change { [service, resource] tx in
      try addWish(entry, "offered", now: now, in: tx)
      try tx.execute(
        """
        INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
          ends_at, expires_at, created_at)
        VALUES (\(tx.scope), \(offer), \(entry), \(tx.reader.offerToken(offer).hash), \(service), \(resource), \(start),
          \(start.adding(minutes: 50)), \(until), \(now))
        """)
      try tx.enqueue(NewJob("waitlist.offered", payload: "\(offer)", runAt: now, uniqueKey: "\(offer)"))
    }
    return offer
  }

  private func addWish(
    _ entry: EntityID, _ state: String, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts,
        notice_hours, source, state, created_at)
      VALUES (\(tx.scope), \(entry), \(patient), \(service), 127, 7, 0, 'staff', \(state), \(now))
      """)
  }
}
