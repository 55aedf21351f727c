import Core
import Crypto
import Web

/// Every POST carries the token of its session (or visitor) and comes from a page of our own: both are checked.
enum CrossSiteGuard {
  /// - Parameter csrf: of the session, or of the visitor on public pages.
  static func allows(_ request: Request, form: Form, csrf: String?) -> Bool {
    guard let csrf, let sent = form["csrf"] else { return false }
    return Digest.areEqual(Array(sent.utf8), Array(csrf.utf8)) && isSameOrigin(request)
  }

  /// Browsers of today say where a request comes from in `Sec-Fetch-Site`, which pages cannot forge; it decides. Older
  /// ones send `Origin` with every POST. A request with neither is refused.
  static func isSameOrigin(_ request: Request) -> Bool {
    let origin = request.headers["origin"]
    let own = (request.isSecure ? "https://" : "http://") + request.host
    guard let site = request.headers["sec-fetch-site"] else { return origin == own }
    // `null` is what privacy settings make of our own origin.
    return site == "same-origin" && (origin == nil || origin == "null" || origin == own)
  }
}
