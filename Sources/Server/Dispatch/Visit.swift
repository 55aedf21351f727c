import Core
import Crypto
import Database
import Messaging
import Routing
import Templates
import Web

/// What is known of the request being answered; filled step by step by the dispatcher. Lives as long as the request.
final class Visit {
  let request: Request
  let now: Instant
  let origin: Origin
  var route: Route?
  var parameters: [String: String] = [:]
  var form = Form()
  var files: [UploadedFile] = []
  var practice: PracticeProfile?
  var session: SessionInfo?
  var role: Role?
  /// What the forms of this request are bound to: the visitor on public pages, else the session.
  var csrf: String?
  /// How much is new for the member of staff; nil where that is not said.
  var news: NewsCount?
  /// A session that was just confirmed goes on under a new token.
  var sessionCookie: Cookie?
  private(set) var newCookies: [Cookie] = []

  init(_ request: Request, now: Instant) {
    self.request = request
    self.now = now
    origin = Origin(address: request.remoteAddress, requestID: request.requestID)
    if let language = LanguageChoice.chosen(request) {
      newCookies.append(Cookie(LanguageChoice.cookieName, language.rawValue, maxAge: 365 * 86_400))
    }
  }

  func take(_ route: Route, _ parameters: [String: String], _ form: Form, _ files: [UploadedFile]) {
    self.route = route
    self.parameters = parameters
    self.form = form
    self.files = files
  }

  var language: Language {
    LanguageChoice.resolve(request, person: session?.language, practice: practice?.language)
  }

  func sessionToken(_ kind: SessionKind) -> Token? { cookie(SessionCookie.name(kind)) }

  private func cookie(_ name: String) -> Token? {
    request.cookies[Cookie.name(name, isSecure: request.isSecure)].flatMap { Token(text: $0) }
  }

  /// The visitor's secret; made on the first page that may hold a form. Only a page may make one: a POST without the
  /// cookie is refused by its missing token.
  lazy var visitorToken: Token? = {
    if let known = cookie(SessionCookie.visitor) { return known }
    guard route?.method == .get else { return nil }
    let made = Token.make()
    newCookies.append(Cookie(SessionCookie.visitor, made.text))
    return made
  }()

  func call(_ site: Site, session: SessionInfo?) -> Call {
    Call(
      request: request, parameters: parameters, form: form, files: files,
      text: site.catalogs.localizer(for: language),
      formats: Formats(language: language, uses12HourClock: practice?.uses12HourClock ?? false), now: now,
      origin: origin,
      session: session,
      visitorHash: Array(Digest.hmac(key: site.addressKey, Array(request.remoteAddress.utf8)).prefix(16)),
      browserHash: session == nil ? visitorToken?.hash : nil, sendsMail: site.sendsMail)
  }
}
