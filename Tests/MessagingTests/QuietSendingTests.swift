import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import TestSupport
import Testing

/// The quiet hours in the outbox: what is planned, what is sent, and what the timeline says.
@Suite struct QuietSendingTests {
  /// A wall time, by a clock, of the day that comes some days after the practice's today: around midnight other clocks
  /// still show the day before.
  private static func at(_ time: String, inDays days: Int = 5, _ zone: String = "Europe/Berlin") throws -> Instant {
    let day = try Zone(name: "Europe/Berlin").local(.now).date.adding(days: days)
    let clock = try #require(LocalTime(text: time))
    return try #require(try Zone(name: zone).instants(of: LocalDateTime(day, clock)).first)
  }
  private func withClinic(_ body: (Clinic, TestWorker, ScriptedServer) throws -> Void) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.keepQuiet()
      let server = ScriptedServer()
      try body(clinic, try TestWorker(clinic, server, now: .now), server)
    }
  }
  private func sendAt(_ clinic: Clinic, _ rule: String) throws -> Instant {
    let found = try clinic.practice.asOperator { db in
      try db.reader.first(
        "SELECT send_at FROM messaging_notice WHERE practice_id = \(db.scope) AND rule = \(rule)"
      ) { try $0.instant(0) }
    }
    return try #require(found)
  }
  private func replan(_ clinic: Clinic, _ worker: TestWorker) throws {
    try clinic.change { tx in
      for rule in AppointmentRule.standard { try Replanning.start(rule, now: Instant.now.adding(seconds: -60), in: tx) }
    }
    try worker.run()
  }

  @Test func aConfirmationGoesOutInTheMiddleOfTheNight() throws {
    try withClinic { clinic, worker, server in
      worker.now = try Self.at("02:30", inDays: 1)
      _ = try clinic.book(at: try Self.at("10:00"))
      try worker.run()
      #expect(server.mails.count == 1)
    }
  }

  @Test func aReminderWaitsForTheirEndAndIsSentOnce() throws {
    try withClinic { clinic, worker, server in
      _ = try clinic.book(at: try Self.at("09:30"))
      try worker.run()
      let end = try Self.at("08:00")
      #expect(try sendAt(clinic, "reminder2h") == end)
      for (moment, count) in [
        (try Self.at("09:30", inDays: 3), 2), (try Self.at("07:30"), 2), (end.adding(seconds: -1), 2), (end, 3),
        (end.adding(hours: 1), 3),
      ] {
        for _ in 0..<5 { try TestWorker(clinic, server, now: moment).run() }
        #expect(server.mails.count == count)
      }
    }
  }

  @Test func aReminderOfAnEarlyVisitComesTheEveningBefore() throws {
    try withClinic { clinic, worker, server in
      _ = try clinic.book(at: try Self.at("08:30"))
      try worker.run()
      let ahead = try Self.at("20:45", inDays: 4)
      #expect(try sendAt(clinic, "reminder2h") == ahead)
      worker.now = ahead
      try worker.run()
      #expect(try clinic.notice("reminder2h").state == "sent")
      #expect(server.mails.count == 3)
    }
  }

  @Test func aWorkerThatComesTooLateForTheEveningSaysSo() throws {
    try withClinic { clinic, worker, server in
      _ = try clinic.book(at: try Self.at("08:30"))
      try worker.run()
      worker.now = try Self.at("09:00", inDays: 3)
      try worker.run()
      worker.now = try Self.at("21:00", inDays: 4)
      try worker.run()
      let notice = try clinic.notice("reminder2h")
      #expect(notice.state == "notNeeded" && notice.outcome == "not sent: quiet hours")
      #expect(server.mails.count == 2)
    }
  }

  @Test func whereNeitherBeforeNorAfterIsGoodTheTimelineSaysSoAtOnce() throws {
    try withClinic { clinic, worker, server in
      worker.now = try Self.at("22:00", inDays: 4)
      _ = try clinic.book(at: try Self.at("08:30"))
      try worker.run()
      let notice = try clinic.notice("reminder2h")
      #expect(notice.state == "notNeeded" && notice.outcome == "not sent: quiet hours" && notice.attempts == 0)
      worker.now = try Self.at("06:30")
      try worker.run()
      #expect(server.mails.count == 1, "the confirmation has said it")
    }
  }

  @Test func thePatientsOwnClockDecides() throws {
    try withClinic { clinic, worker, server in
      // On the Azores it is two hours earlier, all the year: half past seven when two hours are left.
      try clinic.prefer("Atlantic/Azores")
      _ = try clinic.book(at: try Self.at("11:30"))
      try worker.run()
      let end = try Self.at("08:00", "Atlantic/Azores")
      #expect(try sendAt(clinic, "reminder2h") == end)
      // In Berlin again, from now on.
      try clinic.prefer(nil)
      try clinic.change { tx in
        try Replanning.start(for: clinic.patient, now: Instant.now.adding(seconds: -60), in: tx)
      }
      try worker.run()
      #expect(try sendAt(clinic, "reminder2h") == Self.at("09:30"))
      worker.now = end
      try worker.run()
      #expect(server.mails.count == 3)
    }
  }

  @Test func severalThatMeetAtTheirEndAreOne() throws {
    try withClinic { clinic, worker, server in
      try clinic.change { tx in
        var own = NoticeRule.standard(.make(.reminder))
        own.isActive = true
        own.minutes = 12 * 60
        _ = try NoticeRules.save(own, in: tx)
      }
      _ = try clinic.book(at: try Self.at("09:00"))
      try worker.run()
      worker.now = try Self.at("09:00", inDays: 3)
      try worker.run()
      #expect(server.mails.count == 2)
      worker.now = try Self.at("08:00")
      try worker.run()
      let states = try clinic.notices().map(\.outcome).filter { $0.contains("another reminder") }
      #expect(states.count == 1)
      #expect(server.mails.count == 3)
    }
  }

  @Test func otherHoursMoveWhatWaitsAndBringBackWhatWasLeft() throws {
    try withClinic { clinic, worker, server in
      worker.now = try Self.at("22:00", inDays: 4)
      _ = try clinic.book(at: try Self.at("08:30"))
      try worker.run()
      #expect(try clinic.notice("reminder2h").outcome == "not sent: quiet hours")
      try clinic.keepQuiet(isOn: false)
      try replan(clinic, worker)
      #expect(try clinic.notice("reminder2h").state == "waiting")
      #expect(try sendAt(clinic, "reminder2h") == Self.at("06:30"))
      // Quiet again: it is left once more, and not sent twice when they end.
      try clinic.keepQuiet()
      try replan(clinic, worker)
      #expect(try clinic.notice("reminder2h").outcome == "not sent: quiet hours")
      try clinic.keepQuiet(from: 22 * 60, to: 7 * 60)
      try replan(clinic, worker)
      #expect(try sendAt(clinic, "reminder2h") == Self.at("07:00"))
      worker.now = try Self.at("07:00")
      for _ in 0..<5 { try TestWorker(clinic, server, now: worker.now).run() }
      #expect(server.mails.count == 2)
    }
  }

  /// Between the plan and the time it is due: the hours were changed and the plan was not made anew yet.
  @Test func theHoursAreReadAgainRightBeforeItIsSent() throws {
    try withClinic { clinic, worker, server in
      try clinic.keepQuiet(isOn: false)
      _ = try clinic.book(at: try Self.at("09:30"))
      try worker.run()
      worker.now = try Self.at("09:30", inDays: 3)
      try worker.run()
      try clinic.keepQuiet()
      worker.now = try Self.at("07:30")
      let before = server.mails.count
      try worker.run()
      let waits = try clinic.notice("reminder2h")
      #expect(server.mails.count == before && waits.state == "waiting")
      #expect(try clinic.audit("notice.replan").contains("reminder2h,quiet"))
      worker.now = try Self.at("08:00")
      for _ in 0..<5 { try TestWorker(clinic, server, now: worker.now).run() }
      let sent = try clinic.notice("reminder2h")
      #expect(sent.state == "sent" && sent.attempts == 1)
    }
  }

  /// A server that did not take it in the evening is not asked again in the night.
  @Test func anotherTryWaitsAsWell() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      try clinic.keepQuiet()
      let server = ScriptedServer([.accepted(code: 250), .tryLater(code: 451, reason: "later")])
      let worker = try TestWorker(clinic, server, now: .now)
      _ = try clinic.book(at: try Self.at("20:59", inDays: 7))
      try worker.run()
      worker.now = try Self.at("20:59", inDays: 5)
      try worker.run()
      #expect(server.mails.count == 2)
      worker.now = try Self.at("21:00", inDays: 5)
      try worker.run()
      worker.now = try Self.at("03:00", inDays: 6)
      try worker.run()
      #expect(server.mails.count == 2)
      worker.now = try Self.at("08:00", inDays: 6)
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(try clinic.notice("reminder48h").state == "sent")
    }
  }

  @Test func whoWantsNoMailGetsNoneAndTheTimelineSaysWhy() throws {
    try withClinic { clinic, worker, server in
      try clinic.prefer(nil, without: .email)
      let id = try clinic.book(at: try Self.at("12:00"))
      try worker.run()
      #expect(server.mails.isEmpty)
      let notice = try clinic.notice("confirmation")
      #expect(notice.state == "notNeeded" && notice.outcome == "the patient wants no messages this way")
      try clinic.prefer(nil)
      try clinic.cancel(id, sequence: 1)
      try worker.runPastGrace()
      #expect(server.subjects.map { $0.contains("cancelled") } == [true])
    }
  }
}
