import Foundation
import TestSupport
import Testing

@testable import Outbound

@Suite("Outgoing HTTP")
struct HTTPClientTests {
  private struct Echo: Decodable {
    let method: String
    let path: String
    let headers: [String: String]
    let body: Data
  }
  private let local = HTTPClient(allowsLoopback: true)

  @Test("method, headers and body arrive, and the answer comes back", arguments: HTTPRequest.Method.allCases)
  func echo(method: HTTPRequest.Method) throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    let body: [UInt8] = method == .get ? [] : Array("{\"שם\":\"ä\u{0}\"}".utf8)
    let headers = [("Content-Type", "application/json"), ("X-Signature", "t=1,v1=ab")]
    let request = HTTPRequest(method, "http://127.0.0.1:\(port)/echo/a%20b?c=d", headers: headers, body: body)
    guard case .response(let response) = local.send(request) else {
      Issue.record("no response")
      return
    }
    #expect(response.status == 200)
    #expect(response.headers["content-type"] == "application/json")
    #expect(response.headers["x-blank"] == "")
    let echo = try JSONDecoder().decode(Echo.self, from: Data(response.body))
    #expect(echo.method == method.rawValue)
    #expect(echo.path == "/echo/a%20b?c=d")
    #expect(Array(echo.body) == body)
    #expect(echo.headers["Content-Type"] == "application/json")
    #expect(echo.headers["X-Signature"] == "t=1,v1=ab")
    #expect(echo.headers["Expect"] == nil)
  }

  @Test("a post without body and type sends neither")
  func emptyPost() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    guard case .response(let response) = local.send(HTTPRequest(.post, "http://127.0.0.1:\(port)/echo")) else {
      Issue.record("no response")
      return
    }
    let echo = try JSONDecoder().decode(Echo.self, from: Data(response.body))
    #expect(echo.body.isEmpty)
    #expect(echo.headers["Content-Length"] == "0")
    #expect(echo.headers["Content-Type"] == nil)
  }

  @Test("an error status is an answer", arguments: [204, 404, 500])
  func status(code: Int) throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    let result = local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/status/\(code)"))
    guard case .response(let response) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(response.status == code)
    #expect(response.body.isEmpty)
  }

  @Test("a redirect is handed back and not followed")
  func redirect() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    let result = local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/redirect"))
    guard case .response(let response) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(response.status == 302)
    #expect(response.headers["location"] == "/echo")
    // The next request the peer saw is this one: nobody asked for /echo in between.
    _ = local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/status/204"))
    #expect(try peer.line().contains("/redirect"))
    #expect(try peer.line().contains("/status/204"))
  }

  @Test("a body of exactly the limit passes and one byte more does not")
  func bodyLimit() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    let client = HTTPClient(allowsLoopback: true, bodyLimit: 100_000)
    guard case .response(let response) = client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/bytes/100000")) else {
      Issue.record("no response")
      return
    }
    #expect(response.body == [UInt8](repeating: UInt8(ascii: "x"), count: 100_000))
    #expect(client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/bytes/100001")) == .failed(.tooLarge))
    #expect(local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/bytes/1048577")) == .failed(.tooLarge))
  }

  @Test("headers above 64 KB end the exchange")
  func headerLimit() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    #expect(local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/headers")) == .failed(.tooLarge))
  }

  @Test("a server that never answers is a time-out")
  func silence() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    let client = HTTPClient(allowsLoopback: true, timeout: 300)
    #expect(client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/silent")) == .failed(.timedOut))
    #expect(try peer.line().contains("/silent"))
  }

  @Test("https is verified: the named authority is accepted, the system's do not know it")
  func certificate() throws {
    let certificate = try TestCertificate()
    let (peer, port) = try Peer.serve("http_peer.py", certificate.arguments)
    defer { peer.stop() }
    let request = HTTPRequest(.get, "https://127.0.0.1:\(port)/status/204")
    let trusting = HTTPClient(allowsLoopback: true, authorities: certificate.certificate)
    guard case .response(let response) = trusting.send(request) else {
      Issue.record("no response")
      return
    }
    #expect(response.status == 204)
    guard case .failed(.untrusted) = local.send(request) else {
      Issue.record("a certificate nobody vouches for was accepted")
      return
    }
  }

  @Test("without the permission this machine is refused by every spelling, and nothing reaches it")
  func loopbackRefused() throws {
    let certificate = try TestCertificate()
    let (peer, port) = try Peer.serve("http_peer.py", certificate.arguments)
    defer { peer.stop() }
    let strict = HTTPClient(allowedPorts: [port], authorities: certificate.certificate)
    for host in ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
      #expect(strict.send(HTTPRequest(.get, "https://\(host):\(port)/status/204")) == .refused(.address), "\(host)")
    }
    let trusting = HTTPClient(allowsLoopback: true, authorities: certificate.certificate)
    _ = trusting.send(HTTPRequest(.get, "https://127.0.0.1:\(port)/status/200"))
    #expect(try peer.line().contains("/status/200"))
  }

  @Test(
    "private and special addresses are refused",
    arguments: [
      "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "224.0.0.1", "[fd00::1]", "[fe80::1]",
      "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]",
    ])
  func special(host: String) {
    #expect(HTTPClient().send(HTTPRequest(.get, "https://\(host)/")) == .refused(.address))
    #expect(local.send(HTTPRequest(.get, "https://\(host)/")) == .refused(.address))
  }

  @Test("the permission for this machine does not open http or odd ports to others")
  func permissionIsNarrow() {
    #expect(local.send(HTTPRequest(.get, "http://8.8.8.8/")) == .refused(.address))
    #expect(local.send(HTTPRequest(.get, "https://8.8.8.8:8443/")) == .refused(.address))
  }

  @Test(
    "other schemes are refused",
    arguments: ["http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1/", "smtp://a/"])
  func scheme(url: String) {
    let result = HTTPClient().send(HTTPRequest(.get, url))
    #expect(result == .refused(.scheme) || result == .refused(.malformedURL))
  }

  @Test("ports other than 443 are refused unless allowed")
  func port() {
    #expect(HTTPClient().send(HTTPRequest(.get, "https://10.0.0.1:25/")) == .refused(.port))
    #expect(HTTPClient(allowedPorts: [25]).send(HTTPRequest(.get, "https://10.0.0.1:25/")) == .refused(.address))
    #expect(HTTPClient().send(HTTPRequest(.get, "https://10.0.0.1:443/")) == .refused(.address))
  }

  @Test(
    "malformed URLs and those with a user are refused",
    arguments: [
      "", "example.org", "/path", "https://", "https://user@example.org/", "https://user:secret@example.org/",
      "https://example.org@10.0.0.1/", "https://exa mple.org/", "https://example.org/\r\nX: y",
      "https://example.org/\u{0}",
      "https://exämple.org/", "https://example.org:99999/", "https://example.org:0x50/",
    ])
  func malformed(url: String) {
    #expect(HTTPClient().send(HTTPRequest(.get, url)) == .refused(.malformedURL))
  }

  @Test("headers that could change the request are refused")
  func headers() {
    let bad = [
      ("X-A", "b\r\nX-C: d"), ("X-A", "b\nc"), ("X-A", "b\u{0}"), ("X-A", "\u{e4}"), ("X A", "b"), ("X-A:", "b"),
      ("", "b"), ("X-A\r\nB", "b"), ("Host", "other"), ("Content-Length", "1"), ("transfer-encoding", "chunked"),
    ]
    for header in bad {
      let request = HTTPRequest(.get, "https://10.0.0.1/", headers: [header])
      #expect(HTTPClient().send(request) == .refused(.header), "\(header)")
    }
  }

  @Test("a proxy from the environment is not used")
  func proxy() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    defer { peer.stop() }
    // Port 9 of this machine: had the proxy been used, the connection would have failed.
    setenv("http_proxy", "http://127.0.0.1:9", 1)
    defer { unsetenv("http_proxy") }
    guard case .response = local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/status/204")) else {
      Issue.record("no response")
      return
    }
  }

  @Test("unknown names and closed ports are told apart")
  func unreachable() throws {
    let (peer, port) = try Peer.serve("http_peer.py")
    peer.stop()
    guard case .failed(.unreachable) = local.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/")) else {
      Issue.record("a closed port answered")
      return
    }
    let unknown = HTTPClient(timeout: 10_000).send(HTTPRequest(.get, "https://no-such-host.invalid/"))
    #expect(unknown == .failed(.nameUnknown) || unknown == .failed(.timedOut))
  }
}
