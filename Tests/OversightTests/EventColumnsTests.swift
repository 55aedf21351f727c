import Core
@testable @_spi(Bootstrap) import Database
import SQL
import Server
import TestSupport
import Testing

@testable import Oversight

/// What an event says besides who and what: which session, who asked for it, and how it ended.
@Suite struct EventColumnsTests {
  private func last(
    _ action: String, of p: TestPractice
  ) throws -> (session: EntityID?, behalf: EntityID?, result: String)? {
    try p.asOperator { db in
      try db.reader.first(
        """
        SELECT session_id, on_behalf_of, result FROM audit_event
        WHERE practice_id = \(db.scope) AND action = \(action) ORDER BY seq DESC LIMIT 1
        """
      ) { (try $0.idIfPresent(0), try $0.idIfPresent(1), try $0.text(2)) }
    }
  }

  @Test func theSessionThatWasUsedIsNamedByItsRow() throws {
    try withPractice { p in
      let browser = try p.browser(p.alice)
      browser.get("/patients/\(p.pat)/chart")
      let session = try p.asOperator { db in
        try db.reader.first("SELECT id FROM identity_session WHERE practice_id = \(db.scope)") { try $0.id(0) }
      }
      let event = try #require(try last("chart.read", of: p))
      #expect(event.session == session && session != nil)
      #expect(event.result == "done" && event.behalf == nil)
    }
  }

  @Test func aRefusalIsWrittenAsRefused() throws {
    try withPractice { p in
      try p.browser(p.bob).get("/patients/\(p.pat)/chart")
      #expect(try last("access.refuse", of: p)?.result == "refused")
      let page = try p.browser(try p.staff(.owner)).get("/audit?class=refusal")
      #expect(page.body.contains("<strong>Page refused</strong>"))
    }
  }

  /// A job acts for the person whose request it goes back to, also through the jobs it enqueues itself.
  @Test func whatAJobDoesNamesWhoAskedForIt() throws {
    try withJobQueue { p in
      try p.asStaff(p.alice, .practitioner) { db in
        try db.transaction(AuditEvent("test.ask", "jobs_job", nil)) { tx in
          try tx.enqueue(NewJob("test.first", payload: "", runAt: .now, uniqueKey: nil))
        }
      }
      func run(_ kind: String, _ body: (borrowing TenantConnection) throws -> Void) throws {
        for job in try p.claimJobs(dueAt: .now) where job.kind == kind { try p.connection.withJob(job, body) }
      }
      try run("test.first") { db in
        try db.transaction(AuditEvent("notice.send", "messaging_notice", nil, patient: p.pat, result: .failed)) { tx in
          try tx.enqueue(NewJob("test.second", payload: "", runAt: .now, uniqueKey: nil))
        }
      }
      try run("test.second") { db in try db.transaction(AuditEvent("notice.end", "messaging_notice", nil)) { _ in } }
      #expect(try last("notice.send", of: p)?.behalf == p.alice.id)
      #expect(try last("notice.send", of: p)?.result == "failed")
      #expect(try last("notice.end", of: p)?.behalf == p.alice.id)
      let page = try p.browser(try p.staff(.owner)).get("/audit?class=message")
      #expect(page.words.contains("mail server Failed Praxis, by itself Asked for by Alice Specimen"), "\(page.words)")
    }
  }

  @Test func thePublicKeyIsShownWhereThereIsOne() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let plain = try p.browser(owner).get("/audit")
      #expect(!plain.words.contains("How this trail is proven"))
      let browser = TestBrowser(ApplicationSettings(holdsPerHour: 5, baseURL: "", auditKey: "ed25519 00ff"))
      try browser.signIn(owner, of: p)
      let page = browser.get("/audit")
      #expect(page.words.contains("How this trail is proven") && page.words.contains("ed25519 00ff"))
    }
  }
}
