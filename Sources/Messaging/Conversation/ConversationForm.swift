import Core
import Crypto
import Routing
import Templates
import Web

/// The form in which a message is written.
struct ConversationForm: TemplateModel {
  let action: String
  let typed: String
  let errors: [FormProblem]
  let key: String
  /// The newest on the page that waits for an answer; nil where none does.
  let latest: String?
  /// Where that is laid aside without an answer; nil where nothing is.
  let closeAction: String?
  /// How it may reach the patient; none in the portal, where there is one way.
  let choices: [MediumChoice]
  /// How many parts of a text it makes; nil for what is none.
  let count: String?
  /// False where what was typed can be kept and not sent.
  let canSend: Bool

  /// - Parameters:
  ///   - call: of a POST that came back, with what was typed.
  ///   - isFresh: what was sent before from this form stands; this is another one.
  init(
    action: String, _ call: Call, _ errors: FormErrors, isFresh: Bool, latest: WrittenMessageID?, closeAction: String?,
    choices: [MediumChoice] = [], count: String? = nil, canSend: Bool
  ) {
    self.choices = choices
    self.count = count
    self.action = action
    self.latest = latest?.description
    self.closeAction = latest == nil ? nil : closeAction
    self.canSend = canSend
    let problems = errors.problems(in: call.text)
    // As they stand on the page.
    self.errors = problems.filter { $0.field == "medium" } + problems.filter { $0.field != "medium" }
    typed = call.form["text"] ?? ""
    let sent = isFresh ? nil : call.form["key"].flatMap { ConversationForm.key($0).map(Hex.encode) }
    key = sent ?? Hex.encode(SecureRandom.bytes(16))
  }

  private init(typed: String, error: String, latest: String) {
    (self.typed, self.latest) = (typed, latest)
    errors = [FormProblem(field: "text", message: error), FormProblem(field: "medium", message: "Choose")]
    (choices, count) = (MediumChoice.examples, "2 parts")
    (action, key, closeAction, canSend) = ("/patients/1/conversation", "00", "/patients/1/conversation/closure", true)
  }
  static let example = ConversationForm(typed: "<Bring>\nwater", error: "Too long", latest: "0190")

  private func error(_ field: String) -> String? { errors.first { $0.field == field }?.message }

  private static func key(_ text: String) -> [UInt8]? { Hex.decode(text).flatMap { $0.count == 16 ? $0 : nil } }

  /// - Throws: ``Refusal/badRequest`` for a form that we did not make.
  static func read(_ call: Call, _ errors: inout FormErrors) throws(Refusal) -> MessageDraft {
    guard let key = key(call.form["key"] ?? "") else { throw .badRequest }
    let text = TypedLines.clean(call.form["text"] ?? "")
    if TypedLines.isBlank(text) { errors.refuse("text", "forms.missing") }
    if text.unicodeScalars.count > MessageDraft.limit {
      errors.refuse("text", "forms.tooLong", ["limit": "\(MessageDraft.limit)"])
    }
    return MessageDraft(text: text, key: key)
  }

  /// Nil for what is no id: a text is not lost to that.
  static func latest(_ call: Call) -> WrittenMessageID? { WrittenMessageID(text: call.form["latest"] ?? "") }

  static let fields: [Field<ConversationForm>] = [
    .text("action") { $0.action },
    .text("typed") { $0.typed },
    .text("id") { _ in "text" },
    .optionalText("error") { $0.error("text") },
    .flag("hasChoices") { !$0.choices.isEmpty },
    .list("choices") { $0.choices },
    .optionalText("mediumError") { $0.error("medium") },
    .optionalText("count") { $0.count },
    .text("key") { $0.key },
    .optionalText("latest") { $0.latest },
    .optionalText("closeAction") { $0.closeAction },
    .flag("canSend") { $0.canSend },
  ]
}
