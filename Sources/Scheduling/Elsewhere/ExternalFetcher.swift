import Calendars
import Core
import Outbound

/// Asks another server for a calendar: a file, or a CalDAV collection. Blocks; for jobs.
public struct ExternalFetcher: Sendable {
  private let client: HTTPClient

  /// - Parameter isDevelopment: http, and servers on this machine.
  public init(isDevelopment: Bool) {
    client = HTTPClient(
      allowedPorts: [8443], allowsLoopback: isDevelopment, bodyLimit: External.limitBytes,
      timeout: External.timeoutMilliseconds)
  }

  enum Answer {
    /// Calendar files, and what to ask with the next time.
    case files([[UInt8]], etag: String?, modified: String?)
    case unchanged
    case failed(ExternalProblem)
  }

  /// - Parameter asksForAll: also when nothing has changed.
  func ask(_ external: External, from: Instant, until: Instant, asksForAll: Bool) -> Answer {
    switch external.kind {
    case .file: file(external, asksForAll: asksForAll)
    case .caldav: collection(external, from: from, until: until)
    case .google: .failed(.content)
    }
  }

  private func login(_ external: External) -> [(name: String, value: String)] {
    guard let user = external.login else { return [] }
    return [HTTPRequest.basic(user, external.password ?? "")]
  }

  private func file(_ external: External, asksForAll: Bool) -> Answer {
    var headers = login(external) + [("Accept", "text/calendar")]
    if !asksForAll {
      if let etag = external.etag { headers.append(("If-None-Match", etag)) }
      if let modified = external.modified { headers.append(("If-Modified-Since", modified)) }
    }
    let request = HTTPRequest(.get, external.address, headers: headers)
    switch success(client.send(request, redirects: External.redirects)) {
    case .failure(let problem): return .failed(problem.problem)
    case .success(let response) where response.status == 304: return asksForAll ? .failed(.server) : .unchanged
    case .success(let response):
      return .files(
        [response.body], etag: ExternalFetcher.kept(response.headers["etag"]),
        modified: ExternalFetcher.kept(response.headers["last-modified"]))
    }
  }

  private func collection(_ external: External, from: Instant, until: Instant) -> Answer {
    let headers =
      login(external) + [("Depth", "1"), ("Content-Type", "application/xml; charset=utf-8")]
    let request = HTTPRequest(.report, external.address, headers: headers, body: CalDAV.query(from: from, until: until))
    switch success(client.send(request, redirects: External.redirects)) {
    case .failure(let problem): return .failed(problem.problem)
    case .success(let response):
      guard let files = CalDAV.calendars(in: response.body) else { return .failed(.content) }
      return .files(files, etag: nil, modified: nil)
    }
  }

  /// Validators are somebody else's text: only what can be sent back, and not endlessly long.
  private static func kept(_ value: String?) -> String? {
    value.flatMap { $0.utf8.count <= 200 && $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } ? $0 : nil }
  }

  private struct Failure: Error { let problem: ExternalProblem }

  private func success(_ result: HTTPResult) -> Result<HTTPResponse, Failure> {
    switch result {
    case .response(let response):
      switch response.status {
      case 200...299, 304: .success(response)
      case 401, 403: .failure(Failure(problem: .login))
      case 404, 410: .failure(Failure(problem: .gone))
      default: .failure(Failure(problem: .server))
      }
    case .refused: .failure(Failure(problem: .address))
    case .failed(let failure):
      switch failure {
      case .nameUnknown, .unreachable, .broken: .failure(Failure(problem: .away))
      case .untrusted: .failure(Failure(problem: .untrusted))
      case .timedOut: .failure(Failure(problem: .slow))
      case .tooLarge: .failure(Failure(problem: .large))
      case .redirected: .failure(Failure(problem: .redirect))
      }
    }
  }
}
