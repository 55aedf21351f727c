import Core
import Crypto
import Foundation
import Routing
import TestSupport
import Web

/// A request to a route with values for its parameters.
struct Ask {
  let route: Route
  let values: [String: String]

  init(_ route: Route, _ value: (String) throws -> String) rethrows {
    self.route = route
    values = Dictionary(uniqueKeysWithValues: try route.pattern.parameterNames.map { ($0, try value($0)) })
  }

  var target: String {
    values.reduce(route.pattern.description) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
  }

  /// GET, or POST with the token that this browser would send. Nothing else is filled in unless given.
  func send(_ browser: TestBrowser, _ fields: [String: String] = [:]) -> TestResponse {
    switch route.method {
    case .post: return browser.post(target, fields, csrf: csrf(of: browser))
    case .get, .head:
      let query = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(Ask.encode($0.value))" }.joined(separator: "&")
      return browser.get(target + (query.isEmpty ? "" : "?" + query))
    }
  }

  private static func encode(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  /// What forms of this route are bound to.
  func csrf(of browser: TestBrowser) -> String {
    switch route.access {
    case "staff": return browser.sessionCSRF[.staff] ?? ""
    case "portal": return browser.sessionCSRF[.patient] ?? ""
    default:
      let visitor = browser.cookies[Cookie.name(SessionCookie.visitor, isSecure: true)]
      return visitor.flatMap { Token(text: $0) }?.csrf ?? ""
    }
  }
}

extension TestResponse {
  var isToSignIn: Bool { status == 303 && (location == "/sign-in" || location == "/portal/sign-in") }
  /// What stands in a cell of matrix.txt.
  var code: String { isToSignIn ? "in" : String(status) }

  /// The answer without what differs between two requests of the same kind: the ids asked for, tokens, other ids.
  func blanked(_ values: some Collection<String>) -> String {
    var text = "\(status)\n" + response.headers.map { "\($0.name): \($0.value)\n" }.joined()
    text += response.cookies.map { "Set-Cookie: \($0.name)\n" }.joined() + "\n" + body
    for value in values.sorted(by: { $0.count > $1.count }) {
      text = text.replacingOccurrences(of: value, with: "{value}")
    }
    text = text.replacing(/name="csrf" value="[^"]*"/, with: "{csrf}")
    return text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "{id}")
  }
}
