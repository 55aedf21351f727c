import Core
import Foundation
import Testing

@testable import Server

/// A site with a practice and a member of staff whose workers can all be kept from answering: a stopped process is what
/// a very slow request looks like from outside.
final class CrowdedSite {
  let site: Site
  private let database: PrivateDatabase
  private let credentials: UserAdministration.Credentials
  private var stopped: [Int32] = []
  private var crowd: [Socket] = []

  init() throws {
    database = try PrivateDatabase()
    site = try Site(workers: 4, database: database)
    let practice = [
      "practice", "create", "--slug", "lane", "--name", "Harbour Lane", "--zone", "Europe/Berlin", "--language", "en",
      "--currency", "EUR",
    ]
    for command in [["migrate"], practice] {
      let run = try Command.run(Site.program, command + ["--config", site.configPath])
      try #require(run.status == 0, "\(run.output)")
    }
    credentials = try UserAdministration.add(
      try Configuration.load(path: site.configPath), practice: "lane", email: "mira@lane.example",
      name: "Mira Specimen",
      role: .owner, language: nil)
    try wait(for: "every worker") { Set(site.workers.map(Self.sockets)) == [1, 2, 3] }
  }

  deinit { release() }

  var password: [String: String] { ["email": credentials.email, "password": credentials.password] }

  func code() throws -> String {
    let said = try Command.run(try Command.find("oathtool"), ["--totp", "-b", credentials.totpSecret])
    return said.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// How many lanes a worker takes from, 0 for one that is being started.
  private static func sockets(_ pid: Int32) -> Int {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
    let words = text.split(separator: "\0").map(String.init)
    return words.firstIndex(of: "--sockets").flatMap { Int(words[$0 + 1]) } ?? 0
  }

  func occupy(serving count: Int) {
    for pid in site.workers where Self.sockets(pid) == count {
      kill(pid, SIGSTOP)
      stopped.append(pid)
    }
  }

  /// No worker for visitors is free, and their queue is full.
  func occupyVisitorsWorkers() throws {
    occupy(serving: 3)
    let request = Array("GET /lane/book HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    for _ in 0..<(Int(Lane.visitors.backlog) + 50) {
      guard let socket = Socket(port: site.port) else { continue }
      socket.send(request)
      crowd.append(socket)
    }
    try wait(for: "the queue to be full") {
      try String(contentsOfFile: site.folder.path + "/nginx/log/nginx-access.log", encoding: .utf8)
        .contains("\"status\":503,\"upstream\":\"502\"")
    }
  }

  func release() {
    crowd = []
    for pid in stopped { kill(pid, SIGCONT) }
    stopped = []
  }
}
