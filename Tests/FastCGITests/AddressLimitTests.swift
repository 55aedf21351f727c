import Foundation
import Testing

@testable import Server

/// The figures that production has, held against a real nginx: 20 requests a second and 40 at once, 1 form a second and
/// 5 at once, 20 connections, 16 KB of headers, 10 seconds for head and body, 15 for the answer.
@Suite("What one address may ask for")
struct AddressLimitTests {
  @Test(arguments: ["/sign-in", "/sign-in/code", "/portal/sign-in", "/harbor/book/holds", "/harbor/sign-in"])
  func `six forms at once, then one a second, for each address by itself`(path: String) throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    let begin = Date()
    let statuses = try nginx.statuses(of: path, times: 25, from: "127.0.0.2", ["-X", "POST", "-d", "a=b"])
    let seconds = Date().timeIntervalSince(begin)
    let passed = statuses.count { $0 != 429 }
    #expect(statuses.count == 25 && statuses.prefix(6).allSatisfy { $0 != 429 }, "\(statuses)")
    #expect((6...(7 + Int(seconds))).contains(passed), "\(passed) passed within \(seconds) s")
    // Neither reading, nor anybody else.
    #expect(try nginx.statuses(of: "/sign-in", times: 3, from: "127.0.0.2", []) == [200, 200, 200])
    #expect(try nginx.statuses(of: path, times: 3, from: "127.0.0.3", ["-d", "a=b"]).contains(429) == false)
  }

  @Test func `forms of the staff have the general limit alone`() throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    let statuses = try nginx.statuses(of: "/appointments", times: 30, from: "127.0.0.2", ["-d", "a=b"])
    #expect(statuses.count == 30 && !statuses.contains(429))
  }

  @Test func `41 requests at once, then 20 a second`() throws {
    let site = try Site(nginx: false)
    let nginx = try ProductionSite(before: site)
    let begin = Date()
    let statuses = try nginx.statuses(of: "/healthz", times: 300, from: "127.0.0.2", [])
    let seconds = Date().timeIntervalSince(begin)
    let passed = statuses.count { $0 == 200 }
    #expect(Set(statuses) == [200, 429])
    #expect(statuses.prefix(41).allSatisfy { $0 == 200 })
    #expect(passed <= 42 + Int(20 * seconds), "\(passed) passed within \(seconds) s")
    #expect(try nginx.statuses(of: "/healthz", times: 3, from: "127.0.0.3", []) == [200, 200, 200])
  }

  /// With the connections of the site file, and no limit of requests that could be mistaken for it.
  private func production() throws -> Site { try Site(limits: ["PRAXIS_CONNECTIONS": ""]) }

  @Test func `20 connections, and none for slow clients beyond ten seconds`() throws {
    let site = try production()
    let begin = Date()
    let head = "POST /account HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n"
    let slow = try (0..<20).map { _ in try #require(Socket(port: site.port)) }
    for socket in slow { socket.send(Array(head.utf8)) }
    let half = try #require(Socket(port: site.port))
    half.send(Array("GET /healthz HTTP/1.1\r\nHost: loc".utf8))
    // Of a file, which no worker is asked for: the first answer of a worker can take as long as the slow ones have.
    try wait(for: "the twenty-first to be refused", seconds: 5) { site.get("/static/css/site.css")?.status == 429 }
    let refused = try #require(site.get("/healthz"))
    #expect(refused.text == "<p>our refused page</p>" && refused["retry-after"] == "5")
    // Each ends by itself.
    for socket in slow + [half] { _ = socket.readAll() }
    #expect((9...16).contains(Date().timeIntervalSince(begin)))
    #expect(site.get("/healthz")?.status == 200)
  }

  @Test func `16 KB of headers, 4 KB a line`() throws {
    let site = try production()
    func ask(_ lines: [Int]) -> Answer? {
      site.get(
        "/healthz", headers: lines.enumerated().map { "X-\($0.offset): " + String(repeating: "a", count: $0.element) })
    }
    #expect(ask([3900, 3900, 3900])?.status == 200)
    for lines in [[3900, 3900, 3900, 3900, 3900], [4200]] {
      let refused = try #require(ask(lines))
      #expect(refused.status == 400 && refused.text == "<p>our refused page</p>", "\(lines)")
    }
  }

  @Test func `a worker that does not answer is given up after 15 seconds, and the request is not tried again`() throws {
    let site = try production()
    let workers = site.workers
    for worker in workers { kill(worker, SIGSTOP) }
    defer { for worker in workers { kill(worker, SIGCONT) } }
    let begin = Date()
    let answer = try #require(site.get("/healthz"))
    #expect((14...18).contains(Date().timeIntervalSince(begin)))
    #expect(answer.status == 503 && answer["retry-after"] == "5" && answer.text == "<p>our 502 page</p>")
    let log = try String(contentsOfFile: site.folder.path + "/nginx/log/nginx-access.log", encoding: .utf8)
    #expect(log.contains("\"upstream\":\"504\""))
  }
}

extension ProductionSite {
  /// Asks again and again on one connection, from an address of this machine.
  fileprivate func statuses(of path: String, times: Int, from address: String, _ options: [String]) throws -> [Int] {
    let url = "https://praxis.example:\(tlsPort)\(path)"
    let run = try Command.run(
      "/usr/bin/curl",
      [
        "-sk", "--http1.1", "--max-time", "20", "--interface", address, "-w", "%{http_code}\n",
        "--resolve", "praxis.example:\(tlsPort):127.0.0.1",
      ] + options + Array(repeating: ["-o", "/dev/null", url], count: times).flatMap { $0 })
    return run.output.split(separator: "\n").compactMap { Int($0) }
  }
}
