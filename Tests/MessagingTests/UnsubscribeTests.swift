import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// RFC 8058: one click in a mail program, or a button on a page; without signing in.
@Suite struct UnsubscribeTests {
  /// The path of the link in a mail that followed a visit.
  private func withMail(_ body: (Clinic, TestWorker, ScriptedServer, String) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.change { tx in
        var rule = NoticeRule.standard(.followUp)
        rule.isActive = true
        _ = try NoticeRules.save(rule, in: tx)
      }
      try clinic.agree(true)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: .now)
      let start = Instant.now.adding(hours: 1)
      try visit(clinic, worker, start)
      worker.now = start.adding(days: 2)
      try worker.run()
      let link = try #require(server.mails.last?.unsubscribe?.text)
      #expect(link.hasPrefix("https://praxis.example/"))
      try body(clinic, worker, server, String(link.dropFirst("https://praxis.example".count)))
    }
  }
  private func visit(_ clinic: Clinic, _ worker: TestWorker, _ start: Instant) throws {
    let id = try clinic.book(at: start)
    try worker.run()
    try clinic.change { tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET status = 'fulfilled' WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
  }
  private func agrees(_ clinic: Clinic) throws -> Bool {
    try clinic.practice.asOperator { db in
      try db.reader.first(
        "SELECT 1 FROM patients_consent WHERE practice_id = \(db.scope) AND withdrawn_at IS NULL"
      ) { _ in true } ?? false
    }
  }
  /// As a mail program posts: no cookie, no token, no origin.
  private func post(_ path: String, _ type: String, _ body: String) -> TestResponse {
    TestBrowser().send("POST", path, headers: ["content-type": type], body: Array(body.utf8))
  }

  @Test(arguments: [
    ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
    (
      "multipart/form-data; boundary=x",
      "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
    ),
  ])
  func aMailProgramUnsubscribesInOneClick(type: String, body: String) throws {
    try withMail { clinic, worker, server, path in
      #expect(try agrees(clinic))
      let answer = post(path, type, body)
      #expect(answer.status == 200 && answer.words.contains("You are unsubscribed"), "\(answer.words)")
      #expect(try !agrees(clinic))
      #expect(try clinic.audit("consent.withdraw") == ["marketing"])
      // Again and again is the same, and leaves one event.
      #expect(post(path, type, body).status == 200)
      #expect(try clinic.audit("consent.withdraw").count == 1)
      // The next visit is confirmed and not followed by a mail.
      let before = server.mails.count
      let start = worker.now.adding(hours: 3)
      try visit(clinic, worker, start)
      #expect(server.mails.count == before + 1)
      worker.now = start.adding(days: 2)
      try worker.run()
      #expect(server.mails.count == before + 1)
    }
  }

  /// Scanners of mail follow every link, a hundred times.
  @Test func openingTheLinkShowsAButtonAndChangesNothing() throws {
    try withMail { clinic, _, _, path in
      let browser = TestBrowser()
      let before = try agrees(clinic)
      for _ in 0..<3 {
        let page = browser.get(path)
        #expect(page.status == 200 && page.words.contains("Unsubscribe") && page.body.contains("action=\"\(path)\""))
        #expect(!page.body.contains("Patricia") && !page.body.contains("dana@") && !page.body.contains("Chemotherapy"))
      }
      #expect(browser.send("HEAD", path, headers: [:], body: []).status == 200)
      let scanned = try agrees(clinic)
      #expect(before && scanned)
      #expect(browser.get(path + "?lang=he").words.contains("הסרה מהרשימה"))
      #expect(browser.get(path + "?lang=de").words.contains("Abbestellen"))
      #expect(browser.post(path, [:]).status == 200)
      let pressed = try agrees(clinic)
      #expect(!pressed)
      #expect(browser.get(path + "?lang=en").words.contains("You are unsubscribed"))
    }
  }

  @Test func anotherSecretOpensNothingAndTheDatabaseKeepsNone() throws {
    try withMail { clinic, _, _, path in
      let token = String(path.split(separator: "/").last ?? "")
      let other = (token.hasPrefix("A") ? "B" : "A") + token.dropFirst()
      for wrong in [other, "x", token + "A", String(token.dropLast())] {
        let address = "/unsubscribe/\(clinic.practice.slug)/" + wrong
        #expect(post(address, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").status == 404)
        #expect(TestBrowser().get(address).status == 404)
      }
      #expect(try agrees(clinic))
      let stored = try clinic.practice.asOperator { db in
        try db.reader.rows(
          "SELECT unsubscribe_hash FROM messaging_notice WHERE practice_id = \(db.scope) AND unsubscribe_hash IS NOT NULL"
        ) { try $0.bytes(0) }
      }
      #expect(stored.count == 1 && stored[0] != Base64URL.decode(token))
    }
  }

  /// A secret of one practice under the name of another.
  @Test func itBelongsToItsPractice() throws {
    try withMail { clinic, _, _, path in
      try withPractice { other in
        let token = path.split(separator: "/").last ?? ""
        #expect(post("/unsubscribe/\(other.slug)/\(token)", "application/x-www-form-urlencoded", "").status == 404)
      }
      #expect(try agrees(clinic))
    }
  }
}
