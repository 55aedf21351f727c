import Core
import Templates

/// The one calm page for everything that could not be served.
struct ErrorPage: Page {
  static let template = "shared/error"
  let status: Int
  let title: String
  let explanation: String
  let advice: String
  let reference: String

  static let fields: [Field<ErrorPage>] = [
    .text("title") { $0.title },
    .text("explanation") { $0.explanation },
    .text("advice") { $0.advice },
    .text("reference") { $0.reference },
  ]
  static let statuses = [400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503]

  init(status: Int, text: Localizer, requestID: String) {
    let key = Self.statuses.contains(status) ? status : 500
    self.status = key
    title = text.text("error.\(key).title")
    explanation = text.text("error.\(key).explanation")
    advice = text.text("error.\(key).advice")
    reference = requestID
  }
  private init(title: String, explanation: String, advice: String) {
    (status, self.title, self.explanation, self.advice, reference) = (404, title, explanation, advice, "0123456789abcdef")
  }
  static var examples: [ErrorPage] {
    [ErrorPage(title: "There is no such page", explanation: "The address may be mistyped.", advice: "Go back and try again.")]
  }
}
