import FastCGI
import Logging

/// `praxis web-worker`: one process behind the sockets, started by the supervisor only.
public enum WebWorker {
  /// Returns when asked to stop or recycled.
  /// - Parameters:
  ///   - parent: the supervisor's process id; 0 runs without one.
  ///   - sockets: how many were handed over, the most urgent first.
  public static func run(configuration: Configuration, parent: Int32, sockets: Int32) throws(OperatorError) {
    guard FastCGIWorker.prepare() else { throw OperatorError("libfcgi could not be initialised.") }
    try SupervisedChild.begin(parent: parent)
    let logger = try JSONLogHandler.logger(label: "web-worker", configuration: configuration)
    let credentials = try configuration.fastcgi.credentials()
    let responder = try Bootstrap.responder(configuration)
    SupervisedChild.ready(parent: parent)
    let ending = FastCGIWorker.run(
      sockets: (0..<sockets).map { ChildCommand.firstFile + $0 }, responder: responder,
      limits: Bootstrap.limits(configuration), credentials: credentials,
      security: SecurityHeaders(strictTransport: !configuration.isDevelopment)
    ) { uid in
      logger.warning("connection.refused", metadata: ["peer": "\(uid)", "reason": "user not in nginx_users"])
    }
    switch ending {
    case .asked, .recycled: break
    case .failed(let code): throw OperatorError("The socket cannot be used any more: \(Errno.text(code)).")
    }
  }
}
