import Core
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import Outbound
import SQL
import Synchronization
import Templates
import TestSupport
import Testing

/// A mail server that does what it is told, and remembers.
final class ScriptedServer: MailTransport {
  private struct State {
    var answers: [DeliveryResult]
    var mails: [MailMessage] = []
  }
  private let state: Mutex<State>

  /// - Parameter answers: one for each attempt; afterwards everything is accepted.
  init(_ answers: [DeliveryResult] = []) { state = Mutex(State(answers: answers)) }

  func send(_ message: MailMessage) -> DeliveryResult {
    state.withLock { state in
      state.mails.append(message)
      return state.answers.isEmpty ? .accepted(code: 250) : state.answers.removeFirst()
    }
  }
  var mails: [MailMessage] { state.withLock { $0.mails } }
  var subjects: [String] { mails.map(\.subject) }
}

/// Where a test ends a worker.
struct Crash: Error {}

/// Does the jobs of one practice as the worker does, at whatever time the test says it is. Reads the queue itself, so
/// that tests which claim every job there is do not disturb it.
final class TestWorker {
  static let catalogs: Catalogs = {
    do { return try Catalogs(directory: TestServer.repository + "/templates") } catch { fatalError("\(error)") }
  }()
  static func settings(
    _ transport: (any MailTransport)?, crashAt: SendStep? = nil, texts: any TextTransport = ScriptedCarrier()
  ) throws -> MessagingSettings {
    MessagingSettings(
      transport: transport, sender: try #require(MailAddress("mail@praxis.example")), baseURL: "https://praxis.example",
      catalogs: catalogs, texts: texts
    ) { step in if step == crashAt { throw Crash() } }
  }

  let clinic: Clinic
  var now: Instant
  private var handlers: [JobHandler]
  private var finished: Set<EntityID> = []
  private(set) var crashes = 0
  private(set) var deadJobs: [String] = []

  init(
    _ clinic: Clinic, _ transport: (any MailTransport)?, now: Instant, crashAt: SendStep? = nil,
    texts: any TextTransport = ScriptedCarrier()
  ) throws {
    self.clinic = clinic
    self.now = now
    handlers = MessagingJobs.all(try TestWorker.settings(transport, crashAt: crashAt, texts: texts))
  }

  /// Goes on with another mail server and without crashes, as a fresh process would.
  func restart(_ transport: (any MailTransport)?) throws {
    handlers = MessagingJobs.all(try TestWorker.settings(transport))
  }

  /// Runs jobs until nothing is due. A crashed job stays where it was and is taken over by the next call.
  /// - Parameter kind: jobs of this kind alone; nil for all.
  func run(only kind: String? = nil) throws {
    var crashed: Set<EntityID> = []
    while let job = try next(of: kind, leavingOut: crashed) {
      do {
        let outcome = try clinic.practice.connection.withJob(job) { db in
          try #require(handlers.first { $0.kind == job.kind }).run(job, now, db)
        }
        switch outcome {
        case .done: finished.insert(job.id)
        case .dead(let reason):
          finished.insert(job.id)
          deadJobs.append(reason)
        case .retry(let reason): throw TestFailure(reason)
        }
      } catch is Crash {
        crashes += 1
        crashed.insert(job.id)
      }
    }
  }

  /// Runs what is due now, and what waits for the end of the grace after a change.
  func runPastGrace() throws {
    try run()
    now = now.adding(minutes: NoticePlan.graceMinutes)
    try run()
  }

  private func next(of kind: String?, leavingOut crashed: Set<EntityID>) throws -> ClaimedJob? {
    let due = try clinic.practice.asOperator { [now] db in
      let practice = db.scope.practice
      return try db.reader.rows(
        """
        SELECT id, kind, payload FROM jobs_job WHERE practice_id = \(db.scope) AND run_at <= \(now)
        ORDER BY run_at, id
        """
      ) { ClaimedJob(practice: practice, id: try $0.id(0), kind: try $0.text(1), payload: try $0.text(2), attempt: 1) }
    }
    return due.first {
      !finished.contains($0.id) && !crashed.contains($0.id) && (kind == nil || $0.kind == kind)
    }
  }
}
