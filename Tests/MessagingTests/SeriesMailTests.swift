import Core
import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// A series is told of in one mail, and reminded of one by one.
@Suite struct SeriesMailTests {
  /// Thursday 2030-03-14, 10:30 in Berlin, and the two weeks after; the last of them is after the change of the clocks.
  private let starts = [
    Instant(seconds: 1_899_711_000), Instant(seconds: 1_900_315_800), Instant(seconds: 1_901_521_800),
  ]

  @Test func oneMailNamesAllDates() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      _ = try clinic.bookSeries(at: starts)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: starts[0].adding(days: -5)).run()
      #expect(server.subjects.count == 1)
      let text = try #require(server.mails.first?.text)
      #expect(text.contains("This is the first of 3 appointments of a series:"))
      for line in ["Thursday 14 March 2030, 10:30", "Thursday 21 March 2030, 10:30", "Thursday 4 April 2030, 10:30"] {
        #expect(text.contains(line), "\(text)")
      }
    }
  }

  @Test func eachIsRemindedOfAndTellsOfItself() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let ids = try clinic.bookSeries(at: starts)
      let server = ScriptedServer()
      let worker = try TestWorker(clinic, server, now: starts[0].adding(days: -5))
      try worker.run()
      try clinic.move(ids[1], to: starts[1].adding(hours: 1), sequence: 1)
      worker.now = starts[0].adding(days: -4)
      try worker.run()
      worker.now = worker.now.adding(minutes: 4)
      try worker.run()
      #expect(server.mails.count == 2)
      let change = try #require(server.mails.last?.text)
      #expect(change.contains("Your appointment has changed.") && change.contains("Thursday 21 March 2030, 11:30"))
      #expect(!change.contains("of a series"))
      for (start, count) in zip([starts[0], starts[1].adding(hours: 1), starts[2]], [4, 6, 8]) {
        worker.now = start.adding(hours: -48)
        try worker.run()
        worker.now = start.adding(hours: -2)
        try worker.run()
        #expect(server.mails.count == count)
      }
      #expect(worker.deadJobs.isEmpty)
    }
  }

  @Test(arguments: [
    (Language.de, "Das ist der erste von 3 Terminen einer Serie:"), (.he, "זהו התור הראשון מתוך סדרה של 3 תורים:"),
  ]) func inTheLanguageOfThePatient(language: Language, words: String) throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      _ = try clinic.bookSeries(at: starts, language: language)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: starts[0].adding(days: -5)).run()
      #expect(server.mails.first?.text.contains(words) ?? false)
    }
  }
}
