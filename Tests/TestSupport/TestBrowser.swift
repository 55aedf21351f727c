import Core
import Crypto
@_spi(Bootstrap) import Database
import FastCGI
import Foundation
import Identity
import Logging
import Routing
import SQL
import Server
import Templates
import Web

/// A browser of one person against the real router, templates and database, without nginx between: keeps cookies, sends
/// the CSRF token of the last page and the headers a browser sends.
public final class TestBrowser {
  private let dispatcher: Dispatcher
  public private(set) var cookies: [String: String] = [:]
  public private(set) var csrf = ""
  /// What the forms behind each kind of sign-in carry.
  public private(set) var sessionCSRF: [SessionKind: String] = [:]
  public var headers: [String: String] = [:]
  /// The time the server believes it is.
  public var now = Instant.now
  public var address = "203.0.113.7"

  /// - Parameter sendsMail: false for a production without a mail server.
  public init(
    isDevelopment: Bool = false, sendsMail: Bool = true, _ settings: ApplicationSettings = TestBrowser.settings
  ) {
    let router = Router(Application.routes(isDevelopment: isDevelopment, settings))
    dispatcher = Dispatcher(router: router, site: sendsMail ? TestBrowser.site : TestBrowser.siteWithoutMail) {
      try TestServer.connect()
    }
  }

  public static let settings = ApplicationSettings(
    holdsPerHour: 1_000_000, baseURL: "https://praxis.example", allowsLoopback: true)

  public static let site = make(sendsMail: true)
  private static let siteWithoutMail = make(sendsMail: false)

  private static func make(sendsMail: Bool) -> Site {
    do {
      return try Site(
        templatesFolder: TestServer.repository + "/templates", assetVersion: "0",
        addressKey: [UInt8](repeating: 7, count: 16),
        log: RequestLog(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), sendsMail: sendsMail,
        identity: IdentitySettings(baseURL: "https://praxis.example"))
    } catch { fatalError("\(error)") }
  }

  @discardableResult
  public func get(_ target: String) -> TestResponse { send("GET", target, headers: [:], body: []) }

  /// - Parameter csrf: what the last page's form carried, unless told otherwise.
  @discardableResult
  public func post(_ target: String, _ fields: [String: String], csrf: String? = nil) -> TestResponse {
    var all = fields
    all["csrf"] = csrf ?? self.csrf
    let body = all.sorted { $0.key < $1.key }.map { TestBrowser.encode($0.key) + "=" + TestBrowser.encode($0.value) }
    return send(
      "POST", target,
      headers: [
        "content-type": "application/x-www-form-urlencoded", "origin": "https://praxis.example",
        "sec-fetch-site": "same-origin",
      ], body: Array(body.joined(separator: "&").utf8))
  }

  @discardableResult
  public func send(_ method: String, _ target: String, headers: [String: String], body: [UInt8]) -> TestResponse {
    var sent = ["host": "praxis.example", "accept-language": "en"]
    if !cookies.isEmpty { sent["cookie"] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
    sent.merge(self.headers) { $1 }
    sent.merge(headers) { $1 }
    let request = Request(
      method: method, target: target, headers: sent, body: body, remoteAddress: address, isSecure: true,
      requestID: "00000000000000ff")
    let response = dispatcher.respond(to: request, at: now)
    for cookie in response.cookies {
      cookies[Cookie.name(cookie.name, isSecure: true)] = cookie.maxAge == 0 ? nil : cookie.value
    }
    let answer = TestResponse(response)
    if let token = answer.csrf { csrf = token }
    return answer
  }

  /// Signs in without the pages, as a person whose second factor was accepted.
  public func signIn(_ user: UserID, of practice: TestPractice) throws {
    let (id, token) = (EntityID.make(), Token.make())
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.session", "identity_session", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO identity_session (practice_id, id, token_hash, kind, user_id, created_at, seen_at, expires_at,
            proofs, confirmed_at)
          VALUES (\(tx.scope), \(id), \(token.hash), 'staff', \(user), \(self.now), \(self.now),
            \(self.now.adding(hours: 12)), 'password,totp', \(self.now))
          """)
      }
    }
    hold(token, .staff, csrf: practice.connection.csrf(of: id))
  }
  /// - Parameters:
  ///   - proofs: by commas; beside the mailbox, what else was shown.
  ///   - account: of somebody who acts for the patient.
  public func signIn(
    patient: PatientID, of practice: TestPractice, proofs: String = "mail", actingAs account: EntityID? = nil
  ) throws {
    let (id, token) = (EntityID.make(), Token.make())
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.session", "identity_session", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO identity_session (practice_id, id, token_hash, kind, patient_id, created_at, seen_at, expires_at,
            proofs, confirmed_at, account_id)
          VALUES (\(tx.scope), \(id), \(token.hash), 'patient', \(patient), \(self.now), \(self.now),
            \(self.now.adding(hours: 12)), \(proofs), \(self.now), \(account))
          """)
      }
    }
    hold(token, .patient, csrf: practice.connection.csrf(of: id))
  }

  private func hold(_ token: Token, _ kind: SessionKind, csrf: String) {
    cookies[Cookie.name(SessionCookie.name(kind), isSecure: true)] = token.text
    sessionCSRF[kind] = csrf
    self.csrf = csrf
  }

  static func encode(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = byte < 128 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
    }.joined()
  }
}

/// What came back, with what tests ask of it.
public struct TestResponse {
  public let response: Response
  public init(_ response: Response) { self.response = response }
  public var status: Int { response.status }
  public var body: String { String(decoding: response.body, as: UTF8.self) }
  public var location: String? { response.header("Location") }
  /// The token of the first form on the page.
  public var csrf: String? { value(after: "name=\"csrf\" value=\"") }

  /// The text after the first occurrence of `marker`, up to the next quote.
  public func value(after marker: String) -> String? {
    guard let start = body.range(of: marker) else { return nil }
    return String(body[start.upperBound...].prefix { $0 != "\"" })
  }
  /// Every text between `marker` and the next quote.
  public func values(after marker: String) -> [String] {
    body.components(separatedBy: marker).dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
  /// The page's words: tags dropped, white space folded.
  public var words: String {
    var text = ""
    var inTag = false
    for scalar in body.unicodeScalars {
      if scalar == "<" {
        inTag = true
        text += " "
      } else if scalar == ">" {
        inTag = false
      } else if !inTag {
        text.unicodeScalars.append(scalar)
      }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
