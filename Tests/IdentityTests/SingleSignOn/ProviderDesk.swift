import Core
import Foundation
import Outbound
import TestSupport
import Testing

@testable import Identity

/// A provider of its own for one test (Tests/peers/oidc_peer.py, Authlib), and what people do there.
final class OIDCPeer {
  static let client = "praxis-client"
  static let secret = "s3cret:with/odd+signs"
  private let process: ChildProcess
  let issuer: String
  private let http = HTTPClient(allowsLoopback: true)

  init() throws {
    let (process, port) = try Peer.serve("oidc_peer.py")
    self.process = process
    issuer = "http://127.0.0.1:\(port)"
  }
  func stop() { process.stop() }

  /// Says how it behaves from now on; gives how many tokens were asked for.
  @discardableResult
  func control(_ settings: [String: Any]) throws -> Int {
    let body = try JSONSerialization.data(withJSONObject: settings)
    let answer = try response(HTTPRequest(.post, issuer + "/control", body: Array(body)))
    let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
    return object?["tokens"] as? Int ?? -1
  }

  /// A browser goes there, the person is known there, and it is sent back: to this path of ours.
  func signIn(at address: String?) throws -> String {
    let answer = try response(HTTPRequest(.get, address ?? "none"))
    guard answer.status == 302, let location = answer.headers["location"] else {
      throw TestFailure("the provider answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
    }
    guard location.hasPrefix("https://praxis.example/") else { throw TestFailure("sent to \(location)") }
    return String(location.dropFirst("https://praxis.example".count))
  }
  /// What it answers to an address it does not take.
  func refusal(at address: String) throws -> Int { try response(HTTPRequest(.get, address)).status }

  private func response(_ request: HTTPRequest) throws -> HTTPResponse {
    guard case .response(let answer) = http.send(request) else { throw TestFailure("no answer from \(request.url)") }
    return answer
  }
}

/// A practice whose owner has turned single sign-on on, and a member of staff.
struct ProviderDesk {
  let practice: TestPractice
  let peer: OIDCPeer
  let owner: Staff
  let staff: Staff
  let atOwner = TestBrowser.somewhere()

  init(_ practice: TestPractice, _ peer: OIDCPeer, isOn: Bool = true) throws {
    self.practice = practice
    self.peer = peer
    owner = try Staff(in: practice, role: .owner)
    staff = try Staff(in: practice)
    try atOwner.signIn(owner.user, of: practice)
    if isOn {
      let answer = save()
      guard answer.location == "/settings/single-sign-on?done=on" else {
        throw TestFailure("not turned on: \(answer.status) \(answer.words)")
      }
    }
  }

  /// The settings' form as it is, with some fields changed.
  @discardableResult
  func save(_ changes: [String: String] = [:]) -> TestResponse {
    atOwner.now = atOwner.now.adding(seconds: 1)
    let version = atOwner.get("/settings/single-sign-on").value(after: "name=\"version\" value=\"") ?? ""
    let fields = [
      "version": version, "isOn": "1", "issuer": peer.issuer, "clientID": OIDCPeer.client,
      "clientSecret": OIDCPeer.secret, "emailDomain": "",
    ].merging(changes) { $1 }
    return atOwner.post("/settings/single-sign-on", fields.filter { $0.key != "isOn" || !$0.value.isEmpty })
  }

  var door: String { "/sign-in/at/\(practice.slug)" }

  /// To the provider and back; gives the answer's address.
  func leave(_ browser: TestBrowser) throws -> String {
    browser.get(door)
    return try peer.signIn(at: browser.get(door + "/provider").location)
  }
  /// The page that the provider sends to, and its form.
  func send(_ address: String, _ browser: TestBrowser) -> TestResponse {
    browser.post(door + "/session", browser.get(address).hiddenFields)
  }
  func signIn(_ browser: TestBrowser) throws -> TestResponse { send(try leave(browser), browser) }

  /// Connects a member of staff to whomever the provider takes them for.
  @discardableResult
  func connect(_ member: Staff, _ browser: TestBrowser) throws -> TestResponse {
    browser.now = browser.now.adding(seconds: 1)
    let page = browser.get(ProviderLinking.path)
    let link = try #require(page.value(after: "btn-primary\" href=\"")).replacing("&amp;", with: "&")
    let back = browser.get(try peer.signIn(at: link)).hiddenFields
    let query = back.map { "\($0.key)=\(TestBrowser.escape($0.value))" }.joined(separator: "&")
    return browser.post(ProviderLinking.path, browser.get(ProviderLinking.path + "/return?" + query).hiddenFields)
  }
  func connected() throws -> ProviderDesk {
    let browser = TestBrowser.somewhere()
    try browser.signIn(staff.user, of: practice)
    let answer = try connect(staff, browser)
    guard answer.location == "/account/security?done=provider" else {
      throw TestFailure("not connected: \(answer.status) \(answer.words)")
    }
    return self
  }
}

extension TestBrowser {
  static func escape(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }
}

extension TestResponse {
  /// What the page's forms carry unseen, beside the token.
  var hiddenFields: [String: String] {
    let found = body.matches(of: /<input type="hidden" name="([^"]+)" value="([^"]*)">/)
    let fields = found.map { (String($0.1), String($0.2).replacing("&amp;", with: "&")) }
    return Dictionary(fields.filter { $0.0 != "csrf" }) { first, _ in first }
  }
}
