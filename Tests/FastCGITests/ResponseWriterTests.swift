import Foundation
import Testing
import Web

@testable import FastCGI

@Suite("Responses become bytes")
struct ResponseWriterTests {
  static func text(_ response: Response, secure: Bool = true, head: Bool = false, strict: Bool = true) -> String {
    let writer = ResponseWriter(
      security: SecurityHeaders(strictTransport: strict), requestID: "00ff00ff00ff00ff", isSecure: secure, isHead: head)
    return String(decoding: writer.bytes(response), as: UTF8.self)
  }
  static func lines(_ text: String) -> [String] {
    (text.components(separatedBy: "\r\n\r\n").first ?? "").components(separatedBy: "\r\n")
  }

  @Test func `status, length and body are written`() {
    let text = Self.text(.text("grüß\n", status: 422))
    #expect(text.hasPrefix("Status: 422 Unprocessable Content\r\n"))
    #expect(Self.lines(text).contains("Content-Length: 7"))
    #expect(text.hasSuffix("\r\n\r\ngrüß\n"))
  }

  @Test(arguments: [200, 303, 400, 404, 413, 500])
  func `every response carries the security headers`(status: Int) {
    let lines = Self.lines(Self.text(Response(status: status)))
    for line in [
      "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin",
      "Cross-Origin-Resource-Policy: same-origin", "X-Request-ID: 00ff00ff00ff00ff", "Cache-Control: no-store",
      "Strict-Transport-Security: max-age=31536000; includeSubDomains",
      "Permissions-Policy: \(SecurityHeaders.permissionsPolicy)",
      "Content-Security-Policy: \(SecurityHeaders.contentSecurityPolicy)",
    ] {
      #expect(lines.filter { $0 == line }.count == 1, "\(line)")
    }
  }

  @Test func `the policy is the strict one`() {
    let policy = SecurityHeaders.contentSecurityPolicy
    #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
    #expect(policy.hasSuffix("require-trusted-types-for 'script'; trusted-types praxis"))
    #expect(!policy.contains("unsafe") && !policy.contains("*"))
  }

  @Test func `nginx sends the same headers with what it answers itself`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let snippet = try String(contentsOf: root.appending(path: "nginx/security-headers.conf"), encoding: .utf8)
    for (name, value) in SecurityHeaders(strictTransport: false).lines(requestID: "", isSecure: false, ownPolicy: false)
    where name != "X-Request-ID" {
      #expect(snippet.contains("add_header \(name) \"\(value)\" always;"), "\(name)")
    }
    #expect(snippet.contains("add_header X-Request-ID $request_id always;"))
  }

  @Test func `a response may bring a policy of its own, which stands alone`() {
    let lines = Self.lines(
      Self.text(Response(status: 200, headers: [("content-security-policy", "sandbox; default-src 'none'")])))
    #expect(lines.filter { $0.lowercased().hasPrefix("content-security-policy:") }.count == 1)
    #expect(lines.contains("content-security-policy: sandbox; default-src 'none'"))
  }

  @Test func `strict transport is sent on TLS only, and not where it is switched off`() {
    #expect(!Self.text(Response(status: 200), secure: false).contains("Strict-Transport"))
    #expect(!Self.text(Response(status: 200), strict: false).contains("Strict-Transport"))
  }

  @Test(arguments: ["a\r\nSet-Cookie: x=1", "a\nX: y", "a\rb", "a\u{0}b", "a\r\n\r\n<script>", "\u{301}\r\n\u{301}x"])
  func `a line break in a value never reaches the wire`(value: String) {
    let clean = Self.lines(Self.text(Response(status: 200, headers: [("X-Note", "v")])))
    let text = Self.text(Response(status: 200, headers: [("X-Note", value)]))
    #expect(Self.lines(text).count == clean.count)
    #expect(!text.utf8.contains(0))
    #expect(text.hasSuffix("\r\n\r\n"))
  }

  @Test(arguments: ["X Y", "X:Y", "X\r\nY", "", "é"])
  func `a header whose name is no token is left out`(name: String) {
    #expect(Self.text(Response(status: 200, headers: [(name, "v-a-l-u-e")])).contains("v-a-l-u-e") == false)
  }

  @Test(arguments: [
    "X-Accel-Redirect", "status", "Content-Length", "Transfer-Encoding", "X-Request-ID", "Referrer-Policy",
  ])
  func `a handler cannot set what belongs to the server`(name: String) {
    #expect(Self.text(Response(status: 200, headers: [(name, "7777")])).contains("7777") == false)
  }

  @Test func `cookies are one line each`() {
    let response = Response(status: 200, cookies: [Cookie("sid", "abc"), Cookie("csrf", "def")])
    let cookies = Self.lines(Self.text(response)).filter { $0.hasPrefix("Set-Cookie: ") }
    #expect(cookies.count == 2)
    #expect(cookies.allSatisfy { $0.contains("HttpOnly") && $0.contains("Secure") && $0.contains("__Host-") })
  }

  @Test func `HEAD is GET without the body`() {
    let get = Self.text(.text("hello\n"))
    let head = Self.text(.text("hello\n"), head: true)
    #expect(get == head + "hello\n")
  }

  @Test(arguments: [204, 304]) func `an answer without content has neither body nor length`(status: Int) {
    let text = Self.text(Response(status: status, body: [0x41]))
    #expect(text.hasSuffix("\r\n\r\n"))
    #expect(!text.contains("Content-Length"))
  }

  @Test func `a handler's own cache rule stays`() {
    let text = Self.text(Response(status: 200, headers: [("Cache-Control", "private, max-age=5")]))
    #expect(text.contains("Cache-Control: private, max-age=5"))
    #expect(!text.contains("no-store"))
  }
}
