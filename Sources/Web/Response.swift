/// One HTTP response. Security headers are added by the server, not by handlers.
public struct Response: Sendable, Equatable {
  public var status: Int
  /// In the order written. Values are checked when written: CR, LF and NUL never reach the wire.
  public var headers: [(name: String, value: String)]
  public var cookies: [Cookie]
  public var body: [UInt8]

  public init(
    status: Int, headers: [(name: String, value: String)] = [], cookies: [Cookie] = [], body: [UInt8] = []
  ) {
    self.status = status
    self.headers = headers
    self.cookies = cookies
    self.body = body
  }

  /// `text/html; charset=utf-8`, never stored by a cache.
  public static func html(_ body: [UInt8], status: Int = 200) -> Response {
    Response(
      status: status,
      headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], body: body)
  }
  public static func text(_ body: String, status: Int = 200) -> Response {
    Response(
      status: status,
      headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")], body: Array(body.utf8))
  }
  /// 303 See Other. `location` is a path of our own.
  public static func redirect(_ location: String, cookies: [Cookie] = []) -> Response {
    Response(status: 303, headers: [("Location", location), ("Cache-Control", "no-store")], cookies: cookies)
  }

  /// 303 to another site: only to one that the practice itself has chosen. No form leads here, as the content security
  /// policy lets none leave the site.
  public static func leaving(to url: String) -> Response {
    Response(status: 303, headers: [("Location", url), ("Cache-Control", "no-store")])
  }

  public func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

  public static func == (a: Response, b: Response) -> Bool {
    a.status == b.status && a.cookies == b.cookies && a.body == b.body
      && a.headers.count == b.headers.count
      && zip(a.headers, b.headers).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }
}
