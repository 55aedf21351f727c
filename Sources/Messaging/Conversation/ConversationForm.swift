import Core
import Crypto
import Routing
import Templates
import Web

/// The form in which a message is written.
struct ConversationForm: TemplateModel {
  let action: String
  let typed: String
  let error: String?
  let key: String
  /// The newest on the page that waits for an answer; nil where none does.
  let latest: String?

  /// - Parameters:
  ///   - call: of a POST that came back, with what was typed.
  ///   - isFresh: what was sent before from this form stands; this is another one.
  init(action: String, _ call: Call, error: String?, isFresh: Bool, latest: WrittenMessageID?) {
    self.action = action
    self.latest = latest?.description
    self.error = error
    typed = call.form["text"] ?? ""
    let sent = isFresh ? nil : call.form["key"].flatMap { ConversationForm.key($0).map(Hex.encode) }
    key = sent ?? Hex.encode(SecureRandom.bytes(16))
  }

  private init(action: String, typed: String, error: String?, key: String, latest: String?) {
    (self.action, self.typed, self.error, self.key, self.latest) = (action, typed, error, key, latest)
  }
  static let example = ConversationForm(
    action: "/patients/1/conversation", typed: "<Bring>\nwater", error: "Too long", key: "00", latest: "0190")

  private static func key(_ text: String) -> [UInt8]? { Hex.decode(text).flatMap { $0.count == 16 ? $0 : nil } }

  /// - Throws: ``Refusal/badRequest`` for a form that we did not make.
  static func read(_ call: Call, _ errors: inout FormErrors) throws(Refusal) -> MessageDraft {
    guard let key = key(call.form["key"] ?? "") else { throw .badRequest }
    let text = TypedLines.clean(call.form["text"] ?? "")
    if text.isEmpty { errors.refuse("text", "forms.missing") }
    if text.unicodeScalars.count > MessageDraft.limit {
      errors.refuse("text", "forms.tooLong", ["limit": "\(MessageDraft.limit)"])
    }
    return MessageDraft(text: text, key: key)
  }

  /// - Throws: ``Refusal/notFound`` for what is no id.
  static func latest(_ call: Call) throws(Refusal) -> WrittenMessageID? {
    guard let text = call.form["latest"], !text.isEmpty else { return nil }
    guard let id = WrittenMessageID(text: text) else { throw .notFound }
    return id
  }

  static let fields: [Field<ConversationForm>] = [
    .text("action") { $0.action },
    .text("typed") { $0.typed },
    .text("id") { _ in "text" },
    .optionalText("error") { $0.error },
    .text("key") { $0.key },
    .optionalText("latest") { $0.latest },
  ]
}
