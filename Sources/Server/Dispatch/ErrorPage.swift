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

  static let fields: [Field<ErrorPage>] = [
    .text("title") { $0.title },
    .text("what") { $0.what },
    .text("next") { $0.next },
  ]

  init(status: Int, text: Localizer) {
    let kind = ErrorPage.kind(of: status)
    title = text.text("error.\(kind).title")
    what = text.text("error.\(kind).what")
    next = text.text("error.\(kind).next")
  }
  private init(title: String, what: String, next: String) { (self.title, self.what, self.next) = (title, what, next) }
  static let examples = [
    ErrorPage(title: "There is nothing here", what: "This page does not exist.", next: "Check the address.")
  ]

  /// The part of the message key that says which page a status has.
  private static func kind(of status: Int) -> String {
    switch status {
    case 400, 405, 413, 422: "badRequest"
    case 403: "forbidden"
    case 404: "notFound"
    case 409: "conflict"
    case 410: "expired"
    case 429: "tooMany"
    case 503: "away"
    default: "bug"
    }
  }
}
