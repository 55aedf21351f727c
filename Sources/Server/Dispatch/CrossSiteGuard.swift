import Core
import Crypto
import Web

/// Every POST carries the token of its session (or visitor) and comes from a page of our own: both are checked.
enum CrossSiteGuard {
  /// - Parameter token: of the session, or of the visitor on public pages.
  static func allows(_ request: Request, form: Form, token: Token?) -> Bool {
    guard let token, let sent = form["csrf"] else { return false }
    return Digest.areEqual(Array(sent.utf8), Array(token.csrf.utf8)) && isSameOrigin(request)
  }

  /// A browser sends one of the two headers with every POST; a request with neither is refused.
  static func isSameOrigin(_ request: Request) -> Bool {
    let site = request.headers["sec-fetch-site"]
    let origin = request.headers["origin"]
    if let site, site != "same-origin" { return false }
    if let origin, origin != (request.isSecure ? "https://" : "http://") + request.host { return false }
    return site != nil || origin != nil
  }
}
