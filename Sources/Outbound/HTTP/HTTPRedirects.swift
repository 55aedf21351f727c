/// Redirects, followed by us and not by libcurl: each address is held against every rule the first one was.
extension HTTPClient {
  /// - Parameter redirects: how many may be followed, of GET and REPORT: nothing else is sent to where it was not meant.
  public func send(_ request: HTTPRequest, redirects: Int) -> HTTPResult {
    var request = request
    var left = redirects
    while true {
      let result = send(request)
      guard case .response(let response) = result, [301, 302, 303, 307, 308].contains(response.status),
        request.method == .get || request.method == .report
      else { return result }
      guard left > 0, let location = response.headers["location"] else { return .failed(.redirected) }
      left -= 1
      guard let from = CurlAddress(url: request.url), let to = CurlAddress(url: request.url), to.follow(location),
        let url = to.url
      else { return .refused(.malformedURL) }
      // Who is asked for a password must be who it was given to.
      let isSame = from.scheme == to.scheme && from.host == to.host && from.port == to.port
      let headers = isSame ? request.headers : request.headers.filter { $0.name.lowercased() != "authorization" }
      request = HTTPRequest(response.status == 303 ? .get : request.method, url, headers: headers, body: request.body)
    }
  }
}

extension HTTPRequest {
  /// The header of a user name and a password (RFC 7617).
  public static func basic(_ user: String, _ password: String) -> (name: String, value: String) {
    ("Authorization", "Basic " + String(decoding: Base64.encode(Array((user + ":" + password).utf8)), as: UTF8.self))
  }
}
