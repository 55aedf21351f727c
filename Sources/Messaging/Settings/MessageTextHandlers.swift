import Core
import Database
import Routing
import Templates
import Web

/// The practice's own words for a message.
enum MessageTextHandlers {
  /// `GET /settings/messages/{rule}/text?in=de`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (rule, language) = (try MessageRuleHandlers.find(call, db), language(call.query, call))
    let text = try stored(rule, language, call, db)
    return .page(try page(rule, language, text, text, FormErrors(), call, db))
  }

  /// `POST /settings/messages/{rule}/text`: with `preview` it is only shown.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (rule, language) = (try MessageRuleHandlers.find(call, db.reader), language(call.form, call))
    let before = try stored(rule, language, call, db.reader)
    var errors = FormErrors()
    let subject = SingleLine.clean(call.form["subject"] ?? "")
    let body = clean(call.form["body"] ?? "")
    check("subject", subject, limit: NoticeText.subjectLimit, &errors)
    check("body", body, limit: NoticeText.bodyLimit, &errors)
    let typed = NoticeText(subject: subject, body: body, version: Int(call.form["version"] ?? "") ?? -1)
    let isPreview = call.form["preview"] != nil
    if isPreview || !errors.isEmpty {
      let page = try page(rule, language, typed, before, errors, call, db.reader)
      return .page(page, status: errors.isEmpty ? 200 : 422)
    }
    let address = path(rule, language)
    guard typed.version == before.version else { throw Refusal.conflict }
    guard subject != before.subject || body != before.body else { return .redirect(address + "&saved=1") }
    let changed = [rule.rule.rawValue, language.rawValue]
    let event = AuditEvent("message.text.change", "messaging_text", nil, fields: changed)
    let isSaved = try db.transaction(event) { tx in
      try NoticeTexts.save(typed, rule.rule, .email, language, in: tx)
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(address + "&saved=1")
  }

  /// `POST /settings/messages/{rule}/text/reset`
  @Sendable static func reset(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (rule, language) = (try MessageRuleHandlers.find(call, db.reader), language(call.form, call))
    let fields = [rule.rule.rawValue, language.rawValue]
    try db.transaction(AuditEvent("message.text.reset", "messaging_text", nil, fields: fields)) { tx in
      try NoticeTexts.remove(rule.rule, .email, language, in: tx)
    }
    return .redirect(path(rule, language) + "&saved=1")
  }

  private static func path(_ rule: NoticeRule, _ language: Language) -> String {
    "\(RuleWords.path)/\(rule.rule.rawValue)/text?in=\(language.rawValue)"
  }

  private static func language(_ form: Form, _ call: Call) -> Language {
    form["in"].flatMap { Language(rawValue: $0) } ?? call.language
  }

  private static func stored(
    _ rule: NoticeRule, _ language: Language, _ call: Call, _ db: borrowing TenantReader
  ) throws -> NoticeText {
    try NoticeTexts.find(rule.rule, .email, language, in: db)
      ?? NoticeText.standard(rule.rule.kind, call.text.speaking(language))
  }

  /// Lines without what cannot be seen; empty lines part paragraphs.
  private static func clean(_ typed: String) -> String {
    let lines = typed.utf8.filter { $0 != 0x0d }.split(separator: 0x0a, omittingEmptySubsequences: false)
      .map { SingleLine.clean(String(decoding: $0, as: UTF8.self)) }
    let kept = lines.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
    return kept.joined(separator: "\n")
  }

  private static func check(_ field: String, _ text: String, limit: Int, _ errors: inout FormErrors) {
    if text.isEmpty { return errors.refuse(field, "forms.missing") }
    if text.unicodeScalars.count > limit { return errors.refuse(field, "forms.tooLong", ["limit": "\(limit)"]) }
    do {
      _ = try TextTemplate(text, allowsClinical: false)
    } catch {
      switch error {
      case .unknown(let name):
        let known = TextVariable.allCases.filter { !$0.isClinical }.map { "{{\($0.rawValue)}}" }
        errors.refuse(field, "messages.text.unknown", ["name": name, "known": known.joined(separator: ", ")])
      case .clinical(let name): errors.refuse(field, "messages.text.clinical", ["name": name])
      case .braces: errors.refuse(field, "messages.text.braces")
      }
    }
  }

  private static func page(
    _ rule: NoticeRule, _ language: Language, _ text: NoticeText, _ stored: NoticeText, _ errors: FormErrors,
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> MessageTextPage {
    let words = RuleWords(call: call)
    let mail = try preview(rule, language, errors.isEmpty ? text : stored, call, db)
    let values = FormValues(["subject": text.subject, "body": text.body])
    var builder = FormBuilder(call.text, values, errors: errors)
    builder.line("subject", "messages.text.subject", hint: "messages.text.subjectHint", isRequired: true)
    builder.area("body", "messages.text.body", hint: "messages.text.bodyHint")
    let count = try NoticeRules.receiving(rule, now: call.now, in: db)
    let canChange = db.scope.holds(.changeSettings)
    return MessageTextPage(
      title: call.text.text("messages.text.title", ["language": language.name]), ruleTitle: words.title(rule),
      rulePath: "\(RuleWords.path)/\(rule.rule.rawValue)",
      form: EditForm(
        action: "\(RuleWords.path)/\(rule.rule.rawValue)/text", version: "\(stored.version)",
        controls: builder.controls, canChange: canChange, backHref: "\(RuleWords.path)/\(rule.rule.rawValue)"),
      languages: Language.allCases.map {
        LanguageTab(
          href: "\(RuleWords.path)/\(rule.rule.rawValue)/text?in=\($0.rawValue)", name: $0.name, code: $0.rawValue,
          isCurrent: $0 == language)
      },
      language: language.rawValue, direction: language.direction,
      variables: TextVariable.allCases.filter { !$0.isClinical }.map {
        VariableLine(name: "{{\($0.rawValue)}}", meaning: call.text.text("messages.variable.\($0.rawValue)"))
      },
      previewSubject: mail.subject,
      previewLines: mail.text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      },
      affected: call.text.text("messages.text.affects", count: count),
      isSaved: call.query["saved"] != nil,
      resetAction: canChange && stored.version > 0 ? "\(RuleWords.path)/\(rule.rule.rawValue)/text/reset" : nil)
  }

  private static func preview(
    _ rule: NoticeRule, _ language: Language, _ text: NoticeText, _ call: Call, _ db: borrowing TenantReader
  ) throws -> (subject: String, text: String) {
    let visit = try SampleVisit.make(rule.rule.kind, language, now: call.now, in: db)
    let base = "https://…/\(db.practice.slug)"
    let mail = AppointmentMail(
      rule: rule.rule, visit: visit, series: [], own: text, practice: db.practice, manageLink: base + "/visit/…",
      bookLink: base + "/book", consentLink: "https://…/unsubscribe/\(db.practice.slug)/…",
      words: call.text.speaking(language),
      times: try VisitTimes(visit, uses12HourClock: db.practice.uses12HourClock), now: call.now)
    return (mail.subject, mail.text)
  }
}
