import Routing
import Templates

/// `GET /settings/messages/carrier`
struct CarrierPage: Page {
  static let template = "messaging/carrier"
  let title: String
  let isSaved: Bool
  let isOff: Bool
  /// What the carrier must know as the address that answers are posted to.
  let replyAddress: String
  let form: EditForm

  static let fields: [Field<CarrierPage>] = [
    .text("title") { $0.title },
    .flag("isSaved") { $0.isSaved },
    .flag("isOff") { $0.isOff },
    .text("replyAddress") { $0.replyAddress },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [true, false].map { isOff in
    CarrierPage(
      title: "SMS", isSaved: !isOff, isOff: isOff, replyAddress: "https://praxis.example/hooks/carrier/lane/replies",
      form: .example)
  }
}
