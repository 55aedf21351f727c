import Routing
import Templates

/// `GET /settings/messages/quiet`
struct QuietHoursPage: Page {
  static let template = "messaging/quiet-hours"
  let title: String
  let isSaved: Bool
  let form: EditForm

  static let fields: [Field<QuietHoursPage>] = [
    .text("title") { $0.title },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [
    QuietHoursPage(title: "Quiet hours", isSaved: true, form: .example),
    QuietHoursPage(title: "Quiet hours", isSaved: false, form: .example),
  ]
}
