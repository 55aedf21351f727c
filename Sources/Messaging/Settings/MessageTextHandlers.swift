import Core
import Database
import Routing
import Templates
import Web

/// The practice's own words for a message, by one channel, in one language.
struct MessageTextHandlers: Sendable {
  let settings: MessagingPageSettings

  static func path(_ rule: NoticeRule, _ channel: Channel, _ language: Language) -> String {
    let by = channel == .email ? "" : "&by=\(channel.rawValue)"
    return "\(RuleWords.path)/\(rule.rule.rawValue)/text?in=\(language.rawValue)" + by
  }

  /// What a request is about.
  private struct Subject {
    let rule: NoticeRule
    let channel: Channel
    let language: Language
    var path: String { MessageTextHandlers.path(rule, channel, language) }

    init(_ form: Form, _ call: Call, _ db: borrowing TenantReader) throws {
      rule = try MessageRuleHandlers.find(call, db)
      let isText = form["by"] == Channel.sms.rawValue && rule.rule.kind.channels.contains(.sms)
      channel = isText ? .sms : .email
      language = form["in"].flatMap { Language(rawValue: $0) } ?? call.language
    }
  }

  /// `GET /settings/messages/{rule}/text?in=de&by=sms`
  @Sendable func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let subject = try Subject(call.query, call, db)
    let text = try stored(subject, call, db)
    return .page(try page(subject, text, text, FormErrors(), call, db))
  }

  /// `POST /settings/messages/{rule}/text`: with `preview` it is only shown.
  @Sendable func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let about = try Subject(call.form, call, db.reader)
    let before = try stored(about, call, db.reader)
    var errors = FormErrors()
    let isMail = about.channel == .email
    let subject = isMail ? SingleLine.clean(call.form["subject"] ?? "") : ""
    let body = MessageTextHandlers.clean(call.form["body"] ?? "")
    if isMail { MessageTextHandlers.check("subject", subject, limit: NoticeText.subjectLimit, &errors) }
    MessageTextHandlers.check("body", body, limit: isMail ? NoticeText.bodyLimit : NoticeText.textLimit, &errors)
    let typed = NoticeText(subject: subject, body: body, version: Int(call.form["version"] ?? "") ?? -1)
    if call.form["preview"] != nil || !errors.isEmpty {
      let page = try page(about, typed, before, errors, call, db.reader)
      return .page(page, status: errors.isEmpty ? 200 : 422)
    }
    guard typed.version == before.version else { throw Refusal.conflict }
    guard subject != before.subject || body != before.body else { return .redirect(about.path + "&saved=1") }
    let event = AuditEvent("message.text.change", "messaging_text", nil, fields: MessageTextHandlers.fields(about))
    let isSaved = try db.transaction(event) { tx in
      try NoticeTexts.save(typed, about.rule.rule, about.channel, about.language, in: tx)
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(about.path + "&saved=1")
  }

  /// `POST /settings/messages/{rule}/text/reset`
  @Sendable func reset(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let about = try Subject(call.form, call, db.reader)
    let event = AuditEvent("message.text.reset", "messaging_text", nil, fields: MessageTextHandlers.fields(about))
    try db.transaction(event) { tx in
      try NoticeTexts.remove(about.rule.rule, about.channel, about.language, in: tx)
    }
    return .redirect(about.path + "&saved=1")
  }

  private static func fields(_ about: Subject) -> [String] {
    let channel = about.channel == .email ? [] : [about.channel.rawValue]
    return [about.rule.rule.rawValue, about.language.rawValue] + channel
  }

  private func stored(_ about: Subject, _ call: Call, _ db: borrowing TenantReader) throws -> NoticeText {
    try NoticeTexts.find(about.rule.rule, about.channel, about.language, in: db)
      ?? NoticeText.standard(about.rule.rule.kind, by: about.channel, call.text.speaking(about.language))
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

  // MARK: The page

  /// Whom a change of the words reaches.
  private func affected(_ rule: NoticeRule, _ call: Call, _ db: borrowing TenantReader) throws -> String {
    let count = try NoticeRules.receiving(rule, now: call.now, in: db)
    switch rule.rule.kind {
    case .request, .welcome: return call.text.text("messages.text.fromNow")
    case .decline, .lapse: return call.text.text("messages.text.affectsRequests", count: count)
    case .comeAgain: return call.text.text("messages.text.affectsVisits", count: count)
    case .confirmation, .change, .cancellation, .reminder, .followUp:
      return call.text.text("messages.text.affects", count: count)
    }
  }

  private func page(
    _ about: Subject, _ text: NoticeText, _ stored: NoticeText, _ errors: FormErrors, _ call: Call,
    _ db: borrowing TenantReader
  ) throws -> MessageTextPage {
    let (rule, language) = (about.rule, about.language)
    let preview = try TextPreview(
      rule.rule.kind, about.channel, language, errors.isEmpty ? text : stored, call, settings, db)
    let values = FormValues(["subject": text.subject, "body": text.body])
    var builder = FormBuilder(call.text, values, errors: errors)
    if about.channel == .email {
      builder.line("subject", "messages.text.subject", hint: "messages.text.subjectHint", isRequired: true)
      builder.area("body", "messages.text.body", hint: "messages.text.bodyHint")
    } else {
      builder.area("body", "messages.text.whole", hint: "messages.text.wholeHint")
    }
    let canChange = db.scope.holds(.changeSettings)
    let rulePath = "\(RuleWords.path)/\(rule.rule.rawValue)"
    let name = about.channel == .email ? language.name : language.name + ", " + call.text.text("notice.channel.sms")
    return MessageTextPage(
      title: call.text.text("messages.text.title", ["language": name]), ruleTitle: RuleWords(call: call).title(rule),
      rulePath: rulePath,
      form: EditForm(
        action: rulePath + "/text", version: "\(stored.version)", controls: builder.controls, canChange: canChange,
        backHref: rulePath),
      languages: Language.allCases.map {
        LanguageTab(
          href: MessageTextHandlers.path(rule, about.channel, $0), name: $0.name, code: $0.rawValue,
          isCurrent: $0 == language)
      },
      language: language.rawValue, direction: language.direction, channel: about.channel.rawValue,
      variables: TextVariable.allCases.filter { !$0.isClinical }.map {
        VariableLine(name: "{{\($0.rawValue)}}", meaning: call.text.text("messages.variable.\($0.rawValue)"))
      },
      previewSubject: preview.subject, previewLines: preview.lines, parts: preview.parts,
      affected: try affected(rule, call, db), isSaved: call.query["saved"] != nil,
      resetAction: canChange && stored.version > 0 ? rulePath + "/text/reset" : nil)
  }
}
