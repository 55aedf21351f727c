import Crypto
import Routing
import Web

/// The browser at the other end, told apart by its visitor cookie: a half-finished sign-in goes on in the same one.
enum Visitor {
  /// Nil when it has sent no cookie yet.
  static func hash(_ request: Request) -> [UInt8]? {
    request.cookies[Cookie.name(SessionCookie.visitor, isSecure: request.isSecure)].flatMap { Token(text: $0) }?.hash
  }
}
