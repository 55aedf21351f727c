import Core
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

@Suite(.serialized) struct JobTests {
  private func enqueue(_ p: TestPractice, _ payload: String, key: String?) throws {
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.enqueue", "jobs_job", nil)) { tx in
        try tx.enqueue(NewJob("test.job", payload: payload, runAt: Instant.now.adding(seconds: -1), uniqueKey: key))
      }
    }
  }

  @Test func aJobIsClaimedOnceAndCarriesItsPractice() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: nil)
      let jobs = try p.claimJobs(dueAt: .now)
      #expect(jobs.map(\.payload) == ["a"])
      #expect(try p.claimJobs(dueAt: .now).isEmpty)
      let name = try p.connection.withJob(jobs[0]) { $0.practice.slug }
      #expect(name == p.slug)
    }
  }

  @Test func aKeyIsEnqueuedOnce() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: "k")
      try enqueue(p, "b", key: "k")
      #expect(try p.claimJobs(dueAt: .now).map(\.payload) == ["a"])
    }
  }

  @Test func aFailingJobIsTriedAgainLaterAndEndsDead() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: nil)
      var now = Instant.now
      for attempt in 1...Jobs.maximumAttempts {
        let jobs = try p.claimJobs(dueAt: now)
        #expect(jobs.map(\.attempt) == [attempt])
        try p.connection.withSystem(.jobClaim) { try $0.finish(jobs[0], .retry(reason: "no answer"), now: now) }
        #expect(try p.claimJobs(dueAt: now).isEmpty)
        now = now.adding(hours: 1)
      }
      #expect(try p.claimJobs(dueAt: now).isEmpty)
      let state = try p.asOperator { db in
        try db.reader.first("SELECT state, last_error FROM jobs_job WHERE practice_id = \(db.scope)") {
          try $0.text(0) + ": " + $0.text(1)
        }
      }
      #expect(state == "dead: no answer")
    }
  }

  @Test func aJobWhoseWorkerDiedIsTakenOverAndTheOldClaimNoLongerCounts() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: nil)
      let now = Instant.now
      let first = try p.claimJobs(dueAt: now)
      #expect(try p.claimJobs(dueAt: now).isEmpty)
      let later = now.adding(seconds: Jobs.leaseSeconds + 1)
      let second = try p.claimJobs(dueAt: later)
      #expect(second.map(\.attempt) == [2])
      try p.connection.withSystem(.jobClaim) { try $0.finish(first[0], .done, now: later) }
      let state = try p.asOperator { db in
        try db.reader.first("SELECT state FROM jobs_job WHERE practice_id = \(db.scope)") { try $0.text(0) }
      }
      #expect(state == "running")
    }
  }
}
