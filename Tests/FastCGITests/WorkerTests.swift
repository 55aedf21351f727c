import Foundation
import Testing

@Suite("A worker answers its nginx only")
struct WorkerTests {
  @Test func `without the shared secret everything is 403`() throws {
    let site = try Site(workers: 1, nginx: false)
    #expect(site.ask()?.status == 200)
    let none = try #require(site.ask(without: ["PRAXIS_SECRET"]))
    #expect(none.status == 403 && none["content-security-policy"] != nil)
    #expect(none.text != "ok\n")
    for wrong in ["", site.secret + "0", String(site.secret.dropLast()), String(repeating: "0", count: 32)] {
      #expect(site.ask([("PRAXIS_SECRET", wrong)], without: ["PRAXIS_SECRET"])?.status == 403, "\(wrong)")
    }
    #expect(site.ask([("PRAXIS_SECRET", site.secret)])?.status == 400)
    #expect(site.ask()?.status == 200)
  }

  @Test func `a user who is not listed is turned away unread`() throws {
    let site = try Site(workers: 1, settings: ["nginx_users = 54321"], nginx: false)
    #expect(site.ask() == nil)
    try wait(for: "the log") { site.log.contains("\"event\":\"connection.refused\"") }
    #expect(site.log.contains("\"peer\":\"\(getuid())\""))
    #expect(site.workers.count == 1)
  }

  @Test func `parameters sent twice are 400`() throws {
    let site = try Site(workers: 1, nginx: false)
    for name in ["REQUEST_URI", "REQUEST_METHOD", "REMOTE_ADDR", "HTTPS", "HTTP_HOST"] {
      #expect(site.ask([(name, "x")])?.status == 400, "\(name)")
    }
  }

  @Test func `bodies are limited, uploads less so, and a body cut short is refused`() throws {
    let site = try Site(workers: 1, nginx: false)
    let body = [UInt8](repeating: 0x61, count: 1_000_001)
    let method = [("REQUEST_METHOD", "POST")]
    let without: Set<String> = ["REQUEST_METHOD", "REQUEST_URI"]
    func post(_ target: String, stated: Int?, _ body: [UInt8]) -> Int? {
      let length = stated.map { [("CONTENT_LENGTH", "\($0)")] } ?? []
      return site.ask(method + [("REQUEST_URI", target)] + length, without: without, body: body)?.status
    }
    #expect(post("/healthz", stated: 1_000_001, body) == 413)
    #expect(post("/healthz", stated: nil, body) == 413)
    #expect(post("/healthz", stated: 5_000_000, []) == 413)
    #expect(post("/healthz", stated: 1_000_000, Array(body.dropLast())) == 405)
    #expect(post("/patients/import", stated: 1_000_001, body) != 413)
    #expect(post("/patients/import", stated: 20_000_001, []) == 413)
    #expect(post("/healthz", stated: 10, [0x61]) == 400)
    #expect(post("/healthz", stated: 1, [0x61, 0x62]) == 400)
  }

  @Test func `a peer that sends no request costs nothing`() throws {
    let site = try Site(workers: 1, nginx: false)
    for bytes in [[], [0], [9, 9, 9, 9, 0, 0, 0, 0], Array("GET / HTTP/1.1\r\n\r\n".utf8)] as [[UInt8]] {
      if let socket = Socket(path: site.socketPath) { socket.send(bytes) }
    }
    #expect(site.ask()?.status == 200)
  }
}
