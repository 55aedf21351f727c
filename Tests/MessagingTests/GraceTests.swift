import Core
@testable import Messaging
import Outbound
import TestSupport
import Testing

/// News of a change waits three minutes: what is put right within that time is told once, or not at all.
@Suite struct GraceTests {
  private func withBooked(
    _ body: (Clinic, TestWorker, ScriptedServer, AppointmentID, Instant) throws -> Void
  ) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer()
      let start = Instant.now.adding(days: 5)
      let worker = try TestWorker(clinic, server, now: .now)
      let id = try clinic.book(at: start)
      try worker.run()
      #expect(server.mails.count == 1, "a confirmation goes out at once")
      try body(clinic, worker, server, id, start)
    }
  }

  @Test func aChangeWaitsThreeMinutesAndNotASecondLess() throws {
    try withBooked { clinic, worker, server, id, start in
      try clinic.move(id, to: start.adding(days: 1), sequence: 1)
      try worker.run()
      let planned = worker.now
      worker.now = planned.adding(minutes: 3).adding(seconds: -1)
      try worker.run()
      #expect(server.mails.count == 1)
      worker.now = planned.adding(minutes: 3)
      try worker.run()
      #expect(server.subjects.last?.contains("has changed") == true)
    }
  }

  @Test func severalChangesAreOneMailWithTheLastState() throws {
    try withBooked { clinic, worker, server, id, start in
      for step in 1...4 {
        try clinic.move(id, to: start.adding(hours: step), sequence: step)
        try worker.run()
        worker.now = worker.now.adding(minutes: 1)
      }
      worker.now = worker.now.adding(minutes: 3)
      try worker.run()
      #expect(server.mails.count == 2)
      #expect(try clinic.notice("change", 4).state == "sent")
      for step in 1...3 { #expect(try clinic.notice("change", step).outcome == "the appointment was moved") }
    }
  }

  @Test func aCancellationWithinTheGraceContradictsNothing() throws {
    try withBooked { clinic, worker, server, id, start in
      try clinic.move(id, to: start.adding(days: 1), sequence: 1)
      try worker.run()
      try clinic.cancel(id, sequence: 2)
      try worker.runPastGrace()
      #expect(server.subjects.dropFirst().map { $0.contains("cancelled") } == [true])
    }
  }

  @Test func whatIsMovedAndMovedBackIsNotTold() throws {
    try withBooked { clinic, worker, server, id, start in
      try clinic.move(id, to: start.adding(days: 1), sequence: 1)
      try worker.run()
      try clinic.move(id, to: start, sequence: 2)
      try worker.runPastGrace()
      #expect(server.mails.count == 1)
      #expect(try clinic.notice("change", 2).outcome == "nothing differs from what the patient was last told")
      // The reminders stand, at the old time.
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 3)
    }
  }

  @Test func aCancellationTakenBackWithinTheGraceIsNotTold() throws {
    try withBooked { clinic, worker, server, id, _ in
      try clinic.cancel(id, sequence: 1)
      try worker.run()
      try clinic.reinstate(id, sequence: 2)
      try worker.runPastGrace()
      #expect(server.mails.count == 1)
      #expect(try clinic.notice("confirmation", 2).outcome == "nothing differs from what the patient was last told")
    }
  }

  @Test func aCancellationThatWasToldIsFollowedByAConfirmation() throws {
    try withBooked { clinic, worker, server, id, _ in
      try clinic.cancel(id, sequence: 1)
      try worker.runPastGrace()
      try clinic.reinstate(id, sequence: 2)
      try worker.runPastGrace()
      #expect(server.mails.count == 3)
      #expect(try clinic.notice("confirmation", 2).state == "sent")
    }
  }

  /// The mail server was away when it was booked: what goes out at last is one confirmation of what is true then.
  @Test func whoHasNotHeardOfItYetGetsAConfirmationOfTheNewTime() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer([.tryLater(code: 451, reason: "451 busy")])
      let start = Instant.now.adding(days: 5)
      let worker = try TestWorker(clinic, server, now: .now)
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.move(id, to: start.adding(days: 1), sequence: 1)
      try worker.runPastGrace()
      #expect(server.subjects.dropFirst().map { $0.contains("your appointment,") } == [true])
      #expect(try clinic.notice("confirmation", 1).state == "sent")
      #expect(try !clinic.notices().contains { $0.rule == "change" })
    }
  }

  /// Twenty changes at random moments, the worker running in between: nobody is told the same thing twice, the last
  /// mail tells how it is, and no mail tells what was no longer true for three minutes.
  @Test(arguments: 0..<12) func theLastMailTellsHowItIs(seed: Int) throws {
    try withBooked { clinic, worker, server, id, start in
      var random = Dice(seed)
      var sequence = 0
      var hours = 0
      var isCancelled = false
      for _ in 0..<20 {
        sequence += 1
        if isCancelled {
          try clinic.reinstate(id, sequence: sequence)
          isCancelled = false
        } else if random.next(4) == 0 {
          try clinic.cancel(id, sequence: sequence)
          isCancelled = true
        } else {
          hours = random.next(3)
          try clinic.move(id, to: start.adding(hours: hours), sequence: sequence)
        }
        if random.next(2) == 0 { try worker.run() }
        worker.now = worker.now.adding(minutes: random.next(5))
        if random.next(2) == 0 { try worker.run() }
      }
      try worker.runPastGrace()
      let told = server.mails.map(\.text).map { text -> String in
        let line = text.split(separator: "\n").first { $0.hasPrefix("When: ") } ?? ""
        return String(line) + (text.contains("has been cancelled") ? " cancelled" : "")
      }
      for (mail, next) in zip(told, told.dropFirst()) { #expect(mail != next, "the same thing is told twice") }
      #expect(told.last?.hasSuffix("cancelled") == isCancelled)
      let visit = try clinic.practice.asOperator { try Visits.find(id, in: $0.reader) }
      let times = try VisitTimes(try #require(visit), uses12HourClock: false)
      #expect(told.last?.contains(times.range) == true)
    }
  }
  /// A small generator that repeats itself for a seed.
  private struct Dice {
    private var state: UInt64
    init(_ seed: Int) { state = UInt64(seed) &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }
    mutating func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  @Test func whoDecidesNotToTellIsWrittenDownAndRemindersGoOn() throws {
    try withBooked { clinic, worker, server, id, start in
      try clinic.move(id, to: start.adding(days: 1), sequence: 1, untoldBy: clinic.practice.bob)
      try worker.runPastGrace()
      #expect(server.mails.count == 1)
      let notice = try clinic.notice("change", 1)
      #expect(notice.state == "notNeeded" && notice.outcome == "the practice decided not to tell the patient")
      worker.now = start.adding(days: 1).adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 3)
      #expect(server.mails.suffix(2).allSatisfy { $0.subject.contains("reminder") })
    }
  }

  @Test func aQuietCancellationEndsTheRemindersToo() throws {
    try withBooked { clinic, worker, server, id, start in
      try clinic.cancel(id, sequence: 1, untoldBy: clinic.practice.bob)
      try worker.runPastGrace()
      worker.now = start.adding(hours: -2)
      try worker.run()
      #expect(server.mails.count == 1)
    }
  }

  /// Nobody is kept from hearing of their appointment at all by a change that was not to be told.
  @Test func aQuietChangeDoesNotSwallowTheConfirmation() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let server = ScriptedServer([.tryLater(code: 451, reason: "451 busy")])
      let start = Instant.now.adding(days: 5)
      let worker = try TestWorker(clinic, server, now: .now)
      let id = try clinic.book(at: start)
      try worker.run()
      try clinic.move(id, to: start.adding(days: 1), sequence: 1, untoldBy: p.bob)
      try worker.runPastGrace()
      #expect(try clinic.notice("confirmation", 1).state == "sent")
    }
  }
}
