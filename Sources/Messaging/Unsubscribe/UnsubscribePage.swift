import Templates

/// `GET /unsubscribe/{practice}/{token}`. Names nobody: whoever has the mail has the address.
struct UnsubscribePage: Page {
  static let template = "messaging/unsubscribe"
  let title: String
  let action: String
  let isDone: Bool

  static let fields: [Field<UnsubscribePage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .flag("isDone") { $0.isDone },
  ]
  static let examples = [
    UnsubscribePage(title: "No more mails", action: "/unsubscribe/lane/x", isDone: false),
    UnsubscribePage(title: "Done", action: "/unsubscribe/lane/x", isDone: true),
  ]
}
