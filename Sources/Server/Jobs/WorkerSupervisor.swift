internal import Glibc
internal import Logging

/// `praxis worker`: keeps the processes running that do the jobs.
public enum WorkerSupervisor {
  /// A mail may be on its way for half a minute; a worker that is killed then leaves it unknown whether it was sent.
  static let drainMilliseconds: Int64 = 45_000

  /// Returns when it was asked to stop and every process has finished its job.
  /// - Parameters:
  ///   - executable: this program's path.
  ///   - workers: overrides the configuration.
  public static func run(configuration: Configuration, executable: String, workers: Int?) throws(OperatorError) {
    let logger = try JSONLogHandler.logger(label: "worker", configuration: configuration)
    // Wrong settings are said here, once, instead of by every process.
    _ = try MailWiring.settings(configuration)
    let count = workers ?? configuration.jobWorkers
    let arguments = ["job-worker", "--config", configuration.path, "--parent", String(getpid())]
    // One of several is kept for messages: a calendar server that does not answer holds up the others alone.
    let prompt = count > 1 ? 1 : 0
    let groups = [(arguments + ["--prompt"], prompt), (arguments, count - prompt)].map { arguments, count in
      Supervisor.Group(command: ChildCommand(executable: executable, arguments: arguments), count: count)
    }
    logger.notice("worker.started", metadata: ["workers": "\(count)"])
    var supervisor = Supervisor(
      groups: groups, settings: .init(drainMilliseconds: drainMilliseconds), logger: logger)
    try supervisor.run()
    logger.notice("worker.stopped")
  }
}
