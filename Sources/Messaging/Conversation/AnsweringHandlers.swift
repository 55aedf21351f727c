import Core
import Database
import Routing
import Templates
import Web

/// Whether patients may begin a conversation.
enum AnsweringHandlers {
  static let path = RuleWords.path + "/answering"

  /// `GET /settings/messages/answering`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try Answering.find(in: db)
    let canChange = db.scope.holds(.changeSettings)
    return .page(page(stored, values(stored), FormErrors(), canChange: canChange, isConflict: false, call))
  }

  /// `POST /settings/messages/answering`
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try Answering.find(in: db.reader)
    let typed = FormValues(call.form)
    var errors = FormErrors()
    let days = Decimal.parse(typed["answer-days"].utf8) ?? 0
    if !(1...Answering.mostDays).contains(days) { errors.refuse("answer-days", "messages.answering.daysInvalid") }
    guard errors.isEmpty else {
      return .page(page(stored, typed, errors, canChange: true, isConflict: false, call), status: 422)
    }
    guard call.form["version"] == "\(stored.version)" else {
      return .page(page(stored, typed, errors, canChange: true, isConflict: true, call), status: 409)
    }
    let draft = Answering(patientsWrite: typed.isOn("patients-write"), days: days, version: stored.version)
    let changed = values(draft).names(differingFrom: values(stored))
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    let event = AuditEvent("message.answering.change", "messaging_answering", nil, fields: changed)
    do {
      try db.transaction(event) { tx in
        guard try draft.save(in: tx) else { throw Refusal.conflict }
      }
    } catch Refusal.conflict {
      let newer = try Answering.find(in: db.reader)
      return .page(page(newer, typed, errors, canChange: true, isConflict: true, call), status: 409)
    }
    return .redirect(path + "?saved=1")
  }

  private static func values(_ answering: Answering) -> FormValues {
    FormValues(["patients-write": answering.patientsWrite ? "1" : "", "answer-days": "\(answering.days)"])
  }

  private static func page(
    _ stored: Answering, _ values: FormValues, _ errors: FormErrors, canChange: Bool, isConflict: Bool, _ call: Call
  ) -> AnsweringPage {
    var builder = FormBuilder(call.text, values, stored: isConflict ? self.values(stored) : nil, errors: errors)
    builder.check("patients-write", "messages.answering.isOn", hint: "messages.answering.isOnHint")
    builder.choice(
      "answer-days", (1...Answering.mostDays).map { ("\($0)", call.text.text("messages.answering.days", count: $0)) },
      "messages.answering.within")
    return AnsweringPage(
      title: call.text.text("messages.answering.title"), isSaved: call.query["saved"] != nil,
      form: EditForm(
        action: path, version: "\(stored.version)", controls: builder.controls, canChange: canChange,
        isConflict: isConflict, backHref: RuleWords.path))
  }
}

/// `GET /settings/messages/answering`
struct AnsweringPage: Page {
  static let template = "messaging/answering"
  let title: String
  let isSaved: Bool
  let form: EditForm

  static let fields: [Field<AnsweringPage>] = [
    .text("title") { $0.title },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [true, false].map { AnsweringPage(title: "Answers", isSaved: $0, form: .example) }
}
