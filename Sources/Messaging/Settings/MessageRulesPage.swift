import Routing
import Templates

/// `GET /settings/messages`: what is sent, and when.
struct MessageRulesPage: Page {
  static let template = "messaging/message-rules"
  let title: String
  let rows: [SettingsRow]
  let isSaved: Bool
  let canChange: Bool
  /// A new reminder or follow-up.
  let form: EditForm

  static let fields: [Field<MessageRulesPage>] = [
    .text("title") { $0.title },
    .list("rows") { $0.rows },
    .flag("isSaved") { $0.isSaved },
    .flag("canChange") { $0.canChange },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [
    MessageRulesPage(title: "Messages", rows: [], isSaved: false, canChange: false, form: .example),
    MessageRulesPage(
      title: "Messages",
      rows: [SettingsRow(href: "/settings/messages/change", icon: "mail", name: "Change", detail: "3 minutes")],
      isSaved: true, canChange: true, form: .example),
  ]
}

/// `GET /settings/messages/{rule}`
struct MessageRulePage: Page {
  static let template = "messaging/message-rule"
  let title: String
  let form: EditForm
  /// How many appointments a change would reach, before it is saved; nil before that is asked.
  let affected: String?
  /// Its words, in each language.
  let texts: [SettingsRow]
  /// Of one of the practice's own.
  let deletion: String?

  static let fields: [Field<MessageRulePage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .optionalText("affected") { $0.affected },
    .list("rows") { $0.texts },
    .optionalText("deletion") { $0.deletion },
  ]
  static let examples = [
    MessageRulePage(title: "Reminder", form: .example, affected: "2 appointments", texts: [], deletion: "/x"),
    MessageRulePage(
      title: "Reminder", form: .example, affected: nil,
      texts: [SettingsRow(href: "/x", icon: "globe", name: "English", detail: "standard")], deletion: nil),
  ]
}

/// `GET /settings/messages/{rule}/text`
struct MessageTextPage: Page {
  static let template = "messaging/message-text"
  let title: String
  let ruleTitle: String
  let rulePath: String
  let form: EditForm
  let languages: [LanguageTab]
  let language: String
  let direction: String
  let channel: String
  let variables: [VariableLine]
  /// Nil for what has none.
  let previewSubject: String?
  let previewLines: [String]
  /// How a carrier counts it; nil for a mail.
  let parts: String?
  let affected: String
  let isSaved: Bool
  /// Where the practice's words are thrown away; nil for the standard text.
  let resetAction: String?

  static let fields: [Field<MessageTextPage>] = [
    .text("title") { $0.title },
    .text("ruleTitle") { $0.ruleTitle },
    .text("rulePath") { $0.rulePath },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .list("tabs") { $0.languages },
    .text("textLanguage") { $0.language },
    .text("textDirection") { $0.direction },
    .text("channel") { $0.channel },
    .list("variables") { $0.variables },
    .optionalText("previewSubject") { $0.previewSubject },
    .strings("previewLines") { $0.previewLines },
    .optionalText("parts") { $0.parts },
    .text("affected") { $0.affected },
    .flag("isSaved") { $0.isSaved },
    .optionalText("resetAction") { $0.resetAction },
  ]
  static let examples = [true, false].map { isFull in
    MessageTextPage(
      title: "Reminder, text", ruleTitle: "Reminder", rulePath: "/settings/messages/reminder2h", form: .example,
      languages: [LanguageTab(href: "/x", name: "Deutsch", code: "de", isCurrent: isFull)], language: "de",
      direction: "ltr", channel: isFull ? "email" : "sms",
      variables: [VariableLine(name: "{{date}}", meaning: "The day")],
      previewSubject: isFull ? "Praxis: <Ihr Termin>" : nil, previewLines: ["Guten Tag", "", "<b>"],
      parts: isFull ? nil : "2 texts", affected: "2 appointments",
      isSaved: isFull, resetAction: isFull ? "/x" : nil)
  }
}

struct LanguageTab: TemplateModel {
  let href: String
  let name: String
  let code: String
  let isCurrent: Bool
  static let fields: [Field<LanguageTab>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .text("code") { $0.code },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

struct VariableLine: TemplateModel {
  let name: String
  let meaning: String
  static let fields: [Field<VariableLine>] = [.text("name") { $0.name }, .text("meaning") { $0.meaning }]
}

/// `GET /settings/messages/names`
struct ServiceNamesPage: Page {
  static let template = "messaging/service-names"
  let title: String
  let isSaved: Bool
  let form: EditForm

  static let fields: [Field<ServiceNamesPage>] = [
    .text("title") { $0.title },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [
    ServiceNamesPage(title: "Names", isSaved: true, form: .example),
    ServiceNamesPage(title: "Names", isSaved: false, form: .example),
  ]
}
