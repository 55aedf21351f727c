public import FastCGI
import Web

/// Where the parts of the server are put together.
public enum Bootstrap {
  /// What answers the requests of one worker process.
  public static func responder(_ configuration: Configuration) throws(OperatorError) -> any Responder {
    HealthResponder()
  }

  /// Body limits of one worker. nginx's files name the same upload prefixes.
  public static func limits(_ configuration: Configuration) -> Limits {
    Limits(uploadPrefixes: ["/patients/import"])
  }
}

/// Answers `/healthz` until the router is wired in.
private struct HealthResponder: Responder {
  func respond(to request: Request) -> Response {
    guard let path = request.path, request.query != nil else { return refusal(status: 400, requestID: request.requestID) }
    guard let method = request.method, method != .post else {
      var response = refusal(status: 405, requestID: request.requestID)
      response.headers.append(("Allow", "GET, HEAD"))
      return response
    }
    guard path == ["healthz"] else { return refusal(status: 404, requestID: request.requestID) }
    return .text("ok\n")
  }
}
