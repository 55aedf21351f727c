public import Web

/// Finds the route of a request. Built once at start; two routes with the same form are a bug found there.
public struct Router: Sendable {
  public let routes: [Route]

  public enum Match: Sendable {
    case found(Route, [String: String])
    case notFound
    /// The address exists, not for this method.
    case methodNotAllowed(allowed: [String])
  }

  public init(_ routes: [Route]) {
    self.routes = routes.sorted { $0.pattern.precedence.lexicographicallyPrecedes($1.pattern.precedence) }
    var seen: Set<String> = []
    for route in routes {
      precondition(
        seen.insert("\(route.method.rawValue) \(route.pattern)").inserted,
        "\(route.method) \(route.pattern) stands twice")
    }
  }

  /// HEAD is answered by the GET route; the server leaves the body out.
  public func match(_ method: Request.Method?, _ path: [String]) -> Match {
    let wanted: Request.Method? = method == .head ? .get : method
    var pattern: RoutePattern?
    var allowed: [String] = []
    for route in routes {
      // The first pattern that fits decides: a wider one may not answer for another method.
      if let pattern, route.pattern != pattern { continue }
      guard let values = route.pattern.match(path) else { continue }
      pattern = route.pattern
      if route.method == wanted { return .found(route, values) }
      allowed.append(route.method.rawValue)
    }
    return allowed.isEmpty
      ? .notFound : .methodNotAllowed(allowed: allowed.contains("GET") ? allowed + ["HEAD"] : allowed)
  }
}
