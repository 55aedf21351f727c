import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The portal's page of messages.
@Suite struct InboxTests {
  private struct Portal {
    let clinic: Clinic
    let worker: TestWorker
    let browser = TestBrowser()
    func ids() throws -> [EntityID] {
      try clinic.practice.asOperator { db in
        try db.reader.rows(
          """
          SELECT id FROM messaging_notice
          WHERE practice_id = \(db.scope) AND channel = 'inApp' AND state = 'sent' ORDER BY sent_at, id
          """
        ) { try $0.id(0) }
      }
    }
  }
  private func withPortal(_ body: (Portal) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.openPortal()
      try clinic.usePortal()
      let portal = Portal(clinic: clinic, worker: try TestWorker(clinic, ScriptedServer(), now: .now))
      try portal.browser.signIn(patient: clinic.patient, of: p)
      try body(portal)
    }
  }

  @Test func withoutMessagesThePageSaysSoInThreeLanguages() throws {
    try withPortal { portal in
      #expect(portal.browser.get("/portal/messages").words.contains("No messages yet"))
      #expect(portal.browser.get("/portal/messages?lang=de").words.contains("Noch keine Nachrichten"))
      let hebrew = portal.browser.get("/portal/messages?lang=he")
      #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("עדיין אין הודעות"))
      #expect(!portal.browser.get("/portal?lang=en").words.contains("1 new"))
    }
  }

  @Test func aNewMessageIsCountedOpenedByPostAndThenRead() throws {
    try withPortal { portal in
      let browser = portal.browser
      let visit = try portal.clinic.book(at: Instant.now.adding(days: 3))
      try portal.worker.run()
      let id = try #require(try portal.ids().first)
      let path = "/portal/messages/\(id)"
      #expect(browser.get("/portal").words.contains("Messages 1 new"))
      let list = browser.get("/portal/messages")
      #expect(
        list.body.contains("action=\"\(path)/reading\"") && list.words.contains("your appointment,"))
      // What a browser fetches ahead is not read.
      let ahead = browser.get(path)
      #expect(ahead.status == 200 && ahead.words.contains("Mark as read"))
      #expect(try portal.clinic.said().map(\.isRead) == [false])
      #expect(browser.post(path + "/reading", [:]).location == path)
      #expect(browser.post(path + "/reading", [:]).location == path, "a second time it is open already")
      let page = browser.get(path)
      #expect(page.words.contains("Your appointment is booked.") && page.words.contains("With: Dr. Mira Lang"))
      #expect(!page.words.contains("Mark as read") && !page.body.contains(Clinic.serviceName))
      let link = try #require(page.values(after: "href=\"/\(portal.clinic.practice.slug)/visit/").first)
      #expect(link.hasPrefix("\(visit)/"))
      #expect(TestBrowser().get("/\(portal.clinic.practice.slug)/visit/\(link)").status == 200)
      let row = try #require(try portal.clinic.said().first)
      #expect(row.isRead && row.readBy == "patient")
      #expect(try portal.clinic.audit("notice.read").count == 1)
      #expect(!browser.get("/portal").words.contains("1 new"))
      #expect(browser.get("/portal/messages").body.contains("href=\"\(path)\""))
    }
  }

  /// Opening the message opens those of the other dates that it tells of.
  @Test func whatAMessageTellsOfIsReadWithIt() throws {
    try withPortal { portal in
      let starts = (0..<3).map { Instant.now.adding(days: 9 + 7 * $0) }
      let visits = try portal.clinic.bookSeries(at: starts)
      try portal.worker.run()
      try portal.clinic.moveTogether(visits, to: starts.map { $0.adding(hours: 1) }, sequence: 1)
      try portal.worker.runPastGrace()
      let read = { try portal.clinic.placed().filter { $0.rule == "change" }.map(\.isRead) }
      #expect(try read() == [false, false, false])
      let newest = try #require(
        portal.browser.get("/portal/messages").values(after: "action=\"").first { $0.hasSuffix("/reading") })
      #expect(portal.browser.post(newest, [:]).status == 303)
      #expect(try read() == [true, true, true])
      #expect(try portal.clinic.placed().filter { $0.rule == "confirmation" }.allSatisfy { !$0.isRead })
    }
  }

  @Test func whatWasSaidStaysAsItWasSaid() throws {
    try withPortal { portal in
      let start = Instant.now.adding(days: 3)
      let visit = try portal.clinic.book(at: start)
      try portal.worker.run()
      try portal.clinic.cancel(visit, sequence: 1)
      try portal.worker.runPastGrace()
      let ids = try portal.ids()
      #expect(ids.count == 2)
      let first = portal.browser.get("/portal/messages/\(try #require(ids.first))")
      #expect(first.words.contains("Your appointment is booked.") && first.words.contains("Book a visit"))
      #expect(!first.body.contains("/visit/"), "what is cancelled cannot be moved")
      let list = portal.browser.get("/portal/messages").words
      let (newer, older) = (list.range(of: "appointment cancelled"), list.range(of: "your appointment,"))
      #expect(try #require(newer).lowerBound < #require(older).lowerBound, "newest first")
    }
  }

  @Test func anotherPatientsMessagesAreNotThere() throws {
    try withPortal { portal in
      _ = try portal.clinic.book(at: Instant.now.adding(days: 3))
      try portal.worker.run()
      let id = try #require(try portal.ids().first)
      let other = TestBrowser()
      try other.signIn(patient: portal.clinic.practice.pat, of: portal.clinic.practice)
      #expect(other.get("/portal/messages").words.contains("No messages yet"))
      #expect(other.get("/portal/messages/\(id)").status == 404)
      #expect(other.post("/portal/messages/\(id)/reading", [:]).status == 404)
      #expect(!other.get("/portal").words.contains("1 new"))
      #expect(try portal.clinic.said().map(\.isRead) == [false])
      #expect(TestBrowser().get("/portal/messages/\(id)").location == "/portal/sign-in")
    }
  }

  @Test func whoActsForSomebodyReadsTheirsByName() throws {
    try withPortal { portal in
      _ = try portal.clinic.book(at: Instant.now.adding(days: 3))
      try portal.worker.run()
      let (id, account) = (try #require(try portal.ids().first), try portal.clinic.addGuardian())
      let guardian = TestBrowser()
      try guardian.signIn(patient: portal.clinic.patient, of: portal.clinic.practice, actingAs: account)
      #expect(guardian.get("/portal/messages").words.contains("For Patricia Hidden"))
      #expect(guardian.post("/portal/messages/\(id)/reading", [:]).status == 303)
      #expect(guardian.get("/portal/messages/\(id)").words.contains("For Patricia Hidden"))
      #expect(try portal.clinic.said().map(\.readBy) == ["guardian"])
    }
  }

  @Test func twentyStandOnAPage() throws {
    try withPortal { portal in
      for day in 3..<25 { _ = try portal.clinic.book(at: Instant.now.adding(days: day)) }
      try portal.worker.run()
      #expect(try portal.ids().count == 22)
      let first = portal.browser.get("/portal/messages")
      #expect(first.values(after: "action=\"/portal/messages/").count == 20)
      #expect(first.body.contains("href=\"/portal/messages?page=2\"") && !first.body.contains("rel=\"prev\""))
      let second = portal.browser.get("/portal/messages?page=2")
      #expect(second.values(after: "action=\"/portal/messages/").count == 2 && second.body.contains("rel=\"prev\""))
      for odd in ["0", "-1", "x", "99999999999999999999", "9223372036854775807"] {
        #expect(portal.browser.get("/portal/messages?page=\(odd)").status == 200, "\(odd)")
      }
    }
  }

  @Test func anOfferLeadsToItsAnswerWhileItStands() throws {
    try withPortal { portal in
      let now = Instant.now
      let offer = try portal.clinic.offer(now: now)
      portal.worker.now = now
      try portal.worker.run()
      let path = "/portal/messages/\(try #require(try portal.ids().first))"
      let link = try portal.clinic.practice.asOperator {
        "/\(portal.clinic.practice.slug)/offers/\(try $0.reader.offerToken(offer).text)"
      }
      #expect(portal.browser.get(path).body.contains("href=\"\(link)\""))
      portal.browser.now = now.adding(hours: 2)
      try portal.browser.signIn(patient: portal.clinic.patient, of: portal.clinic.practice)
      #expect(!portal.browser.get(path).body.contains("/offers/"))
    }
  }
}
