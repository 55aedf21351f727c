/// A request to somebody else's server.
public struct HTTPRequest: Sendable, Equatable {
  public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    /// Asks and changes nothing (RFC 3253).
    case report = "REPORT"
  }

  public let method: Method
  /// Absolute, percent-encoded, without user name and password.
  public let url: String
  public let headers: [(name: String, value: String)]
  /// Not sent with GET.
  public let body: [UInt8]

  public init(_ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }

  public static func == (a: HTTPRequest, b: HTTPRequest) -> Bool {
    a.method == b.method && a.url == b.url && a.body == b.body
      && a.headers.elementsEqual(b.headers) { $0.name == $1.name && $0.value == $1.value }
  }

  /// Token names (RFC 9110, 5.6.2), values of visible ASCII, spaces and tabs; none of the headers that frame or route.
  var hasSafeHeaders: Bool {
    headers.allSatisfy { header in
      !HTTPRequest.ownHeaders.contains(header.name.lowercased())
        && HeaderToken.isToken(header.name) && header.value.utf8.allSatisfy { (0x20...0x7e).contains($0) || $0 == 9 }
    }
  }

  private static let ownHeaders: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "te", "trailer", "upgrade", "expect",
    "proxy-authorization", "proxy-connection",
  ]

  /// As libcurl wants them. A name without a value removes what libcurl would add by itself.
  var headerLines: [String] {
    // libcurl drops "Name: " without a value; "Name;" sends it empty.
    var lines = headers.map { header in
      header.value.utf8.allSatisfy { $0 == 0x20 || $0 == 9 } ? header.name + ";" : header.name + ": " + header.value
    }
    lines.append("Expect:")
    if !headers.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
    return lines
  }
}
