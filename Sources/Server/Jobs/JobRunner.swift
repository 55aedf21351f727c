internal import Core
@_spi(Bootstrap) internal import Database
internal import Logging

/// Claims jobs one by one and runs them. The claim is committed before a job starts, so a job belongs to one worker; a
/// worker that dies loses it when the lease runs out.
final class JobRunner {
  enum Step: Equatable {
    /// A job was run, however it ended.
    case worked
    /// Nothing is due.
    case idle
    /// The database does not answer. Nothing is lost: what was claimed is claimed again.
    case away
  }

  private let handlers: [String: JobHandler]
  /// Kinds of jobs that are left to other processes.
  private let left: [String]
  private let connect: () throws -> Connection
  private let logger: Logger
  private let now: () -> Instant
  private var connection: Connection?
  private var isAway = false

  /// - Parameter isPrompt: leaves what takes long to others, so that messages do not wait for it.
  init(
    handlers: [JobHandler], isPrompt: Bool, logger: Logger, now: @escaping () -> Instant = { .now },
    connect: @escaping () throws -> Connection
  ) {
    self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { first, _ in first }
    left = isPrompt ? handlers.filter(\.takesLong).map(\.kind) : []
    self.logger = logger
    self.now = now
    self.connect = connect
  }

  /// Runs the oldest job that is due, if there is one.
  /// - Throws: what the database answers when it is there but refuses to hand out jobs.
  func step() throws -> Step {
    do {
      let connection = try open()
      let claimed = try connection.withSystem(.jobClaim) { try $0.claimJobs(limit: 1, leaving: left, now: now()) }
      isAway = false
      guard let job = claimed.first else { return .idle }
      let outcome = run(job, on: connection)
      note(job, outcome)
      try connection.withSystem(.jobClaim) { try $0.finish(job, outcome, now: now()) }
      return .worked
    } catch let error as DatabaseError where error.isConnectionLost {
      noteAway(error)
      return .away
    }
  }

  /// Clears away what is due; a database that is away is left alone until it is back.
  func tidy(_ housekeeping: Housekeeping) throws {
    do {
      try housekeeping.run(now: now(), on: try open())
    } catch let error as DatabaseError where error.isConnectionLost {
      noteAway(error)
    }
  }

  /// Adds a line to the checkpoints of the audit trail, unless another worker just did.
  func checkpoint(_ writer: CheckpointWriter) throws {
    do {
      try writer.run(now: now(), on: try open())
    } catch let error as DatabaseError where error.isConnectionLost {
      noteAway(error)
    }
  }

  /// Once for each time it goes away, not once a second.
  private func noteAway(_ error: DatabaseError) {
    if !isAway { logger.warning("database.away", metadata: ["code": "\(error.code)"]) }
    isAway = true
  }

  private func open() throws -> Connection {
    if let connection { return connection }
    let opened = try connect()
    connection = opened
    return opened
  }

  private func run(_ job: ClaimedJob, on connection: Connection) -> JobOutcome {
    if job.endsItsWorkers { return .dead(reason: "the worker ended at every try") }
    // A newer version may have enqueued it; after an upgrade there is somebody to do it.
    guard let handler = handlers[job.kind] else { return .retry(reason: "no handler for this kind of job") }
    do {
      return try connection.withJob(job) { db in try handler.run(job, now(), db) }
    } catch {
      return .retry(reason: Self.reason(error))
    }
  }

  /// Codes and names of types only: other text of an error may hold data.
  static func reason(_ error: any Error) -> String {
    if let error = error as? DatabaseError { return error.description }
    return String(describing: type(of: error))
  }

  private func note(_ job: ClaimedJob, _ outcome: JobOutcome) {
    var fields: Logger.Metadata = ["kind": "\(job.kind)", "attempt": "\(job.attempt)"]
    switch outcome {
    case .done: logger.debug("job.done", metadata: fields)
    case .retry(let reason):
      fields["reason"] = "\(reason)"
      logger.warning("job.failed", metadata: fields)
    case .dead(let reason):
      fields["reason"] = "\(reason)"
      logger.error("job.dead", metadata: fields)
    }
  }
}
