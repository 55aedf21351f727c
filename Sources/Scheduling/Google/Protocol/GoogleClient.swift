import Core
import Outbound
import Web

/// Asks Google: fixed addresses, https, no redirects. Blocks; for jobs, and for the moment in which somebody connects.
struct GoogleClient: Sendable {
  let app: GoogleApp
  private let http: HTTPClient

  static let limits = JSONLimits(bytes: External.limitBytes, depth: 12, values: 400_000)
  /// Whom nobody waits for.
  static let timeoutInJobs = 10_000
  /// Somebody waits for the page, and a worker with them.
  static let timeoutInRequests = 4000

  init(_ app: GoogleApp, timeout: Int) {
    self.app = app
    http = HTTPClient(allowsLoopback: app.isFake, bodyLimit: External.limitBytes, timeout: timeout)
  }

  // MARK: Keys

  struct Keys: Sendable {
    let access: String
    let seconds: Int
    let refresh: String?
    let scopes: Set<Substring>
  }

  func exchange(_ code: String, verifier: String, redirect: String) throws(GoogleProblem) -> Keys {
    try keys([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", verifier),
    ])
  }

  func refresh(_ token: String) throws(GoogleProblem) -> Keys {
    try keys([("grant_type", "refresh_token"), ("refresh_token", token)])
  }

  /// Also for a token that has ended already.
  func revoke(_ token: String) throws(GoogleProblem) {
    do throws(GoogleProblem) {
      _ = try answer(to: form(app.revocationAddress, [("token", token)]))
    } catch .malformed {}
  }

  private func keys(_ fields: [(name: String, value: String)]) throws(GoogleProblem) -> Keys {
    let own = [(name: "client_id", value: app.clientID), (name: "client_secret", value: app.secret)]
    let body = try object(in: answer(to: form(app.tokenAddress, own + fields)))
    guard let access = body["access_token"]?.string, let seconds = body["expires_in"]?.seconds, !access.isEmpty,
      access.utf8.count <= 2048, body["refresh_token"]?.string?.utf8.count ?? 0 <= 1024
    else { throw .content }
    return Keys(
      access: access, seconds: Int(min(seconds, 86_400)), refresh: body["refresh_token"]?.string,
      scopes: Set((body["scope"]?.string ?? "").split(separator: " ")))
  }

  private func form(_ url: String, _ fields: [(name: String, value: String)]) -> HTTPRequest {
    HTTPRequest(
      .post, url, headers: [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")],
      body: Array(URLComponent.query(fields).utf8))
  }

  // MARK: Calendar

  func get(_ path: String, _ query: [(name: String, value: String)], key: String) throws(GoogleProblem) -> JSONObject {
    let url = app.calendarAddress + path + "?" + URLComponent.query(query)
    return try object(in: answer(to: HTTPRequest(.get, url, headers: Self.headers(key))))
  }

  func send(_ method: HTTPRequest.Method, _ path: String, _ body: [UInt8], key: String) throws(GoogleProblem)
    -> JSONObject
  {
    let headers = Self.headers(key) + [(name: "Content-Type", value: "application/json; charset=utf-8")]
    return try object(in: answer(to: HTTPRequest(method, app.calendarAddress + path, headers: headers, body: body)))
  }

  func delete(_ path: String, key: String) throws(GoogleProblem) {
    _ = try answer(to: HTTPRequest(.delete, app.calendarAddress + path, headers: Self.headers(key)))
  }

  private static func headers(_ key: String) -> [(name: String, value: String)] {
    [("Accept", "application/json"), ("Authorization", "Bearer " + key)]
  }

  // MARK: Answers

  private func object(in response: HTTPResponse) throws(GoogleProblem) -> JSONObject {
    guard let object = JSONText.object(response.body, Self.limits) else { throw .content }
    return object
  }

  private func answer(to request: HTTPRequest) throws(GoogleProblem) -> HTTPResponse {
    switch http.send(request) {
    case .response(let response):
      guard (200...299).contains(response.status) else { throw Self.problem(response) }
      return response
    case .refused: throw .malformed
    case .failed(let failure):
      switch failure {
      case .nameUnknown, .unreachable, .untrusted, .broken, .redirected: throw .away
      case .timedOut: throw .slow
      case .tooLarge: throw .large
      }
    }
  }

  /// Reasons that mean "later" although they come as 403.
  private static let reasonsToWait: Set<String> = [
    "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded",
  ]

  private static func problem(_ response: HTTPResponse) -> GoogleProblem {
    let error = JSONText.object(response.body, limits)?["error"]
    if error?.string == "invalid_grant" { return .permission }
    let wait = response.headers["retry-after"].flatMap { Int($0) }
    let reason = error?.object?["errors"]?.array?.first?.object?["reason"]?.string
    switch response.status {
    case 401: return .key
    case 429: return .wait(seconds: wait)
    case 403 where reason.map { reasonsToWait.contains($0) } == true: return .wait(seconds: wait)
    case 403: return .forbidden
    case 404, 410: return .absent
    case 409: return .doubled
    case 400...499: return .malformed
    default: return wait == nil ? .server : .wait(seconds: wait)
    }
  }
}
