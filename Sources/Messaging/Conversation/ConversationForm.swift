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

  /// - Parameters:
  ///   - call: of a POST that came back, with what was typed.
  ///   - isFresh: what was sent before from this form stands; this is another one.
  init(action: String, _ call: Call, error: String?, isFresh: Bool) {
    self.action = action
    self.error = error
    typed = call.form["text"] ?? ""
    let sent = isFresh ? nil : call.form["key"].flatMap { ConversationForm.key($0).map(Hex.encode) }
    key = sent ?? Hex.encode(SecureRandom.bytes(16))
  }

  private init(action: String, typed: String, error: String?, key: String) {
    (self.action, self.typed, self.error, self.key) = (action, typed, error, key)
  }
  static let example = ConversationForm(
    action: "/patients/1/conversation", typed: "<Bring>\nwater", error: "Too long", key: "00")

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

  static let fields: [Field<ConversationForm>] = [
    .text("action") { $0.action },
    .text("typed") { $0.typed },
    .text("id") { _ in "text" },
    .optionalText("error") { $0.error },
    .text("key") { $0.key },
  ]
}
