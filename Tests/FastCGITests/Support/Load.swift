import Foundation
import Synchronization

/// Several clients that ask the same again and again, each on a new connection.
final class Load: Sendable {
  struct Result: Equatable {
    var answered = 0
    var failed = 0
  }

  private let result = Mutex(Result())
  private let stopped = Atomic(false)
  private let threads = DispatchGroup()

  init(port: Int, clients: Int) {
    let request = Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    for _ in 0..<clients {
      threads.enter()
      Thread.detachNewThread { [self] in
        while !stopped.load(ordering: .relaxed) {
          let socket = Socket(port: port)
          socket?.send(request)
          let status = socket.flatMap { Answer($0.readAll())?.status }
          result.withLock { if status == 200 { $0.answered += 1 } else { $0.failed += 1 } }
        }
        threads.leave()
      }
    }
  }

  var soFar: Result { result.withLock { $0 } }

  func stop() -> Result {
    stopped.store(true, ordering: .relaxed)
    threads.wait()
    return soFar
  }
}
