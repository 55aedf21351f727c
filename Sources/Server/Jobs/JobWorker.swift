internal import CPosix
@_spi(Bootstrap) internal import Database
internal import Glibc
internal import Logging
internal import Messaging
internal import Patients
internal import Scheduling

/// One process that does jobs.
public enum JobWorker {
  /// Milliseconds between two looks at an empty queue, or at a database that is away.
  static let pollMilliseconds: Int32 = 1000
  /// Seconds one job may take. Less than its lease: a worker that hangs is gone before another takes its job over.
  static let jobSeconds: UInt32 = 100

  /// Does what is due until SIGTERM or SIGINT, and finishes the job in hand then.
  /// - Parameters:
  ///   - parent: the supervisor's process id; 0 runs without one.
  ///   - isPrompt: leaves what takes long to others.
  public static func run(configuration: Configuration, parent: Int32, isPrompt: Bool) throws(OperatorError) {
    praxis_hold_supervision()
    try SupervisedChild.begin(parent: parent)
    let logger = try JSONLogHandler.logger(label: "worker", configuration: configuration)
    let runner = try runner(configuration, isPrompt: isPrompt, logger)
    let housekeeping = Housekeeping(logger: logger)
    var nextTidying: Int64 = 0
    var nextCheckpoint: Int64 = 0
    SupervisedChild.ready(parent: parent)
    while true {
      alarm(jobSeconds)
      let step = attempt(logger) { try runner.step() } ?? .away
      if Monotonic.milliseconds >= nextTidying {
        alarm(jobSeconds)
        attempt(logger) { try runner.tidy(housekeeping) }
        nextTidying = Monotonic.milliseconds + Housekeeping.everyMilliseconds
      }
      if Monotonic.milliseconds >= nextCheckpoint {
        alarm(jobSeconds)
        attempt(logger) { try runner.checkpoint(try CheckpointFiles.writer(configuration, logger)) }
        nextCheckpoint = Monotonic.milliseconds + CheckpointWriter.everyMilliseconds
      }
      alarm(0)
      if isAskedToEnd(withinMilliseconds: step == .worked ? 0 : pollMilliseconds) { return }
    }
  }

  /// Does everything that is due now, and returns.
  /// - Throws: `OperatorError` when the database is away.
  public static func runOnce(configuration: Configuration) throws(OperatorError) {
    let logger = try JSONLogHandler.logger(label: "worker", configuration: configuration)
    let runner = try runner(configuration, isPrompt: false, logger)
    do {
      try runner.tidy(Housekeeping(logger: logger))
      try runner.checkpoint(try CheckpointFiles.writer(configuration, logger))
      while true {
        switch try runner.step() {
        case .worked: continue
        case .idle: return
        case .away: throw OperatorError("The database does not answer.")
        }
      }
    } catch let error as OperatorError {
      throw error
    } catch { throw OperatorError("The job queue cannot be read: \(JobRunner.reason(error)).") }
  }

  private static func runner(
    _ configuration: Configuration, isPrompt: Bool, _ logger: Logger
  ) throws(OperatorError) -> JobRunner {
    let keys = try Bootstrap.masterKeys(configuration)
    let address = try configuration.database.address(.app, schema: "praxis")
    let anchors = try MailWiring.anchors(configuration)
    let handlers =
      MessagingJobs.all(try MailWiring.settings(configuration)) + [anchors.job]
      + PatientsJobs.all(ErasureWiring.eraser(configuration), try ExportWiring.exporter(configuration))
      + SchedulingJobs.all(
        ExternalFetcher(isDevelopment: configuration.isDevelopment), google: try configuration.google.app())
    return JobRunner(handlers: handlers, isPrompt: isPrompt, logger: logger) { try Connection(address, keys: keys) }
  }

  /// An error here is the queue's and no job's: it is logged, and the next look may find it gone.
  @discardableResult
  private static func attempt<Result>(_ logger: Logger, _ body: () throws -> Result) -> Result? {
    do { return try body() } catch {
      logger.error("worker.failed", metadata: ["error": "\(JobRunner.reason(error))"])
      return nil
    }
  }

  /// Waits for a signal; the signals are blocked otherwise, so no job is interrupted.
  private static func isAskedToEnd(withinMilliseconds limit: Int32) -> Bool {
    var sender: pid_t = 0
    let signal = praxis_wait_supervision(limit, &sender)
    return signal == SIGTERM || signal == SIGINT
  }
}
