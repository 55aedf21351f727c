import Core
import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// What was moved or cancelled in one go is told in one message, and no date is forgotten.
@Suite struct SeriesNewsTests {
  /// Thursday 2030-03-14, 10:30 in Berlin, and the two weeks after.
  private let starts = [
    Instant(seconds: 1_899_711_000), Instant(seconds: 1_900_315_800), Instant(seconds: 1_900_920_600),
  ]
  private var later: [Instant] { starts.map { $0.adding(hours: 1) } }

  /// A series that the patient knows of.
  private func withSeries(
    _ answers: [DeliveryResult] = [], _ body: (Clinic, [AppointmentID], TestWorker, ScriptedServer) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let ids = try clinic.bookSeries(at: starts)
      let server = ScriptedServer([.accepted(code: 250)] + answers)
      let worker = try TestWorker(clinic, server, now: starts[0].adding(days: -5))
      try worker.run()
      #expect(server.mails.count == 1)
      try body(clinic, ids, worker, server)
      #expect(worker.deadJobs.isEmpty)
    }
  }
  private func states(_ clinic: Clinic, _ rule: String) throws -> [String] {
    try clinic.notices().filter { $0.rule == rule }.map(\.state)
  }

  @Test func oneMailTellsOfAllThatWereMoved() throws {
    try withSeries { clinic, ids, worker, server in
      try clinic.moveTogether(ids, to: later, sequence: 1)
      try worker.runPastGrace()
      for _ in 0..<5 { try TestWorker(clinic, server, now: worker.now).run() }
      #expect(server.mails.count == 2)
      let text = try #require(server.mails.last?.text)
      let lines = [
        "3 appointments of the series have changed. They are now on:", "Thursday 14 March 2030, 11:30",
        "Thursday 21 March 2030, 11:30", "Thursday 28 March 2030, 11:30",
      ]
      #expect(text.contains(lines.joined(separator: "\n")), "\(text)")
      #expect(try states(clinic, "change") == ["sent", "sent", "sent"])
    }
  }

  @Test func oneMailTellsOfAllThatWereCancelled() throws {
    try withSeries { clinic, ids, worker, server in
      try clinic.cancelTogether(Array(ids.dropFirst()), sequence: 1)
      try worker.runPastGrace()
      #expect(server.mails.count == 2)
      let text = try #require(server.mails.last?.text)
      #expect(text.contains("2 appointments of the series were cancelled:"), "\(text)")
      #expect(text.contains("Thursday 28 March 2030, 10:30") && !text.contains("14 March"))
    }
  }

  @Test func whatWasChangedByItselfIsToldByItself() throws {
    try withSeries { clinic, ids, worker, server in
      try clinic.moveTogether([ids[0]], to: [later[0]], sequence: 1)
      try clinic.moveTogether([ids[1]], to: [later[1]], sequence: 1)
      try worker.runPastGrace()
      #expect(server.mails.count == 3)
      #expect(!server.mails.contains { $0.text.contains("have changed. They") })
    }
  }

  /// In the minutes before the mail leaves, the one that would have led it is moved again.
  @Test func theOthersAreToldAlsoWhenOneOfThemChangesAgain() throws {
    try withSeries { clinic, ids, worker, server in
      try clinic.moveTogether(ids, to: later, sequence: 1)
      try worker.run()
      try clinic.moveTogether([ids[0]], to: [starts[0].adding(hours: 3)], sequence: 2)
      for _ in 0..<2 { try worker.runPastGrace() }
      #expect(server.mails.count == 3)
      let texts = server.mails.dropFirst().map(\.text)
      #expect(texts.contains { $0.contains("2 appointments of the series have changed") && !$0.contains("14 March") })
      #expect(texts.contains { $0.contains("Thursday 14 March 2030") && !$0.contains("of the series") })
    }
  }

  @Test func theyShareTheFateOfTheMailAndAreOneTask() throws {
    try withSeries([.refusedForever(code: 550, reason: "no such mailbox")]) { clinic, ids, worker, server in
      try clinic.cancelTogether(ids, sequence: 1)
      try worker.runPastGrace()
      #expect(try states(clinic, "cancellation") == ["failed", "failed", "failed"])
      let list = { (db: borrowing TenantReader) in
        try FailedNotices.list(within: .of(.handleMessages, now: worker.now, in: db), now: worker.now, in: db)
      }
      let failed = try clinic.practice.asStaff(clinic.practice.alice, .owner) { try list($0.reader) }
      #expect(failed.count == 1)
      let again = try #require(failed.first?.id)
      try clinic.change { tx in
        let isRetried = try FailedNotices.retry(again, now: .now, in: tx)
        #expect(isRetried)
      }
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(server.mails.last?.text.contains("3 appointments of the series were cancelled") ?? false)
      #expect(try states(clinic, "cancellation") == ["sent", "sent", "sent"])
      try clinic.change { tx in
        let isRetried = try FailedNotices.retry(again, now: .now, in: tx)
        #expect(!isRetried, "pressed twice")
      }
    }
  }

  @Test func whatTheServerTakesLaterIsOneMailThenToo() throws {
    try withSeries([.tryLater(code: 451, reason: "greylisted")]) { clinic, ids, worker, server in
      try clinic.moveTogether(ids, to: later, sequence: 1)
      try worker.runPastGrace()
      #expect(try states(clinic, "change") == ["waiting", "waiting", "waiting"])
      worker.now = worker.now.adding(minutes: 2)
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(server.mails.last?.text.contains("3 appointments of the series have changed") ?? false)
      #expect(try states(clinic, "change") == ["sent", "sent", "sent"])
    }
  }

  @Test(
    arguments: [
      (SendStep.looked, 1, "sent"), (.marked, 0, "failed"), (.handedOver, 1, "failed"), (.recorded, 1, "sent"),
    ])
  func aWorkerThatEndsBetweenTwoStepsTellsAtMostOnce(step: SendStep, mails: Int, state: String) throws {
    try withSeries { clinic, ids, worker, server in
      try clinic.moveTogether(ids, to: later, sequence: 1)
      try worker.run()
      let other = try TestWorker(
        clinic, server, now: worker.now.adding(minutes: NoticePlan.graceMinutes), crashAt: step)
      try other.run()
      #expect(other.crashes >= 1)
      try other.restart(server)
      for _ in 0..<3 { try other.run() }
      #expect(server.mails.count == 1 + mails)
      #expect(try states(clinic, "change") == [state, state, state])
    }
  }

  @Test(arguments: [(Language.de, "3 Termine der Serie haben sich geändert."), (.he, "3 תורים בסדרה השתנו.")])
  func inTheLanguageOfThePatient(language: Language, words: String) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let ids = try clinic.bookSeries(at: starts, language: language)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: starts[0].adding(days: -5))
      try worker.run()
      try clinic.moveTogether(ids, to: later, sequence: 1)
      try worker.runPastGrace()
      #expect(server.mails.last?.text.contains(words) ?? false)
    }
  }
}
