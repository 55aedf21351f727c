import Foundation
import Synchronization

/// Several visitors who ask for a page again and again, each on a new connection, and what they are told.
final class Visitors: Sendable {
  struct Seen {
    /// When each page came that shows what was asked for.
    var pages: [Date] = []
    /// Answers 503 as they should be: our own calm page, and when to come again.
    var away = 0
    /// Anything else, one line each.
    var others: [String] = []
  }

  private let seen = Mutex(Seen())
  private let stopped = Atomic(false)
  private let threads = DispatchGroup()

  /// - Parameter words: what the page says when it is the page.
  init(port: Int, clients: Int, target: String, words: String) {
    let request = Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    for _ in 0..<clients {
      threads.enter()
      Thread.detachNewThread { [self] in
        while !stopped.load(ordering: .relaxed) {
          let socket = Socket(port: port)
          socket?.send(request)
          let answer = socket.flatMap { Answer($0.readAll()) }
          seen.withLock { $0.note(answer, words) }
        }
        threads.leave()
      }
    }
  }

  var soFar: Seen { seen.withLock { $0 } }

  func stop() -> Seen {
    stopped.store(true, ordering: .relaxed)
    threads.wait()
    return soFar
  }
}

extension Visitors.Seen {
  fileprivate mutating func note(_ answer: Answer?, _ words: String) {
    guard let answer else {
      others.append("no answer")
      return
    }
    let isWhole = answer.text.hasSuffix("</html>\n") || answer.text.hasSuffix("</html>")
    if answer.status == 200, isWhole, answer.text.contains(words) {
      pages.append(Date())
    } else if answer.status == 503, isWhole, answer.isFromWorker, answer["retry-after"].flatMap({ Int($0) }) != nil,
      answer.text.contains("We will be back in a moment"), !answer.text.localizedCaseInsensitiveContains("mariadb")
    {
      away += 1
    } else {
      others.append("\(answer.status) \(answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: ", "))")
    }
  }

  func pages(since moment: Date) -> Int { pages.count { $0 >= moment } }
}
