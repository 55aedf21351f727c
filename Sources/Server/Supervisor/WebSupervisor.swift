import Glibc
import Logging

/// `praxis web`: owns the sockets and keeps the workers running behind them.
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
    let sockets = try openSockets(configuration.fastcgi)
    defer { for socket in sockets { socket.close() } }
    let count = workers ?? configuration.webWorkers ?? 4 * max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let groups = zip(Lane.allCases, Lane.split(count)).map { last, count in
      Supervisor.Group(command: command(configuration, executable, sockets, upTo: last), count: count)
    }
    logger.notice("web.started", metadata: ["workers": "\(count)"])
    var supervisor = Supervisor(groups: groups, settings: .init(), logger: logger)
    try supervisor.run()
    logger.notice("web.stopped")
  }

  /// A worker that takes from the first lanes.
  private static func command(
    _ configuration: Configuration, _ executable: String, _ sockets: [ListeningSocket], upTo last: Lane
  ) -> ChildCommand {
    let files = sockets.prefix(last.rawValue + 1).map(\.fd)
    return ChildCommand(
      executable: executable,
      arguments: [
        "web-worker", "--config", configuration.path, "--parent", String(getpid()), "--sockets", String(files.count),
      ],
      files: files)
  }

  /// In the order of the lanes.
  private static func openSockets(_ settings: FastCGISettings) throws(OperatorError) -> [ListeningSocket] {
    if let inherited = try ListeningSocket.inherited(paths: Lane.allCases.map { $0.path(settings.socket) }) {
      for (socket, lane) in zip(inherited, Lane.allCases) { try socket.limit(to: lane.backlog) }
      return inherited
    }
    var group: gid_t?
    if let name = settings.group { group = try Accounts.gid(ofGroup: name) }
    var sockets: [ListeningSocket] = []
    for lane in Lane.allCases {
      sockets.append(try .open(path: lane.path(settings.socket), group: group, backlog: lane.backlog))
    }
    return sockets
  }
}
