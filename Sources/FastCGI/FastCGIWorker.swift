import CFastCGI
import CPosix
import Glibc
import Web

/// The accept loop of one worker process: one connection, one request, one response at a time.
public struct FastCGIWorker {
  /// Why the loop ended.
  public enum Ending: Sendable, Equatable {
    /// SIGTERM or SIGINT; the request in hand was finished.
    case asked
    /// `Limits.recycleAfter` requests were answered; the supervisor starts a fresh worker.
    case recycled
    /// The listening socket failed with this errno.
    case failed(Int32)
  }

  private let responder: any Responder
  private let limits: Limits
  private let credentials: Credentials
  private let security: SecurityHeaders
  private let onStranger: (Int64) -> Void

  /// Answers connections on listening sockets until it is asked to stop, those of the first socket first.
  ///
  /// Call `prepare()` first. Requests with a malformed head are answered 400, without the shared secret 403, with too
  /// large a body 413, all through `Responder.refusal`. A connection of a user who is not allowed is closed unread:
  /// libfcgi aborts on some crafted records.
  /// - Parameters:
  ///   - sockets: file descriptors, at most 8, the most urgent first.
  ///   - onStranger: told the user id of a connection that was closed unread, for the log.
  public static func run(
    sockets: [Int32], responder: any Responder, limits: Limits, credentials: Credentials, security: SecurityHeaders,
    onStranger: @escaping (Int64) -> Void = { _ in }
  ) -> Ending {
    guard praxis_listen_on(sockets, Int32(sockets.count)) == 0 else { return .failed(errno) }
    let worker = FastCGIWorker(
      responder: responder, limits: limits, credentials: credentials, security: security, onStranger: onStranger)
    return worker.loop()
  }

  /// Holds SIGTERM back until the loop waits, and sets libfcgi up. Returns false when libfcgi refuses.
  public static func prepare() -> Bool {
    praxis_install_termination()
    praxis_hold_termination()
    return FCGX_Init() == 0
  }

  private func loop() -> Ending {
    let connection = Connection()
    // Workers that started together do not all end together.
    let recycleAfter = limits.recycleAfter + Int.random(in: 0...max(1, limits.recycleAfter / 10))
    var answered = 0
    while answered < recycleAfter {
      let fd = praxis_accept(Int32(limits.connectionSeconds))
      if praxis_termination_requested() != 0, fd < 0 { return .asked }
      guard fd >= 0 else {
        if Self.passes(-fd) { continue }
        return .failed(-fd)
      }
      let uid = praxis_peer_uid(fd)
      guard credentials.allows(uid: uid) else {
        close(fd)
        onStranger(uid)
        continue
      }
      guard connection.begin(fd) else { continue }
      _ = alarm(limits.requestSeconds)
      answer(connection)
      connection.finish()
      _ = alarm(0)
      answered += 1
      if praxis_termination_requested() != 0 { return .asked }
    }
    return .recycled
  }

  /// Errors of accept() that concern one connection, or pass by themselves.
  private static func passes(_ error: Int32) -> Bool {
    switch error {
    case EINTR, ECONNABORTED, EPROTO, EAGAIN: true
    case EMFILE, ENFILE, ENOBUFS, ENOMEM:
      usleep(10_000) == 0
    default: false
    }
  }

  private func answer(_ connection: Connection) {
    let id = RequestID.make()
    guard let head = RequestHead(parameters: connection.parameters) else {
      return refuse(400, id, isHead: false, isSecure: false, connection)
    }
    let isHead = head.method == "HEAD"
    guard credentials.matches(head.secret) else {
      return refuse(403, id, isHead: isHead, isSecure: head.isSecure, connection)
    }
    let limit = limits.maximumBody(forTarget: head.target)
    guard (head.contentLength ?? 0) <= limit, let body = connection.body(limit: limit) else {
      return refuse(413, id, isHead: isHead, isSecure: head.isSecure, connection)
    }
    // A body cut short is not what the client sent.
    guard body.count == head.contentLength ?? body.count else {
      return refuse(400, id, isHead: isHead, isSecure: head.isSecure, connection)
    }
    let response = responder.respond(to: head.request(body: body, id: id))
    let writer = ResponseWriter(security: security, requestID: id, isSecure: head.isSecure, isHead: isHead)
    connection.write(writer.bytes(response))
  }

  private func refuse(_ status: Int, _ id: String, isHead: Bool, isSecure: Bool, _ connection: Connection) {
    let writer = ResponseWriter(security: security, requestID: id, isSecure: isSecure, isHead: isHead)
    connection.write(writer.bytes(responder.refusal(status: status, requestID: id)))
  }
}
