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
  private func claim(_ p: TestPractice) throws -> [ClaimedJob] { try claimAt(.now, p) }

  @Test func aJobIsClaimedOnceAndCarriesItsPractice() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: nil)
      let jobs = try claim(p)
      #expect(jobs.map(\.payload) == ["a"])
      #expect(try claim(p).isEmpty)
      let name = try p.connection.withJob(jobs[0]) { $0.practice.slug }
      #expect(name == p.slug)
    }
  }

  @Test func aKeyIsEnqueuedOnce() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: "k")
      try enqueue(p, "b", key: "k")
      #expect(try claim(p).map(\.payload) == ["a"])
    }
  }

  @Test func aFailingJobIsTriedAgainLaterAndEndsDead() throws {
    try withJobQueue { p in
      try enqueue(p, "a", key: nil)
      var now = Instant.now
      for attempt in 1...Jobs.maximumAttempts {
        let jobs = try claimAt(now, p)
        #expect(jobs.map(\.attempt) == [attempt])
        try p.connection.withSystem(.jobClaim) { try $0.finish(jobs[0], .retry(reason: "no answer"), now: now) }
        #expect(try claimAt(now, p).isEmpty)
        now = now.adding(hours: 1)
      }
      #expect(try claimAt(now, p).isEmpty)
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
      let first = try claimAt(now, p)
      #expect(try claimAt(now, p).isEmpty)
      let later = now.adding(seconds: Jobs.leaseSeconds + 1)
      let second = try claimAt(later, p)
      #expect(second.map(\.attempt) == [2])
      try p.connection.withSystem(.jobClaim) { try $0.finish(first[0], .done, now: later) }
      let state = try p.asOperator { db in
        try db.reader.first("SELECT state FROM jobs_job WHERE practice_id = \(db.scope)") { try $0.text(0) }
      }
      #expect(state == "running")
    }
  }

  /// Claims whatever is due at `now` and gives this practice's jobs; those of other tests are theirs no more.
  private func claimAt(_ now: Instant, _ p: TestPractice) throws -> [ClaimedJob] {
    let practice = try p.asOperator { $0.scope.practice }
    let connection = try TestServer.connect()
    var mine: [ClaimedJob] = []
    while true {
      let jobs = try connection.withSystem(.jobClaim) { try $0.claimJobs(limit: 50, now: now) }
      mine += jobs.filter { $0.practice == practice }
      if jobs.isEmpty { return mine }
    }
  }
}
