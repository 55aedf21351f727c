import Core
@testable @_spi(Bootstrap) import Database
import Logging
import SQL
@testable import Server
import Synchronization
import TestSupport
import Testing

/// On a clock of long ago, so that what other tests have enqueued is not due yet.
@Suite(.serialized) struct JobRunnerTests {
  /// What handlers saw, and how they shall end.
  private final class Desk: Sendable {
    private let state = Mutex<(seen: [String], outcome: JobOutcome, error: (any Error)?)>(([], .done, nil))
    var seen: [String] { state.withLock { $0.seen } }
    func answer(_ outcome: JobOutcome) { state.withLock { $0.outcome = outcome } }
    func fail(_ error: any Error) { state.withLock { $0.error = error } }
    func handle(_ job: ClaimedJob, practice: String) throws -> JobOutcome {
      try state.withLock { state in
        state.seen.append("\(practice) \(job.payload)")
        if let error = state.error { throw error }
        return state.outcome
      }
    }
  }
  private struct Leaky: Error { let secret = "Patricia Hidden" }
  private final class Clock {
    var now = Instant(seconds: 631_152_000)
  }
  private let desk = Desk()
  private let clock = Clock()

  private func runner(
    isPrompt: Bool = false, _ connect: @escaping () throws -> Connection = { try TestServer.connect() }
  ) -> JobRunner {
    let run: JobHandler.Run = { [desk] job, _, db in try desk.handle(job, practice: db.practice.slug) }
    let handlers = [JobHandler("test.run", run), JobHandler("test.long", takesLong: true, run)]
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return JobRunner(
      handlers: handlers, isPrompt: isPrompt, logger: logger, now: { [clock] in clock.now }, connect: connect)
  }
  private func enqueue(
    _ p: TestPractice, _ payload: String, kind: StaticString = "test.run", secondsAgo: Int64 = 1
  ) throws {
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.enqueue", "jobs_job", nil)) { tx in
        try tx.enqueue(
          NewJob(kind, payload: payload, runAt: clock.now.adding(seconds: -secondsAgo), uniqueKey: nil))
      }
    }
  }
  private func drain(_ runner: JobRunner) throws { while try runner.step() == .worked {} }
  /// State, number of tries and last error of the practice's jobs, by payload.
  private func jobs(_ p: TestPractice) throws -> [String] {
    try p.asOperator { db in
      try db.reader.rows(
        "SELECT state, attempts, last_error FROM jobs_job WHERE practice_id = \(db.scope) ORDER BY payload"
      ) { "\(try $0.text(0)) \(try $0.int(1)) \(try $0.text(2))" }
    }
  }

  @Test func whatIsDueRunsOnceOldestFirstInItsOwnPractice() throws {
    try withJobQueue { p in
      let other = try withPractice { $0 }
      try enqueue(p, "b", secondsAgo: 5)
      try enqueue(other, "a", secondsAgo: 9)
      try enqueue(p, "c", secondsAgo: 1)
      try enqueue(p, "later", secondsAgo: -60)
      let runner = runner()
      for _ in 0..<100 { try drain(runner) }
      #expect(desk.seen == ["\(other.slug) a", "\(p.slug) b", "\(p.slug) c"])
      #expect(try jobs(p) == ["done 1 ", "done 1 ", "ready 0 "])
      clock.now = clock.now.adding(seconds: 60)
      try drain(runner)
      #expect(desk.seen.last == "\(p.slug) later")
      #expect(try runner.step() == .idle)
    }
  }

  @Test func anErrorIsTriedAgainLaterAndNeverTellsItsText() throws {
    try withJobQueue { p in
      try enqueue(p, "a")
      desk.fail(Leaky())
      let runner = runner()
      try drain(runner)
      #expect(desk.seen.count == 1)
      #expect(try jobs(p) == ["ready 1 Leaky"])
      clock.now = clock.now.adding(seconds: 14)
      #expect(try runner.step() == .idle)
      for _ in 0..<20 {
        clock.now = clock.now.adding(hours: 1)
        try drain(runner)
      }
      #expect(desk.seen.count == 8)
      #expect(try jobs(p) == ["dead 8 Leaky"])
    }
  }

  /// A message that is due later is sent at once all the same, and a server that hangs keeps another process.
  @Test func whatTakesLongIsLeftToOthers() throws {
    try withJobQueue { p in
      try enqueue(p, "slow", kind: "test.long", secondsAgo: 9)
      try enqueue(p, "message")
      try drain(runner(isPrompt: true))
      #expect(desk.seen.map { $0.split(separator: " ").last } == ["message"])
      #expect(try jobs(p) == ["done 1 ", "ready 0 "])
      try drain(runner())
      #expect(try jobs(p) == ["done 1 ", "done 1 "])
    }
  }

  @Test func aJobNobodyKnowsWaitsForANewerVersion() throws {
    try withJobQueue { p in
      try enqueue(p, "a", kind: "test.unknown")
      try drain(runner())
      #expect(try jobs(p) == ["ready 1 no handler for this kind of job"])
    }
  }

  @Test func aJobThatEndsItsWorkersIsGivenUp() throws {
    try withJobQueue { p in
      try enqueue(p, "a")
      let connection = try TestServer.connect()
      // Eight workers claim it, and none lives to say how it went.
      for _ in 0..<8 {
        let claimed = try connection.withSystem(.jobClaim) { try $0.claimJobs(limit: 1, now: clock.now) }
        #expect(claimed.count == 1)
        clock.now = clock.now.adding(seconds: Jobs.leaseSeconds)
      }
      try drain(runner())
      #expect(desk.seen == [])
      #expect(try jobs(p) == ["dead 9 the worker ended at every try"])
    }
  }

  @Test func aDatabaseThatIsAwayIsWaitedFor() throws {
    try withJobQueue { p in
      try enqueue(p, "a")
      var refusals = 2
      let runner = runner {
        refusals -= 1
        if refusals >= 0 { throw DatabaseError(code: 2002, message: "", statement: "") }
        return try TestServer.connect()
      }
      #expect(try runner.step() == .away)
      #expect(try runner.step() == .away)
      #expect(try runner.step() == .worked)
      #expect(desk.seen == ["\(p.slug) a"])
    }
  }

  @Test func aConnectionThatWasCutIsOpenedAnew() throws {
    try withJobQueue { p in
      let connection = try TestServer.connect()
      let runner = runner { connection }
      #expect(try runner.step() == .idle)
      let id = try connection.withSystem(.check) { try $0.rows("SELECT CONNECTION_ID()") { try $0.int(0) } }[0]
      try TestServer.connectAsRoot().runScript("KILL \(id)")
      try enqueue(p, "a")
      var steps: [JobRunner.Step] = []
      repeat { steps.append(try runner.step()) } while steps.last == .away && steps.count < 3
      #expect(steps.last == .worked)
      #expect(desk.seen == ["\(p.slug) a"])
    }
  }
}

@Suite(.serialized) struct HousekeepingTests {
  private let now = Instant(seconds: 599_616_000)
  private let housekeeping = Housekeeping(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

  private func seed(_ p: TestPractice) throws {
    let (resource, service) = (EntityID.make(), EntityID.make())
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.seed", "test", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_resource (practice_id, id, kind, name)
          VALUES (\(tx.scope), \(resource), 'practitioner', 'A')
          """)
        try tx.execute(
          "INSERT INTO scheduling_service (practice_id, id, name, minutes) VALUES (\(tx.scope), \(service), 'S', 50)")
        // Minutes since each was made; each is kept for ten.
        for (index, age) in [5, 15, 1430, 1450].enumerated() {
          let id = EntityID.make()
          let (made, start) = (now.adding(minutes: -age), now.adding(days: index + 1))
          try tx.execute(
            """
            INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, starts_at, ends_at,
              address_hash, expires_at, created_at)
            VALUES (\(tx.scope), \(id), \(id.bytes + id.bytes), \(service), \(resource), \(start),
              \(start.adding(minutes: 50)), \(id.bytes), \(made.adding(minutes: 10)), \(made))
            """)
          try tx.execute(
            """
            INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, hold_id, expires_at)
            VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(start), \(start.adding(minutes: 50)), \(id),
              \(made.adding(minutes: 10)))
            """)
        }
        for (state, days) in [("done", 29), ("done", 31), ("dead", 31), ("ready", -1)] {
          try tx.execute(
            """
            INSERT INTO jobs_job (practice_id, id, kind, payload, state, run_at, created_at)
            VALUES (\(tx.scope), \(EntityID.make()), 'test.old', \("\(state) \(days)"), \(state),
              \(now.adding(days: -days)), \(now))
            """)
        }
      }
    }
  }
  private func count(_ sql: (TenantScope) -> SQL, _ p: TestPractice) throws -> Int {
    try p.asOperator { db in try db.reader.first(sql(db.scope)) { try $0.int(0) } ?? 0 }
  }

  @Test func whatRanOutGoesAndWhatCountsStays() throws {
    try withJobQueue { p in
      try seed(p)
      #expect(try housekeeping.run(now: now, on: TestServer.connect()) >= 5)
      #expect(try count({ "SELECT COUNT(*) FROM scheduling_claim WHERE practice_id = \($0)" }, p) == 1)
      #expect(try count({ "SELECT COUNT(*) FROM scheduling_hold WHERE practice_id = \($0)" }, p) == 3)
      let jobs = try p.asOperator { db in
        try db.reader.rows(
          "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'test.old' ORDER BY payload"
        ) { try $0.text(0) }
      }
      #expect(jobs == ["dead 31", "done 29", "ready -1"])
      let sweeps = { (scope: TenantScope) -> SQL in
        "SELECT COUNT(*) FROM audit_event WHERE practice_id = \(scope) AND action = 'hold.sweep'"
      }
      #expect(try count(sweeps, p) == 1)
      // Nothing is left to do here, and so nothing is written. Other practices are other tests', which go on meanwhile.
      let events = try count({ "SELECT COUNT(*) FROM audit_event WHERE practice_id = \($0)" }, p)
      try housekeeping.run(now: now, on: TestServer.connect())
      #expect(try count({ "SELECT COUNT(*) FROM audit_event WHERE practice_id = \($0)" }, p) == events)
    }
  }

  @Test func ofTwoWorkersOneTidies() throws {
    try withJobQueue { p in
      try seed(p)
      let other = try TestServer.connect()
      _ = try other.withSystem(.check) { try $0.rows("SELECT GET_LOCK('praxis.housekeeping', 0)") { try $0.int(0) } }
      #expect(try housekeeping.run(now: now, on: TestServer.connect()) == 0)
      _ = try other.withSystem(.check) { try $0.rows("SELECT RELEASE_LOCK('praxis.housekeeping')") { try $0.int(0) } }
      #expect(try housekeeping.run(now: now, on: TestServer.connect()) > 0)
    }
  }
}
