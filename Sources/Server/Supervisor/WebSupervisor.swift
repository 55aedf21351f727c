import Glibc
import Logging

/// `praxis web`: owns the socket and keeps the workers running behind it.
public enum WebSupervisor {
  /// Returns when it was asked to stop and every worker has finished.
  /// - Parameters:
  ///   - executable: this program's path.
  ///   - workers: overrides the configuration.
  public static func run(configuration: Configuration, executable: String, workers: Int?) throws(OperatorError) {
    let logger = try JSONLogHandler.logger(label: "web", configuration: configuration)
    // Wrong settings are said here, once, instead of by every worker.
    _ = try configuration.fastcgi.credentials()
    let lock = try LockFile(path: configuration.fastcgi.pidFile, purpose: "praxis web")
    defer { lock.release() }
    let socket = try openSocket(configuration.fastcgi)
    defer { socket.close() }
    let count = workers ?? configuration.webWorkers ?? 4 * max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let command = ChildCommand(
      executable: executable,
      arguments: ["web-worker", "--config", configuration.path, "--parent", String(getpid())],
      standardInput: socket.fd)
    logger.notice("web.started", metadata: ["workers": "\(count)"])
    var supervisor = Supervisor(command: command, settings: .init(count: count), logger: logger)
    try supervisor.run()
    logger.notice("web.stopped")
  }

  private static func openSocket(_ settings: FastCGISettings) throws(OperatorError) -> ListeningSocket {
    if let inherited = try ListeningSocket.inherited() { return inherited }
    var group: gid_t?
    if let name = settings.group { group = try Accounts.gid(ofGroup: name) }
    return try ListeningSocket.open(path: settings.socket, group: group)
  }
}
