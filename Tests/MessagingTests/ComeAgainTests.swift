import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// Long after a visit that nothing followed, and only to who agreed to news.
@Suite struct ComeAgainTests {
  private static let days = 60

  /// A clinic whose patient agreed, with one visit that took place and a rule of sixty days.
  private struct Visited {
    let clinic: Clinic
    let worker: TestWorker
    let server: ScriptedServer
    let rule: AppointmentRule
    let visit: AppointmentID
    let due: Instant
    var mails: [MailMessage] { server.mails.filter { $0.subject.contains("another visit") } }

    func end() throws -> String { try clinic.notice(rule.rawValue).outcome }
  }
  private func withVisit(agrees: Bool = true, _ body: (Visited) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try offer(clinic)
      if agrees { try clinic.agree(true) }
      let rule = try add(clinic, days: Self.days)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: .now)
      let start = Instant.now.adding(hours: 1)
      let visit = try clinic.book(at: start)
      try worker.run()
      try come(clinic, visit)
      try body(
        Visited(
          clinic: clinic, worker: worker, server: server, rule: rule, visit: visit,
          due: start.adding(minutes: 50).adding(days: Self.days)))
    }
  }
  private func add(_ clinic: Clinic, days: Int, channels: Set<Channel> = [.email]) throws -> AppointmentRule {
    let rule = AppointmentRule.make(.comeAgain)
    try clinic.change { tx in
      let isSaved = try NoticeRules.save(
        NoticeRule(
          rule: rule, isActive: true, minutes: days * 1440, channels: channels, version: 0, services: [:]), in: tx)
      #expect(isSaved)
      try Replanning.start(rule, now: Instant.now.adding(seconds: -60), in: tx)
    }
    return rule
  }
  /// The service is offered by the clinic's practitioner.
  private func offer(_ clinic: Clinic) throws {
    try clinic.change { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
        VALUES (\(tx.scope), \(clinic.service), \(clinic.resource))
        """)
    }
  }
  private func come(_ clinic: Clinic, _ id: AppointmentID) throws {
    try clinic.change { tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET status = 'fulfilled' WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
  }

  @Test func whoDidNotComeBackIsAskedOnceAndLedToTheSame() throws {
    try withVisit { v in
      v.worker.now = v.due.adding(seconds: -1)
      try v.worker.run()
      #expect(v.mails.isEmpty)
      for _ in 0..<100 { try TestWorker(v.clinic, v.server, now: v.due).run() }
      #expect(v.mails.count == 1)
      let mail = v.mails[0]
      let book = "https://praxis.example/\(v.clinic.practice.slug)/book?service=\(v.clinic.service)"
      #expect(mail.text.contains("\(book)&with=\(v.clinic.resource)\n"))
      #expect(mail.text.contains("Your last visit was on ") && mail.text.contains("Dr. Mira Lang"))
      for hidden in [Clinic.serviceName, "Patricia", "Price", "free of charge"] { #expect(!mail.text.contains(hidden)) }
      let link = try #require(mail.unsubscribe?.text)
      #expect(mail.text.contains(link + "\n") && mail.attachments.isEmpty)
      // One click, and nothing of the kind comes any more.
      let path = String(link.dropFirst("https://praxis.example".count))
      let answer = TestBrowser().send(
        "POST", path, headers: ["content-type": "application/x-www-form-urlencoded"],
        body: Array("List-Unsubscribe=One-Click".utf8))
      #expect(answer.status == 200)
      #expect(try v.clinic.audit("consent.withdraw") == ["marketing"])
    }
  }

  @Test func withoutConsentNobodyIsAsked() throws {
    try withVisit(agrees: false) { v in
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "the patient has not agreed to news of the practice")
    }
  }

  /// All is read again when its time has come, and what was found stands in the timeline.
  @Test(arguments: [
    ("booked", "another appointment is booked or asked for"), ("pending", "another appointment is booked or asked for"),
    ("fulfilled", "the patient came again"), ("arrived", "the patient came again"),
  ])
  func whoFoundTheirWayBackIsNotAsked(status: String, outcome: String) throws {
    try withVisit { v in
      let next = try v.clinic.book(at: v.due.adding(days: status == "booked" || status == "pending" ? 9 : -9))
      try v.clinic.change { tx in
        try tx.execute(
          """
          UPDATE scheduling_appointment
          SET status = \(status), answer_by = \(status == "pending" ? v.due.adding(days: 1) : nil)
          WHERE practice_id = \(tx.scope) AND id = \(next)
          """)
      }
      v.worker.now = v.due
      try v.worker.run(only: "notice.send")
      #expect(v.mails.isEmpty)
      #expect(try v.end() == outcome)
    }
  }

  @Test(arguments: ["cancelled", "noshow", "over"]) func whatCameToNothingIsNoReturn(status: String) throws {
    try withVisit { v in
      let next = try v.clinic.book(at: v.due.adding(days: status == "noshow" ? -9 : 9))
      try v.clinic.change { tx in
        // A request that nobody answered in time, and nobody has swept up yet.
        let isOver = status == "over"
        try tx.execute(
          """
          UPDATE scheduling_appointment
          SET status = \(isOver ? "pending" : status), answer_by = \(isOver ? v.due.adding(seconds: -1) : nil)
          WHERE practice_id = \(tx.scope) AND id = \(next)
          """)
      }
      v.worker.now = v.due
      try v.worker.run(only: "notice.send")
      #expect(v.mails.count == 1)
    }
  }

  @Test func whoWaitsForATimeIsNotAsked() throws {
    try withVisit { v in
      try v.clinic.change { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, weekdays, day_parts,
            notice_hours, source, created_at)
          VALUES (\(tx.scope), \(EntityID.make()), \(v.clinic.patient), \(v.clinic.service), 127, 7, 24, 'online',
            \(Instant.now))
          """)
      }
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "the patient is on the waitlist")
    }
  }

  @Test(arguments: ["inactive", "offline", "closed", "new", "nobody"]) func whatCannotBeBookedIsNotOffered(how: String)
    throws
  {
    try withVisit { v in
      try v.clinic.change { tx in
        switch how {
        case "inactive":
          try tx.execute("UPDATE scheduling_service SET is_active = FALSE WHERE practice_id = \(tx.scope)")
        case "offline":
          try tx.execute("UPDATE scheduling_service SET books_online = FALSE WHERE practice_id = \(tx.scope)")
        case "closed":
          try tx.execute("UPDATE practices_practice SET books_online = FALSE WHERE practice_id = \(tx.scope)")
        case "new":
          try tx.execute("UPDATE scheduling_service SET audience = 'new' WHERE practice_id = \(tx.scope)")
        default:
          try tx.execute("UPDATE scheduling_resource SET is_active = FALSE WHERE practice_id = \(tx.scope)")
        }
      }
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "this service cannot be booked online any more")
    }
  }

  @Test func whoTreatedThemAndIsGoneIsNotChosen() throws {
    try withVisit { v in
      let other = EntityID.make()
      try v.clinic.change { tx in
        try tx.execute("UPDATE scheduling_resource SET is_active = FALSE WHERE practice_id = \(tx.scope)")
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name)
          VALUES (\(tx.scope), \(other), 'practitioner', 'Ada')
          """)
        try tx.execute(
          """
          INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
          VALUES (\(tx.scope), \(v.clinic.service), \(other))
          """)
      }
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.first?.text.contains("/book?service=\(v.clinic.service)\n") == true)
    }
  }

  @Test func oneVisitIsFollowedByOneOfThemWhateverTheRules() throws {
    try withVisit { v in
      let later = try add(v.clinic, days: 90)
      try v.worker.run()
      v.worker.now = v.due
      try v.worker.run()
      v.worker.now = v.due.adding(days: 30)
      try v.worker.run()
      #expect(v.mails.count == 1)
      #expect(try v.clinic.notice(later.rawValue).outcome == "another such message followed this visit")
    }
  }

  /// Two workers have looked at two rules at the end of the same quiet hours, before either wrote anything down.
  @Test func twoRulesThatAreDueAtOnceMakeOne() throws {
    try withVisit { v in
      let other = try add(v.clinic, days: Self.days)
      try v.worker.run()
      let mine = try notice(v, v.rule)
      let practice = try v.clinic.practice.asOperator { $0.scope.practice }
      let settings = MessagingSettings(
        transport: v.server, sender: try #require(MailAddress("mail@praxis.example")),
        baseURL: "https://praxis.example", catalogs: TestWorker.catalogs, texts: ScriptedCarrier()
      ) { step in
        guard step == .looked else { return }
        try TestServer.connectAsRoot().run(
          """
          UPDATE messaging_notice SET state = 'sending', attempts = 1
          WHERE practice_id = \(practice) AND rule = \(other.rawValue)
          """)
      }
      let job = ClaimedJob(practice: practice, id: .make(), kind: "notice.send", payload: "\(mine.id)", attempt: 1)
      try v.clinic.practice.asOperator { db in
        _ = try NoticeSender(settings: settings).send(job, v.due, db)
      }
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "another such message followed this visit")
    }
  }
  private func notice(_ v: Visited, _ rule: AppointmentRule) throws -> Notice {
    let found = try v.clinic.practice.asOperator { db in
      try db.reader.first(
        "SELECT id FROM messaging_notice WHERE practice_id = \(db.scope) AND rule = \(rule.rawValue)"
      ) { try $0.id(0, as: NoticeID.self) }.flatMap { try Notices.find($0, in: db.reader) }
    }
    return try #require(found)
  }

  @Test func ofTwoPlacesInOneSessionOneIsFollowed() throws {
    try withVisit { v in
      let start = v.due.adding(days: -Self.days).adding(minutes: -50)
      let second = try v.clinic.book(at: start)
      try v.worker.run()
      try come(v.clinic, second)
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.count == 1)
      let count = try v.clinic.practice.asOperator { db in
        try RecallVisits.last(since: start.adding(days: -1), in: db.reader).map(\.count)
      }
      #expect(count == [1])
    }
  }

  @Test func aRecordThatIsNotInUseIsNotAsked() throws {
    try withVisit { v in
      try v.clinic.change { tx in
        try tx.execute("UPDATE patients_patient SET is_active = FALSE WHERE practice_id = \(tx.scope)")
      }
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "the patient is inactive")
    }
  }

  @Test func whoNeverCameOrStayedAwayIsNotAsked() throws {
    try withVisit { v in
      try v.clinic.change { tx in
        try tx.execute("UPDATE scheduling_appointment SET status = 'noshow' WHERE practice_id = \(tx.scope)")
      }
      v.worker.now = v.due
      try v.worker.run()
      #expect(v.mails.isEmpty)
      #expect(try v.end() == "the patient did not come")
    }
  }

  /// A rule that is new asks also after visits that are over, and one that goes leaves them.
  @Test func aNewRuleLooksBackAndARemovedOneLeaves() throws {
    try withVisit { v in
      v.worker.now = v.due.adding(days: -1)
      let year = try add(v.clinic, days: 365)
      try v.worker.run()
      #expect(try v.clinic.notice(year.rawValue).state == "waiting")
      try v.clinic.change { tx in
        try NoticeRules.remove(year, in: tx)
        try Replanning.start(year, now: Instant.now.adding(seconds: -30), in: tx)
      }
      try v.worker.run()
      #expect(try v.clinic.notice(year.rawValue).outcome == "the practice sends no such message")
      // A shorter one whose time has passed already reaches nobody.
      let month = try add(v.clinic, days: 30)
      try v.worker.run()
      #expect(try !v.clinic.notices().contains { $0.rule == month.rawValue })
    }
  }

  @Test func quietHoursPutItOffToTheMorning() throws {
    try withVisit { v in
      let clock = try Zone(name: "Europe/Berlin")
      let night = clock.startOfDay(clock.local(v.due).date.adding(days: 1)).adding(hours: 3)
      try v.clinic.keepQuiet()
      v.worker.now = night
      try v.worker.run()
      #expect(v.mails.isEmpty)
      v.worker.now = night.adding(hours: 5)
      try v.worker.run()
      #expect(v.mails.count == 1)
    }
  }

  // MARK: The settings

  @Test func theSettingsAddItWithItsOwnLimitsAndSayHowManyItReaches() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try offer(clinic)
      try clinic.agree(true)
      try clinic.change { tx in
        try tx.execute("UPDATE identity_user SET role = 'owner' WHERE practice_id = \(tx.scope) AND id = \(p.bob)")
      }
      let browser = TestBrowser()
      try browser.signIn(p.bob, of: p)
      let path = "/settings/messages"
      for (amount, unit, words) in [
        ("53", "weeks", "At most 365 days."), ("366", "days", "At most 365 days."),
        ("23", "hours", "At least a day after the visit."),
      ] {
        let refused = browser.post(path, ["kind": "comeAgain", "amount": amount, "unit": unit])
        #expect(refused.status == 422 && refused.words.contains(words), "\(refused.words)")
        #expect(refused.body.contains("value=\"\(amount)\""))
      }
      #expect(
        browser.post(path, ["kind": "reminder", "amount": "13", "unit": "weeks"]).words.contains("At most 90 days."))
      #expect(browser.post(path, ["kind": "welcome", "amount": "1", "unit": "days"]).status == 422, "there is one")
      let address = try #require(browser.post(path, ["kind": "comeAgain", "amount": "8", "unit": "weeks"]).location)
      let page = browser.get(address)
      #expect(
        page.words.contains("Come again, 8 weeks after") && page.words.contains("Only patients who agreed to news"))
      #expect(!page.body.contains("by-sms") && !page.body.contains("by-whatsapp") && page.body.contains("by-inApp"))
      #expect(browser.get(address + "?lang=de").words.contains("Wiederkommen, 8 Wochen danach"))
      #expect(browser.get(address + "?lang=he").words.contains("הזמנה לבוא שוב, 8 שבועות אחרי"))
      #expect(browser.get(address + "/text?in=en&lang=en").words.contains("It has been a while since you were here."))
      // One is over and the last of its patient, one was before it, one is too long ago.
      let now = browser.now
      for (days, comes) in [(-10, true), (-20, true), (-57, true)] {
        let id = try clinic.book(at: now.adding(days: days))
        if comes { try come(clinic, id) }
      }
      let fields = ["version": "1", "is-active": "1", "amount": "8", "unit": "weeks", "by-email": "1"]
      let asked = browser.post(address, fields)
      #expect(asked.status == 200 && asked.words.contains("This changes what follows 1 visit."), "\(asked.words)")
      #expect(browser.post(address, fields.merging(["confirmed": "yes"]) { $1 }).status == 303)
      #expect(browser.get(path).words.contains("Come again, 8 weeks after"))
    }
  }
}
