import Core
import Templates

/// The one calm page for everything that could not be served.
struct ErrorPage: Page {
  static let template = "shared/error"
  let title: String
  /// What happened, and that nothing was lost.
  let what: String
  /// What to do now.
  let next: String
  /// The page that an address for forms alone belongs to; nil for anything else.
  let pageHref: String?

  static let fields: [Field<ErrorPage>] = [
    .text("title") { $0.title },
    .text("what") { $0.what },
    .text("next") { $0.next },
    .optionalText("pageHref") { $0.pageHref },
  ]

  /// Which words the page has: the middle part of their message keys.
  enum Kind: String {
    case badRequest, forbidden, notFound, conflict, tooMany, away, bug, formOnly
    /// The words for a form that no longer counts, whether by time or by a lost session.
    case staleForm = "expired"

    init(status: Int) {
      self =
        switch status {
        case 400, 405, 413, 422: .badRequest
        case 403: .forbidden
        case 404: .notFound
        case 409: .conflict
        case 410: .staleForm
        case 429: .tooMany
        case 503: .away
        default: .bug
        }
    }
  }

  init(_ kind: Kind, pageHref: String? = nil, text: Localizer) {
    self.pageHref = pageHref
    title = text.text("error.\(kind.rawValue).title")
    what = text.text("error.\(kind.rawValue).what")
    next = text.text("error.\(kind.rawValue).next")
  }
  private init(title: String, what: String, next: String, pageHref: String?) {
    (self.title, self.what, self.next, self.pageHref) = (title, what, next, pageHref)
  }
  static let examples = [nil, "/appointments/1"].map { href in
    ErrorPage(
      title: "There is nothing here", what: "This page does not exist.", next: "Check the address.", pageHref: href)
  }
}
