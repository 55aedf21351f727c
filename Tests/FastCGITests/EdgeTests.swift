import Foundation
import Testing

@testable import FastCGI

@Suite("nginx and workers together")
struct EdgeTests {
  static let required = [
    "content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "permissions-policy", "x-request-id", "cache-control",
  ]

  static func expectHeaders(_ answer: Answer, _ what: String) {
    for name in required { #expect(answer.values(name).count == 1, "\(what): \(name)") }
    #expect(answer["server"] == "nginx", "\(what): no version")
  }

  @Test func `every response has the security headers, whoever made it`() throws {
    let site = try Site()
    let health = try #require(site.get("/healthz"))
    #expect(health.status == 200 && health.text == "ok\n" && health.isFromWorker)
    let big = [UInt8](repeating: 0x61, count: 1_500_000)
    let cases: [(String, Answer?, Int, Bool)] = [
      ("200", health, 200, true),
      ("404", site.get("/no/such/page"), 404, true),
      ("404 static", site.get("/static/nothing.css"), 404, false),
      ("200 static", site.get("/static/css/site.css"), 200, false),
      ("413", site.get("/sign-in", method: "POST", body: big), 413, false),
      ("414", site.get("/" + String(repeating: "a", count: 9000)), 414, false),
      ("400 no host", site.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, false),
    ]
    for (what, answer, status, fromWorker) in cases {
      let answer = try #require(answer, "\(what)")
      #expect(answer.status == status, "\(what)")
      #expect(answer.isFromWorker == fromWorker, "\(what)")
      Self.expectHeaders(answer, what)
    }
    #expect(cases[4].1?.text == "<p>our refused page</p>")
    #expect(cases.allSatisfy { $0.1?["retry-after"] == nil })
  }

  @Test func `a malformed target is 400 and a foreign method 405`() throws {
    let site = try Site()
    for target in ["/a%zz", "/a%00b", "/%ff", "/a//b", "/a/./b", "/a/%2e%2e/b", "/healthz/", "/healthz?a=%"] {
      #expect(site.get(target)?.status == 400, "\(target)")
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
      let answer = try #require(site.get("/healthz", method: method))
      #expect(answer.status == 405, "\(method)")
      Self.expectHeaders(answer, method)
    }
    #expect(site.get("/healthz", method: "TRACE")?.status == 405)
  }

  @Test func `HEAD has the headers of GET and no body`() throws {
    let site = try Site()
    let get = try #require(site.get("/healthz"))
    let head = try #require(site.get("/healthz", method: "HEAD"))
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head["content-length"] == get["content-length"])
    #expect(get["content-length"] == "3")
  }

  @Test func `a repeated header that decides about access is refused`() throws {
    let site = try Site()
    // From 1.23 on nginx joins repeated lines, so a worker cannot tell two cookie headers from one with two cookies.
    let joins = try Site.nginxVersion().lexicographicallyPrecedes([1, 23]) == false
    let apart = joins ? [] : ["Cookie: a=1", "X-Tenant: 1"]
    for header in apart + ["Origin: https://a.example", "Sec-Fetch-Site: none"] {
      #expect(site.get("/healthz", headers: [header])?.status == 200, "\(header)")
      let twice = try #require(site.get("/healthz", headers: [header, header]))
      #expect(twice.status == 400 && twice.isFromWorker, "\(header)")
      Self.expectHeaders(twice, header)
    }
    #expect(site.get("/healthz", headers: ["Accept: a/b", "Accept: c/d"])?.status == 200)
  }

  @Test func `static files come compressed, and for ever only with their version`() throws {
    let site = try Site()
    let zipped = try #require(site.get("/static/css/site.css?v=4f", headers: ["Accept-Encoding: gzip"]))
    #expect(zipped["content-encoding"] == "gzip" && zipped["content-type"] == "text/css")
    #expect(zipped["cache-control"] == "public, max-age=31536000, immutable")
    let plain = try #require(site.get("/static/css/site.css"))
    #expect(plain.text == "body{}" && plain["cache-control"] == "public, max-age=300")
    let page = try #require(site.get("/healthz", headers: ["Accept-Encoding: gzip"]))
    #expect(page["content-encoding"] == nil)
    #expect(site.get("/static/errors/502.html")?.status == 404)
    #expect(site.get("/static/../praxis.conf")?.text.contains("fastcgi_secret") != true)
  }

  @Test func `sending a form too often is 429 with our page, reading it is not`() throws {
    let site = try Site(limits: ["PRAXIS_POST_RATE": "1r/m", "PRAXIS_POST_BURST": "1"])
    let statuses = (0..<4).map { _ in site.get("/sign-in", method: "POST", body: [0x61])?.status }
    #expect(statuses[2...] == [429, 429])
    #expect(!statuses[..<2].contains(429))
    let limited = try #require(site.get("/sign-in", method: "POST", body: [0x61]))
    #expect(limited.text == "<p>our refused page</p>" && limited["retry-after"] == "5")
    Self.expectHeaders(limited, "429")
    for _ in 0..<5 { #expect(site.get("/sign-in")?.status != 429) }
  }

  @Test func `logs hold neither paths nor queries nor the secret`() throws {
    let site = try Site()
    _ = site.get("/m/token-abcdef?code=query-123456")
    _ = site.get("/healthz?a=query-123456", headers: ["Referer: https://a.example/token-abcdef"])
    _ = site.get("/" + String(repeating: "token-abcdef", count: 800))
    kill(site.supervisor.pid, SIGTERM)
    site.supervisor.waitUntilExit()
    let down = try #require(site.get("/m/token-abcdef?code=query-123456"))
    #expect(down.status == 503 && down.text == "<p>our 502 page</p>" && down["retry-after"] == "5")
    Self.expectHeaders(down, "down")
    #expect(down["cache-control"] == "no-store")
    var logs = site.log
    for file in try FileManager.default.contentsOfDirectory(atPath: site.folder.path + "/nginx/log") {
      logs += try String(contentsOfFile: site.folder.path + "/nginx/log/" + file, encoding: .utf8)
    }
    #expect(logs.contains("\"status\":503,\"upstream\":\"502\""), "what it was is in the log")
    for secret in ["token-abcdef", "query-123456", site.secret] { #expect(!logs.contains(secret), "\(secret)") }
  }

  @Test func `TLS says so to the worker, and strict transport follows`() throws {
    let site = try Site()
    let result = try Command.run(
      "/usr/bin/curl", ["-ksi", "--max-time", "10", "https://127.0.0.1:\(site.tlsPort)/healthz"])
    #expect(result.output.lowercased().contains("strict-transport-security: max-age=31536000; includesubdomains"))
    #expect(site.get("/healthz")?["strict-transport-security"] == nil)
    for version in ["--tls-max 1.1 --tlsv1.0"] {
      let old = try Command.run(
        "/bin/sh", ["-c", "curl -ks --ciphers DEFAULT@SECLEVEL=0 \(version) https://127.0.0.1:\(site.tlsPort)/healthz"])
      #expect(old.status != 0)
    }
  }
}
