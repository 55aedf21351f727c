import Core
import Database
import Routing
import Templates
import Web

/// Which approved words WhatsApp says for a rule, in each language.
enum MessageContentHandlers {
  static func path(_ rule: NoticeRule) -> String { "\(RuleWords.path)/\(rule.rule.rawValue)/whatsapp" }
  private static func field(_ language: Language) -> String { "content-\(language.rawValue)" }

  /// `GET /settings/messages/{rule}/whatsapp`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let rule = try MessageRuleHandlers.find(call, db)
    let stored = try values(rule, db)
    let canChange = db.scope.holds(.changeSettings)
    return .page(try page(rule, stored, stored, FormErrors(), canChange: canChange, isConflict: false, call, db))
  }

  /// `POST /settings/messages/{rule}/whatsapp`. What waits is said in the new words: they are looked up when it is sent.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let rule = try MessageRuleHandlers.find(call, db.reader)
    let (stored, typed) = (try values(rule, db.reader), FormValues(call.form))
    var (errors, wanted) = (FormErrors(), [Language: String]())
    for language in Language.allCases {
      let name = FormRules.line(typed, field(language), limit: 34, &errors)
      if !name.isEmpty, !ApprovedContent.isName(name) {
        errors.refuse(field(language), "messages.whatsapp.contentInvalid")
      }
      wanted[language] = name
    }
    guard errors.isEmpty else {
      let shown = try page(rule, typed, stored, errors, canChange: true, isConflict: false, call, db.reader)
      return .page(shown, status: 422)
    }
    guard call.form["version"] == version(stored) else {
      let shown = try page(rule, typed, stored, errors, canChange: true, isConflict: true, call, db.reader)
      return .page(shown, status: 409)
    }
    let changed = Language.allCases.filter { wanted[$0] != stored[field($0)] }
    guard !changed.isEmpty else { return .redirect(path(rule) + "?saved=1") }
    let event = AuditEvent(
      "message.content.change", "messaging_content", nil, fields: [rule.rule.rawValue] + changed.map(\.rawValue))
    let names = wanted
    try db.transaction(event) { tx in
      for language in changed {
        let name = names[language] ?? ""
        try Contents.write(name.isEmpty ? nil : name, rule.rule, language, in: tx)
      }
    }
    return .redirect(path(rule) + "?saved=1")
  }

  private static func values(_ rule: NoticeRule, _ db: borrowing TenantReader) throws -> FormValues {
    let known = try Contents.all(of: rule.rule, in: db)
    return FormValues(Dictionary(uniqueKeysWithValues: Language.allCases.map { (field($0), known[$0] ?? "") }))
  }

  /// The same text for the same templates: what a form was made from.
  private static func version(_ values: FormValues) -> String {
    Language.allCases.map { values[field($0)] }.joined(separator: ",")
  }

  private static func page(
    _ rule: NoticeRule, _ values: FormValues, _ stored: FormValues, _ errors: FormErrors, canChange: Bool,
    isConflict: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> MessageContentPage {
    let controls = Language.allCases.map { language in
      FormControl(
        id: field(language), kind: .line(type: "text"),
        label: call.text.text("messages.whatsapp.content", ["language": language.name]),
        hint: call.text.text("messages.whatsapp.contentHint"), value: values[field(language)],
        error: errors.message(for: field(language), in: call.text),
        stored: isConflict && values[field(language)] != stored[field(language)] ? stored[field(language)] : nil,
        isRequired: false)
    }
    let title = RuleWords(call: call).title(rule)
    return MessageContentPage(
      title: call.text.text("messages.whatsapp.titleOf", ["rule": title]), ruleTitle: title,
      rulePath: "\(RuleWords.path)/\(rule.rule.rawValue)", isSaved: call.query["saved"] != nil,
      isOff: try Carriers.find(in: db)?.carries(.whatsapp) != true,
      form: EditForm(
        action: path(rule), version: version(stored), controls: controls, canChange: canChange, isConflict: isConflict,
        backHref: "\(RuleWords.path)/\(rule.rule.rawValue)"))
  }
}
