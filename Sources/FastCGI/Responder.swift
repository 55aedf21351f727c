public import Web

/// What the accept loop hands requests to. Called on one thread, one request at a time; may block.
public protocol Responder {
  /// Never throws: every failure is a response.
  func respond(to request: Request) -> Response

  /// The page for a request that was refused before it became a `Request`: 400, 403 or 413.
  /// Nothing of the request may be shown in it.
  func refusal(status: Int, requestID: String) -> Response
}

extension Responder {
  public func refusal(status: Int, requestID: String) -> Response {
    .text("\(status) \(StatusText.reason(status))\nRequest \(requestID)\n", status: status)
  }
}
