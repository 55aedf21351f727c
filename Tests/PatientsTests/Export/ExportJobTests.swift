import Core
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Patients
@testable import Server

/// Building a copy: whatever ends a worker, wherever, one whole copy comes of one order.
@Suite struct ExportJobTests {
  private func killable(_ killer: ExportKiller) -> PatientExporter {
    var exporter = ExportFixture.exporter(rowsAtOnce: 1)
    exporter.checkpoint = { try killer.note($0) }
    return exporter
  }

  @Test func aWorkerMayBeEndedAtEveryStep() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      let killer = ExportKiller()
      let whole = try build(patient, killer, endedAt: nil, p)
      let steps = killer.steps
      #expect(steps.count > 20 && steps.last == .finished)
      // All between two kinds of steps, and some of the many alike.
      for step in steps.indices where step < 4 || step % 4 == 0 || step > steps.count - 4 {
        #expect(try build(patient, killer, endedAt: step, p) == whole, "ended at \(steps[step])")
      }
    }
  }

  /// Counts of resources of a copy whose first worker was ended. The trail grows meanwhile; nothing else does.
  private func build(
    _ patient: PatientID, _ killer: ExportKiller, endedAt step: Int?, _ p: TestPractice
  ) throws -> [String: Int] {
    let exporter = killable(killer)
    let id = try p.orderExport(of: patient)
    killer.kill(at: step)
    if step != nil {
      #expect(throws: ExportKiller.Killed.self) { try p.buildExports(exporter) }
      killer.kill(at: nil)
    }
    try p.buildExports(exporter)
    let export = try #require(try p.exports(of: patient).last)
    #expect(
      export.id == id && export.state == .ready && export.partsDone == export.partsTotal,
      "\(export.outcome), ended at step \(step ?? -1)")
    let parts = try p.exportParts(id)
    #expect(parts.map(\.kind) == ["archive"] && parts.map(\.position) == [0])
    let archive = try p.asOperator { try #require(try ExportParts.archive(of: export, in: $0.reader)) }
    if step == nil { #expect(try ExportFixture.read(archive).problems == []) }
    try p.endExports(of: patient)
    return try ExportFixture.types(archive).filter { $0.key != "AuditEvent" }
  }

  @Test func ofTwoWorkersOneMakesTheCopy() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      for moment in [PatientExporter.Step.wrote(part: 1), .packed] {
        let id = try p.orderExport(of: patient)
        let job = try #require(try p.nextExportJob())
        nonisolated(unsafe) let (practice, other) = (p, try TestServer.connect())
        var exporter = ExportFixture.exporter()
        let isOnce = Mutex(true)
        exporter.checkpoint = { step in
          guard step == moment,
            isOnce.withLock({ once in
              defer { once = false }
              return once
            })
          else { return }
          // Its lease ran out, and another worker has taken the job and done it.
          try practice.enter(.job, on: other) { db in
            let outcome = try ExportJob(exporter: ExportFixture.exporter()).run(job, .now, db)
            #expect(outcome == .done)
          }
        }
        let first = exporter
        #expect(try p.asJob { try ExportJob(exporter: first).run(job, .now, $0) } == .done)
        #expect(try p.exports(of: patient).last?.state == .ready)
        #expect(try p.exportParts(id).map(\.kind) == ["archive"])
        #expect(try p.exportActions().suffix(2) == ["order", "build"])
        try p.endJob(job.payload, "done")
        try p.endExports(of: patient)
      }
    }
  }

  @Test func aLongOneIsBuiltInSlices() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      var exporter = ExportFixture.exporter(rowsAtOnce: 1)
      exporter.limits.secondsAtATime = 0
      try p.orderExport(of: patient)
      #expect(try p.buildExports(exporter).count > 20, "each part is a job of its own")
      #expect(try p.exports(of: patient).last?.state == .ready)
    }
  }

  @Test func oneThatIsTooLargeIsRefusedClearly() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      for part in ["content", "archive"] {
        var exporter = ExportFixture.exporter()
        if part == "content" { exporter.limits.content = 3000 } else { exporter.limits.archive = 1000 }
        let id = try p.orderExport(of: patient)
        #expect(try p.buildExports(exporter) == [.done])
        let export = try #require(try p.exports(of: patient).last)
        #expect(export.state == .failed && export.outcome == .tooLarge)
        #expect(try p.exportParts(id).isEmpty, "nothing of it stays")
        try p.endExports(of: patient)
      }
      #expect(try p.exportActions() == ["order", "fail", "order", "fail"])
    }
  }

  @Test func aJobThatIsGivenUpIsAFailure() throws {
    try withPractice { p in
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      let job = try #require(try p.nextExportJob())
      try p.endJob(job.payload, "dead")
      let alice = try p.browser(p.alice)
      let page = alice.get("/patients/\(p.pat)/exports")
      #expect(page.words.contains("The copy could not be made") && page.words.contains("Try again"))
      #expect(!page.body.contains("data-poll"))
      #expect(try p.asOperator { try ExportSweeper.sweep(now: .now, in: $0) } == 1)
      #expect(try p.asOperator { try ExportSweeper.sweep(now: .now, in: $0) } == 0)
      #expect(try p.exports(of: p.pat).last?.outcome == .job)
      #expect(alice.post("/patients/\(p.pat)/exports/\(id)/retry", [:]).status == 303)
      #expect(alice.get("/patients/\(p.pat)/exports").words.contains("The copy is being made"))
      try p.buildExports()
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready])
      #expect(try p.exportActions() == ["order", "fail", "retry", "build"])
    }
  }

  @Test func itLapses() throws {
    try withPractice { p in
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      try p.buildExports()
      #expect(try p.exportParts(id).count == 1)
      let later = Instant.now.adding(days: 7).adding(minutes: 1)
      #expect(try p.asOperator { try ExportSweeper.sweep(now: later.adding(days: -1), in: $0) } == 0)
      #expect(try p.asOperator { try ExportSweeper.sweep(now: later, in: $0) } == 1)
      #expect(try p.exportParts(id).isEmpty)
      let alice = try p.browser(p.alice)
      let page = alice.get("/patients/\(p.pat)/exports")
      #expect(page.words.contains("Lapsed and deleted:") && page.words.contains("Order a copy"))
      #expect(alice.post("/patients/\(p.pat)/exports/\(id)/file", [:]).status == 410)
      #expect(try p.exportActions() == ["order", "build", "gone"])
    }
  }

  /// Before the sweeper comes round.
  @Test func whatHasLapsedIsNotFetched() throws {
    try withPractice { p in
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      try p.buildExports()
      let later = try p.browser(p.alice, now: Instant.now.adding(days: 8))
      #expect(later.post("/patients/\(p.pat)/exports/\(id)/file", [:]).status == 410)
    }
  }

  @Test func itIsSealedAtRest() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      let killer = ExportKiller()
      let id = try p.orderExport(of: patient)
      killer.kill(at: 12)
      #expect(throws: ExportKiller.Killed.self) { try p.buildExports(killable(killer)) }
      func check() throws {
        let parts = try p.exportParts(id)
        #expect(!parts.isEmpty)
        for part in parts {
          let bytes = try #require(part.content)
          // Form 5 (Keyring): by the practice's key and the secret of the patient's contact data.
          #expect(bytes.starts(with: [0x50, 5]) && part.record == nil)
          let text = String(decoding: bytes, as: UTF8.self)
          for word in ["resourceType", "Patient", "PK\u{3}\u{4}", "Gudrun"] { #expect(!text.contains(word)) }
        }
      }
      try check()
      killer.kill(at: nil)
      try p.buildExports(killable(killer))
      try check()
    }
  }

  @Test func aMailTellsWhoOrderedItAndNothingElse() throws {
    try withPractice { p in
      try p.orderExport(of: p.pat, by: .staff(p.alice))
      try p.orderExport(of: p.pat)
      try p.buildExports()
      let mails = try p.asOperator { db in
        try db.reader.rows(
          """
          SELECT kind, payload FROM jobs_job
          WHERE practice_id = \(db.scope) AND kind IN ('identity.alert', 'identity.portalAlert') ORDER BY kind
          """
        ) { "\(try $0.text(0)) \(try $0.text(1).split(separator: " ").dropFirst().joined(separator: " "))" }
      }
      #expect(mails == ["identity.alert \(p.alice) exportReady", "identity.portalAlert \(p.pat) exportReady"])
    }
  }
}
