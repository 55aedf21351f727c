import Testing
import Web

@testable import FastCGI

@Suite("Parameters become a request head")
struct RequestHeadTests {
  static func head(_ changes: [(String, String)] = [], without: Set<String> = []) -> RequestHead? {
    let usual = [
      ("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/calendar?day=2027-03-14"), ("REMOTE_ADDR", "192.0.2.7"),
      ("HTTPS", "on"), ("PRAXIS_SECRET", "s"), ("HTTP_HOST", "praxis.example"),
    ]
    let all = usual.filter { !without.contains($0.0) } + changes
    return RequestHead(parameters: all.map { (Array($0.0.utf8), Array($0.1.utf8)) })
  }

  @Test func `method, raw target, address and scheme are taken over`() throws {
    let head = try #require(Self.head())
    #expect(head.method == "GET")
    #expect(head.target == "/calendar?day=2027-03-14")
    #expect(head.remoteAddress == "192.0.2.7")
    #expect(head.isSecure)
    let request = head.request(body: [], id: "0123456789abcdef")
    #expect(request.path == ["calendar"])
    #expect(request.query?["day"] == "2027-03-14")
    #expect(request.requestID == "0123456789abcdef")
  }

  @Test func `header names are lower case with hyphens`() throws {
    let head = try #require(Self.head([("HTTP_ACCEPT_LANGUAGE", "he"), ("HTTP_SEC_FETCH_SITE", "same-origin")]))
    #expect(head.headers["accept-language"] == "he")
    #expect(head.headers["sec-fetch-site"] == "same-origin")
    #expect(head.headers["host"] == "praxis.example")
  }

  @Test func `type and length come from their own parameters, never from headers`() throws {
    let head = try #require(
      Self.head([
        ("CONTENT_TYPE", "text/plain"), ("CONTENT_LENGTH", "12"), ("HTTP_CONTENT_TYPE", "text/html"),
        ("HTTP_CONTENT_LENGTH", "999"),
      ]))
    #expect(head.headers["content-type"] == "text/plain")
    #expect(head.headers["content-length"] == nil)
    #expect(head.contentLength == 12)
  }

  @Test func `a Proxy header vanishes`() throws {
    #expect(try #require(Self.head([("HTTP_PROXY", "http://evil.example")])).headers["proxy"] == nil)
  }

  @Test(arguments: [
    "REQUEST_METHOD", "REQUEST_URI", "REMOTE_ADDR", "HTTPS", "PRAXIS_SECRET", "HTTP_HOST",
  ])
  func `a security-relevant parameter sent twice is refused, even with the same value`(name: String) {
    let values = ["REQUEST_METHOD": "GET", "HTTPS": "on"]
    #expect(Self.head([(name, values[name] ?? "x")]) == nil)
  }

  @Test(arguments: ["HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_X_TENANT", "HTTP_AUTHORIZATION", "HTTP_SEC_FETCH_SITE"])
  func `a header that may occur once is refused when it occurs twice`(name: String) {
    #expect(Self.head([(name, "a")]) != nil)
    #expect(Self.head([(name, "a"), (name, "b")]) == nil)
  }

  @Test(arguments: ["HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE", "HTTP_HOST"])
  func `two lines that nginx joined are refused like two`(name: String) {
    #expect(Self.head([(name, "same-origin")], without: [name]) != nil)
    #expect(Self.head([(name, "same-origin, same-origin")], without: [name]) == nil)
  }

  @Test func `list headers on two lines are joined`() throws {
    let head = try #require(Self.head([("HTTP_ACCEPT", "text/html"), ("HTTP_ACCEPT", "*/*")]))
    #expect(head.headers["accept"] == "text/html, */*")
  }

  @Test(arguments: ["REQUEST_METHOD", "REQUEST_URI", "REMOTE_ADDR"])
  func `a missing parameter is refused`(name: String) {
    #expect(Self.head(without: [name]) == nil)
  }

  @Test(arguments: ["/a b", "/a\r\nX: y", "/\u{e9}", "/a\u{0}", ""])
  func `a target with bytes that no URL holds is refused`(target: String) {
    #expect(Self.head([("REQUEST_URI", target)], without: ["REQUEST_URI"]) == nil)
  }

  @Test(arguments: ["-1", "1e3", "0x10", "99999999999999999999999", "1 2", "+5"])
  func `a length that is no number is refused`(length: String) {
    #expect(Self.head([("CONTENT_LENGTH", length)]) == nil)
  }

  @Test(arguments: ["off", "ON", "1", ""])
  func `only on means TLS`(value: String) throws {
    #expect(try #require(Self.head([("HTTPS", value)], without: ["HTTPS"])).isSecure == false)
  }
}
