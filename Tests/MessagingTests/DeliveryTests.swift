import Core
import Foundation
@testable import Messaging
import Outbound
import TestSupport
import Testing

/// Against a real mail server.
@Suite struct DeliveryTests {
  private struct Server {
    let process: ChildProcess
    let client: SMTPClient
    let directory: TemporaryDirectory
    var mails: Int {
      get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path).count }
    }
  }
  private func serve(_ mode: String) throws -> Server {
    let directory = try TemporaryDirectory()
    let (process, port) = try Peer.serve("smtp_peer.py", [directory.path, mode])
    let settings = SMTPSettings(
      host: "127.0.0.1", port: port, security: .none, helloName: "praxis.test", connectTimeout: 5000, timeout: 5000)
    return Server(process: process, client: SMTPClient(settings), directory: directory)
  }
  private func withBooking(_ transport: (any MailTransport)?, _ body: (Clinic, TestWorker) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      _ = try clinic.book(at: Instant.now.adding(hours: 30))
      try body(clinic, try TestWorker(clinic, transport, now: .now))
    }
  }

  @Test func aTakenMailIsSent() throws {
    let server = try serve("accept")
    defer { server.process.stop() }
    try withBooking(server.client) { clinic, worker in
      try worker.run()
      #expect(try server.mails == 1)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "sent" && notice.outcome == "taken by the mail server (250)")
    }
  }

  @Test func aRefusedRecipientFailsWithTheServersWords() throws {
    let server = try serve("refuse")
    defer { server.process.stop() }
    try withBooking(server.client) { clinic, worker in
      try worker.run()
      worker.now = worker.now.adding(hours: 24)
      try worker.run()
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "failed" && notice.attempts == 1)
      #expect(notice.outcome == "refused: 550 5.1.1 No such mailbox here")
    }
  }

  @Test func greylistingWaitsAndTheNextTryIsTaken() throws {
    let server = try serve("greylist")
    defer { server.process.stop() }
    try withBooking(server.client) { clinic, worker in
      try worker.run()
      let waiting = try clinic.notice("confirmation")
      #expect(waiting.state == "waiting" && waiting.outcome.contains("451 4.7.1"))
      try worker.run()
      #expect(try clinic.notice("confirmation").attempts == 1)
      worker.now = worker.now.adding(minutes: 1)
      try worker.run()
      #expect(try server.mails == 1)
      #expect(try clinic.notice("confirmation").state == "sent")
    }
  }

  @Test func aServerThatWasDownGetsTheMailWhenItIsUpAgain() throws {
    let down = try serve("accept")
    down.process.stop()
    let up = try serve("accept")
    defer { up.process.stop() }
    try withBooking(down.client) { clinic, worker in
      try worker.run()
      worker.now = worker.now.adding(minutes: 1)
      try worker.run()
      #expect(try clinic.notice("confirmation").attempts == 2)
      try worker.restart(up.client)
      worker.now = worker.now.adding(minutes: 5)
      for _ in 0..<3 { try worker.run() }
      #expect(try up.mails == 1)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "sent" && notice.attempts == 3)
    }
  }

  @Test func aLostAnswerIsNotFollowedByASecondMail() throws {
    let server = try serve("vanish")
    defer { server.process.stop() }
    try withBooking(server.client) { clinic, worker in
      try worker.run()
      worker.now = worker.now.adding(hours: 20)
      try worker.run()
      #expect(try server.mails == 1)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "failed" && notice.outcome.contains("may have been sent"))
    }
  }

  @Test func aServerThatNeverTakesItIsGivenUpAtLast() throws {
    let server = ScriptedServer(Array(repeating: .tryLater(code: 451, reason: "451 busy"), count: 20))
    try withBooking(server) { clinic, worker in
      for _ in 0..<13 {
        try worker.run()
        worker.now = worker.now.adding(hours: 2)
      }
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "failed" && notice.outcome == "given up after 9 tries: 451 busy")
      #expect(Set(server.mails.filter { $0.subject.contains("your appointment") }.map(\.id)).count == 1)
    }
  }

  @Test func withoutAServerNothingIsCalledSent() throws {
    try withBooking(nil) { clinic, worker in
      try worker.run()
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "failed" && notice.attempts == 0)
      #expect(notice.outcome == "No mail server is configured, so nothing was sent.")
    }
  }

  @Test func developmentKeepsMailsInAFolder() throws {
    let directory = try TemporaryDirectory()
    let folder = MailFolder(directory: directory.path + "/mail")
    try withBooking(MailRelay(sink: MailSink(folder: folder), server: nil)) { clinic, worker in
      try worker.run()
      let names = try folder.list()
      #expect(names.count == 1)
      let mail = MailSummary(eml: try #require(try folder.read(name: names[0])))
      #expect(mail.to == "dana@patients.test")
      #expect(mail.text.contains("Your appointment is booked."))
    }
  }

  @Test func anAddressThatNoHeaderCanHoldFails() throws {
    try withPractice { p in
      let clinic = try Clinic(p, email: "dana@xn--\u{5d3}.test")
      _ = try clinic.book(at: Instant.now.adding(hours: 1))
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: .now).run()
      #expect(server.mails.isEmpty)
      #expect(try clinic.notice("confirmation").outcome == "mail cannot be sent to this e-mail address")
    }
  }
}
