import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What did not reach a patient is a task until somebody has dealt with it.
@Suite struct FailedMessageTests {
  private struct Desk {
    let clinic: Clinic
    let browser = TestBrowser()
    let server: ScriptedServer
    let worker: TestWorker
    let appointment: AppointmentID
    let start = Instant.now.adding(days: 5)

    init(_ p: TestPractice, _ answers: [DeliveryResult]) throws {
      clinic = try Clinic(p)
      server = ScriptedServer(answers)
      worker = try TestWorker(clinic, server, now: .now)
      appointment = try clinic.book(at: start)
      try worker.run()
      try browser.signIn(p.bob, of: p)
    }
    func path() throws -> String {
      let page = browser.get("/messages/failed")
      return try #require(page.values(after: "action=\"").first { $0.hasSuffix("/retry") }).replacing(
        "/retry", with: "")
    }
  }
  private func withFailure(
    _ answers: [DeliveryResult] = [.refusedForever(code: 550, reason: "550 5.1.1 No such mailbox")],
    _ body: (Desk) throws -> Void
  ) throws {
    try withPractice { try body(Desk($0, answers)) }
  }

  @Test func theListSaysWhomAboutWhatAndWhy() throws {
    try withFailure { desk in
      let page = desk.browser.get("/messages/failed")
      #expect(page.status == 200)
      for words in ["1 open", "Patricia Hidden", "Confirmation, email", "the mail server refused it", "550 5.1.1"] {
        #expect(page.words.contains(words), "\(words) is missing in: \(page.words)")
      }
      #expect(page.body.contains("href=\"/appointments/\(desk.appointment)\""))
      #expect(desk.browser.get("/calendar").words.contains("1 message did not go out."))
      let hebrew = desk.browser.get("/messages/failed?lang=he")
      #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("שרת הדוא״ל סירב לקבל אותה"))
      let listed = try desk.clinic.audit("messages.list")
      #expect(listed.last == "rows=1")
    }
  }

  @Test func whatWasSentIsOnNoList() throws {
    try withFailure([]) { desk in
      #expect(desk.browser.get("/messages/failed").words.contains("Everything went out"))
      #expect(!desk.browser.get("/calendar").words.contains("did not go out"))
    }
  }

  @Test func whereNoMailIsSentAtAllNoTaskSaysSo() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      _ = try clinic.book(at: Instant.now.adding(days: 5))
      try TestWorker(clinic, nil, now: .now).run()
      #expect(try clinic.notice("confirmation").state == "failed")
      // It ends as no task, and nobody is said to have dealt with it.
      let ends = try clinic.practice.asOperator { db in
        try db.reader.rows(
          """
          SELECT acknowledged_at <=> ended_at AND ended_at IS NOT NULL AND acknowledged_by IS NULL FROM messaging_notice
          WHERE practice_id = \(db.scope) AND state = 'failed' AND reason = 'noServer'
          """
        ) { try $0.bool(0) }
      }
      #expect(!ends.isEmpty && ends.allSatisfy { $0 })
      let browser = TestBrowser()
      try browser.signIn(p.bob, of: p)
      #expect(browser.get("/messages/failed").words.contains("Everything went out"))
    }
  }

  /// Nothing else brings the patient these words.
  @Test func whatStaffWroteByHandStaysATaskWithoutAMailServer() throws {
    try ConversationDesk.with { desk in
      try desk.agree("email")
      #expect(desk.write("Hello", by: "email").status == 303)
      try desk.worker.restart(nil)
      try desk.worker.run()
      #expect(try desk.notices() == ["email failed noServer"])
      let list = desk.staff.get("/messages/failed")
      #expect(list.words.contains("1 open") && list.words.contains("Written message, email"), "\(list.words)")
      // The words go out once there is one.
      let retry = try #require(list.values(after: "action=\"").first { $0.hasSuffix("/retry") })
      #expect(desk.staff.post(retry, [:]).status == 303)
      try desk.worker.restart(desk.server)
      desk.worker.now = desk.worker.now.adding(minutes: 5)
      try desk.worker.run()
      #expect(try desk.notices() == ["email sent accepted"] && desk.server.mails.count == 1)
    }
  }

  /// A mail server may take its time: what failed is news of when it is known.
  @Test func aFailureIsOfTheTimeAtWhichItIsWrittenDown() throws {
    try withFailure { desk in
      let ended = try desk.clinic.practice.asOperator { db in
        try db.reader.first(
          "SELECT ended_at FROM messaging_notice WHERE practice_id = \(db.scope) AND rule = 'confirmation'"
        ) { try $0.instant(0) }
      }
      #expect(try #require(ended) > desk.worker.now)
    }
  }

  @Test func sentAgainItIsSentOnceAndLeavesTheList() throws {
    try withFailure { desk in
      let path = try desk.path()
      let answer = desk.browser.post(path + "/retry", [:])
      #expect(answer.location == "/messages/failed?done=again")
      #expect(desk.browser.post(path + "/retry", [:]).status == 409, "pressed twice it waits once")
      desk.worker.now = desk.worker.now.adding(minutes: 1)
      for _ in 0..<3 { try desk.worker.run() }
      #expect(desk.server.mails.count == 2)
      #expect(try desk.clinic.notice("confirmation").state == "sent")
      #expect(desk.browser.get("/messages/failed").words.contains("Everything went out"))
      #expect(try desk.clinic.audit("notice.retry").count == 1)
    }
  }

  @Test func beforeItIsSentAgainItIsLookedAtAgain() throws {
    try withFailure { desk in
      let path = try desk.path()
      try desk.clinic.cancel(desk.appointment, sequence: 1)
      #expect(desk.browser.post(path + "/retry", [:]).status == 303)
      desk.worker.now = desk.worker.now.adding(minutes: 1)
      try desk.worker.run()
      #expect(desk.server.mails.count == 1)
      #expect(try desk.clinic.notice("confirmation").outcome == "the appointment was cancelled")
    }
  }

  @Test func dealtWithItIsGoneAndTheTrailSaysByWhom() throws {
    try withFailure { desk in
      let path = try desk.path()
      #expect(desk.browser.post(path + "/acknowledgement", [:]).location == "/messages/failed?done=acknowledged")
      #expect(desk.browser.get("/messages/failed?done=acknowledged").words.contains("Taken off the list."))
      #expect(desk.browser.post(path + "/acknowledgement", [:]).status == 409)
      #expect(desk.browser.post(path + "/retry", [:]).status == 409)
      #expect(try desk.clinic.audit("notice.acknowledge").count == 1)
    }
  }

  /// A practitioner who reaches their own patients alone sees and touches no others.
  @Test func whoDoesNotReachThePatientSeesNothing() throws {
    try withFailure { desk in
      let path = try desk.path()
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE practices_practice SET practitioners_see = 'own', version = version + 1 WHERE practice_id = \(tx.scope)"
        )
      }
      let alice = TestBrowser()
      try alice.signIn(desk.clinic.practice.alice, of: desk.clinic.practice)
      #expect(!alice.get("/messages/failed").words.contains("Patricia"))
      #expect(alice.post(path + "/acknowledgement", [:]).status == 403)
      #expect(desk.browser.get("/messages/failed").words.contains("1 open"))
    }
  }
}
