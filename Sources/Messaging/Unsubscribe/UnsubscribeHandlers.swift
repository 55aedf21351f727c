import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// Wanting no more mails that the treatment does not need. GET shows a button, as mail scanners follow every link; POST
/// acts, pressed by a person or by the mail program itself.
enum UnsubscribeHandlers {
  /// `GET /unsubscribe/{practice}/{token}`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (token, found) = try find(call, db)
    return .page(page(token, isDone: !found.isOn, call, slug: db.practice.slug))
  }

  /// `POST /unsubscribe/{practice}/{token}`
  static func unsubscribe(_ settings: MessagingPageSettings) -> Route.Write {
    { call, db in
      let (token, found) = try find(call, db.reader)
      if found.isOn {
        let event = AuditEvent(
          "consent.withdraw", "patients_consent", nil, patient: found.patient, fields: ["marketing"])
        try db.transaction(event) { tx in try settings.withdrawNews(found.patient, call.now, tx) }
      }
      return .page(page(token, isDone: true, call, slug: db.practice.slug))
    }
  }

  private static func find(
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> (token: Token, found: Unsubscription) {
    guard let token = Token(text: call.parameters["token"] ?? ""),
      let found = try Unsubscription.find(token, in: db)
    else { throw Refusal.notFound }
    return (token, found)
  }

  private static func page(_ token: Token, isDone: Bool, _ call: Call, slug: String) -> UnsubscribePage {
    UnsubscribePage(
      title: call.text.text(isDone ? "messages.unsubscribe.doneTitle" : "messages.unsubscribe.title"),
      action: Unsubscription.path(token, slug: slug), isDone: isDone)
  }
}
