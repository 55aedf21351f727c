import Core
import Messaging
import Outbound
import TestSupport
import Testing

/// What is written down after it took place is told to nobody, and the trail says why.
@Suite struct PastVisitTests {
  @Test func nothingIsPlannedForAStartThatIsPast() throws {
    try withPractice { practice in
      let (clinic, server) = (try Clinic(practice), ScriptedServer([]))
      let worker = try TestWorker(clinic, server, now: .now)
      _ = try clinic.book(at: Instant.now.adding(hours: -3))
      try worker.run()
      #expect(try clinic.notices().isEmpty && server.mails.isEmpty)
      #expect(try clinic.audit("notice.plan") == ["its time has passed"])
    }
  }
}
