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

  /// The page that an address for forms alone belongs to: where such a thing is begun, or the nearest page above. Who
  /// reloads what a form answered, or comes back to it in a tab that was put away, looks for that. Nil where there is none.
  public func page(behind path: [String]) -> String? {
    guard let pattern = routes.first(where: { $0.pattern.match(path) != nil })?.pattern else { return nil }
    for count in (1...max(1, path.count)).reversed() {
      let isBegunThere = !pattern.hasParameter(after: count)
      for end in (count < path.count ? [[]] : []) + (isBegunThere ? [["new"]] : [])
      where routes.contains(where: { $0.method == .get && $0.pattern.isBeginning(of: pattern, count, then: end) }) {
        return "/" + (path.prefix(count) + end).map { URLComponent($0).encoded }.joined(separator: "/")
      }
    }
    return nil
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
