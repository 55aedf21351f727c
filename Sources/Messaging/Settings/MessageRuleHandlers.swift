import Core
import Database
import Routing
import Templates
import Web

/// What is sent to patients, and when.
enum MessageRuleHandlers {
  /// `GET /settings/messages`
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try list(call, db, FormValues(["kind": "reminder", "amount": "7", "unit": "days"]), FormErrors()))
  }

  private static func list(
    _ call: Call, _ db: borrowing TenantReader, _ typed: FormValues, _ errors: FormErrors
  ) throws -> MessageRulesPage {
    let words = RuleWords(call: call)
    let own = try NoticeTexts.languages(.email, in: db)
    let names = try ServiceNames.all(in: db)
    var rows = try NoticeRules.all(in: db).map { words.row($0, own: own[$0.rule.rawValue] ?? []) }
    let named = names.count { !$0.publicName.isEmpty }
    rows.append(
      SettingsRow(
        href: CarrierHandlers.path, icon: "phone", name: call.text.text("messages.carrier.title"),
        detail: call.text.text(
          try Carriers.find(in: db)?.carries(.sms) == true ? "messages.carrier.on" : "messages.carrier.off")))
    if db.scope.holds(.changeSettings) {
      rows.append(
        SettingsRow(
          href: TrialHandlers.path, icon: "mail", name: call.text.text("messages.trial.title"),
          detail: call.text.text("messages.trial.detail")))
    }
    rows.append(
      SettingsRow(
        href: QuietHoursHandlers.path, icon: "sunset", name: call.text.text("messages.quiet.title"),
        detail: QuietHoursHandlers.words(try QuietSettings.find(in: db).hours, call)))
    let answering = try Answering.find(in: db)
    rows.append(
      SettingsRow(
        href: AnsweringHandlers.path, icon: "message", name: call.text.text("messages.answering.title"),
        detail: call.text.text(answering.patientsWrite ? "messages.answering.on" : "messages.answering.off")))
    rows.append(
      SettingsRow(
        href: RuleWords.path + "/names", icon: "tag", name: call.text.text("messages.names.title"),
        detail: call.text.text("messages.names.state", ["some": "\(named)", "all": "\(names.count)"])))
    var builder = FormBuilder(call.text, typed, errors: errors)
    builder.choice(
      "kind",
      AppointmentRule.Kind.own.map { ($0.rawValue, call.text.text("notice.rule.\($0.rawValue)")) },
      "messages.rules.kind")
    RuleForm.addMoment(&builder, nil, call.text)
    return MessageRulesPage(
      title: call.text.text("messages.rules.title"), rows: rows, isSaved: call.query["saved"] != nil,
      canChange: db.scope.holds(.changeSettings),
      form: EditForm(
        action: RuleWords.path, version: "", controls: builder.controls, canChange: true, backHref: RuleWords.path))
  }

  /// `POST /settings/messages`: one more reminder or message after a visit.
  @Sendable static func add(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let typed = FormValues(call.form)
    var errors = FormErrors()
    let kind = AppointmentRule.Kind(rawValue: typed["kind"]).flatMap {
      AppointmentRule.Kind.own.contains($0) ? $0 : nil
    }
    if kind == nil { errors.refuse("kind", "messages.rules.kindInvalid") }
    let minutes = RuleForm.minutes(typed, kind ?? .reminder, &errors)
    let rules = try NoticeRules.all(in: db.reader)
    if rules.count >= NoticeRules.maximum {
      errors.refuse("kind", "messages.rules.tooMany", ["most": "\(NoticeRules.maximum)"])
    }
    if rules.contains(where: { $0.rule.kind == kind && $0.minutes == minutes }) {
      errors.refuse("amount", "messages.rules.twice")
    }
    guard errors.isEmpty, let kind else { return .page(try list(call, db.reader, typed, errors), status: 422) }
    let rule = NoticeRule(
      rule: .make(kind), isActive: false, minutes: minutes, channels: [.email], version: 0, services: [:])
    let event = AuditEvent("message.rule.add", "messaging_rule", nil, fields: [rule.rule.rawValue])
    try db.transaction(event) { tx in _ = try NoticeRules.save(rule, in: tx) }
    // Off at first: it is switched on where its words and whom it reaches can be seen.
    return .redirect("\(RuleWords.path)/\(rule.rule.rawValue)")
  }

  /// `GET /settings/messages/{rule}`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let rule = try find(call, db)
    let form = try RuleForm(call, db)
    return .page(
      try page(rule, form.form(rule, form.values(rule), canChange: db.scope.holds(.changeSettings)), nil, call, db))
  }

  /// `POST /settings/messages/{rule}`. What reaches appointments to come is said before it is saved.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try find(call, db.reader)
    let form = try RuleForm(call, db.reader)
    let typed = FormValues(call.form)
    let (rule, errors) = form.parse(typed, stored)
    guard errors.isEmpty else {
      let shown = form.form(rule, typed, errors: errors, canChange: true)
      return .page(try page(stored, shown, nil, call, db.reader), status: 422)
    }
    guard call.form["version"] == "\(stored.version)" else {
      return try conflict(stored, form, typed, call, db.reader)
    }
    let changed = form.values(rule).names(differingFrom: form.values(stored))
    guard !changed.isEmpty else { return .redirect(RuleWords.path + "?saved=1") }
    let count = try NoticeRules.affected(from: stored, to: rule, now: call.now, in: db.reader)
    if count > 0, call.form["confirmed"] == nil {
      let key = rule.rule.kind == .comeAgain ? "messages.rules.affectsVisits" : "messages.rules.affects"
      let said = call.text.text(key, count: count)
      return .page(try page(stored, form.form(stored, typed, canChange: true), said, call, db.reader))
    }
    let event = AuditEvent(
      "message.rule.change", "messaging_rule", nil, fields: [rule.rule.rawValue] + changed.map(plain))
    let isSaved = try db.transaction(event) { tx in
      guard try NoticeRules.save(rule, in: tx) else { return false }
      try Replanning.start(rule.rule, now: call.now, in: tx)
      return true
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(RuleWords.path + "?saved=1")
  }

  /// `POST /settings/messages/{rule}/deletion`, of the practice's own.
  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let rule = try find(call, db.reader)
    guard rule.rule.isOwn else { throw Refusal.conflict }
    let event = AuditEvent("message.rule.remove", "messaging_rule", nil, fields: [rule.rule.rawValue])
    try db.transaction(event) { tx in
      try NoticeRules.remove(rule.rule, in: tx)
      try Replanning.start(rule.rule, now: call.now, in: tx)
    }
    return .redirect(RuleWords.path + "?saved=1")
  }

  /// Names of fields in the trail do not say which service.
  private static func plain(_ field: String) -> String { field.hasPrefix("service-") ? "service" : field }

  static func find(_ call: Call, _ db: borrowing TenantReader) throws -> NoticeRule {
    guard let code = AppointmentRule(rawValue: call.parameters["rule"] ?? ""),
      let rule = try NoticeRules.find(code, in: db)
    else { throw Refusal.notFound }
    return rule
  }

  private static func conflict(
    _ stored: NoticeRule, _ form: RuleForm, _ typed: FormValues, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    let shown = form.form(stored, typed, stored: form.values(stored), canChange: true)
    return .page(try page(stored, shown, nil, call, db), status: 409)
  }

  private static func page(
    _ rule: NoticeRule, _ form: EditForm, _ affected: String?, _ call: Call, _ db: borrowing TenantReader
  ) throws -> MessageRulePage {
    let path = "\(RuleWords.path)/\(rule.rule.rawValue)"
    var texts: [SettingsRow] = []
    for channel in [Channel.email, .sms] where channel == .email || rule.channels.contains(channel) {
      let own = try NoticeTexts.languages(channel, in: db)[rule.rule.rawValue] ?? []
      texts += Language.allCases.map { language in
        let name = channel == .email ? "" : ", " + call.text.text("notice.channel.\(channel.rawValue)")
        return SettingsRow(
          href: MessageTextHandlers.path(rule, channel, language), icon: channel == .email ? "globe" : "phone",
          name: language.name + name,
          detail: call.text.text(own.contains(language) ? "messages.text.own" : "messages.text.standard"))
      }
    }
    if rule.channels.contains(.whatsapp) { texts.append(try approved(rule, call, db)) }
    return MessageRulePage(
      title: RuleWords(call: call).title(rule), form: form, affected: affected, texts: texts,
      deletion: rule.rule.isOwn && form.canChange ? path + "/deletion" : nil)
  }

  /// Words that WhatsApp approved are kept with the carrier; here stands which.
  private static func approved(_ rule: NoticeRule, _ call: Call, _ db: borrowing TenantReader) throws -> SettingsRow {
    let known = try Contents.all(of: rule.rule, in: db).keys.map { $0.rawValue.uppercased() }.sorted()
    return SettingsRow(
      href: MessageContentHandlers.path(rule), icon: "phone", name: call.text.text("notice.channel.whatsapp"),
      detail: known.isEmpty
        ? call.text.text("messages.whatsapp.none")
        : call.text.text("messages.whatsapp.some", ["languages": known.joined(separator: ", ")]))
  }
}
