import Routing
import Templates

/// `GET /settings/messages/{rule}/whatsapp`
struct MessageContentPage: Page {
  static let template = "messaging/message-content"
  let title: String
  let ruleTitle: String
  let rulePath: String
  let isSaved: Bool
  let isOff: Bool
  let form: EditForm

  static let fields: [Field<MessageContentPage>] = [
    .text("title") { $0.title },
    .text("ruleTitle") { $0.ruleTitle },
    .text("rulePath") { $0.rulePath },
    .flag("isSaved") { $0.isSaved },
    .flag("isOff") { $0.isOff },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [true, false].map { isOff in
    MessageContentPage(
      title: "Reminder: WhatsApp", ruleTitle: "Reminder", rulePath: "/settings/messages/reminder2h", isSaved: !isOff,
      isOff: isOff, form: .example)
  }
}
