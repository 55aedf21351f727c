import Core
import Database
import Routing
import Templates
import Web

/// A message whose writer was signed out before they sent it. Nothing of it is stored: it stands in the answer alone.
enum KeptMessage {
  static let form = KeptForm(
    isFilled: { !TypedLines.clean($0["text"] ?? "").isEmpty }, signedOut: signedOut, again: again)

  @Sendable private static func signedOut(_ call: Call) -> Reply {
    let form = ConversationForm(
      action: PortalConversation.path, call, FormErrors(), isFresh: false, latest: nil, closeAction: nil, canSend: true)
    return .page(KeptMessagePage(title: call.text.text("conversation.kept.title"), form: form), status: 403)
  }

  /// Whose conversation it would reach stands above it: they may act for somebody else by now, or be somebody else.
  @Sendable private static func again(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantReader
  ) throws -> Reply {
    var errors = FormErrors()
    errors.refuse("text", "conversation.kept.again")
    let terms = try PortalConversation.Terms.read(patient, now: call.now, in: db)
    return .page(try PortalConversation.page(call, patient, terms, errors, isNamed: true, db), status: 403)
  }
}

/// `POST /portal/conversation` without a session
struct KeptMessagePage: Page {
  static let template = "messaging/kept-message"
  let title: String
  let form: ConversationForm

  static let fields: [Field<KeptMessagePage>] = [
    .text("title") { $0.title },
    // Asks for the sign-in and the second factor, as far as they are missing.
    .text("signInHref") { _ in PortalConversation.path },
    .object("form") { $0.form },
  ]
  static let examples = [KeptMessagePage(title: "Nothing was sent", form: .example)]
}
