/// One HTTP request as the worker received it. Header names are lower case.
///
/// The path is decoded here, strictly, from the raw request target: nginx hands over decoded paths with control
/// characters in them, so they are never used.
public struct Request: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
  }

  /// Nil for a method Praxis does not know; answered with 405.
  public let method: Method?
  /// Decoded path segments; `/` is an empty list. Nil when the target is not a valid path: answered with 400.
  public let path: [String]?
  /// Decoded query. Nil when it is malformed: answered with 400.
  public let query: Form?
  public let headers: [String: String]
  public let cookies: [String: String]
  public let body: [UInt8]
  /// The peer's address as nginx saw it.
  public let remoteAddress: String
  public let isSecure: Bool
  /// 16 hexadecimal digits that name this request in the response, the log and the error page.
  public let requestID: String

  public init(
    method: String, target: String, headers: [String: String] = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1", isSecure: Bool = true,
    requestID: String = "0000000000000000"
  ) {
    self.method = Method(rawValue: method)
    let parts = target.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.flatMap { PathDecoder.segments(Array($0)) }
    query = parts.count > 1 ? Form(urlEncoded: Array(parts[1])) : Form()
    self.headers = headers
    cookies = CookieParser.parse(headers["cookie"] ?? "")
    self.body = body
    self.remoteAddress = remoteAddress
    self.isSecure = isSecure
    self.requestID = requestID
  }

  public var host: String { headers["host"] ?? "" }
}
