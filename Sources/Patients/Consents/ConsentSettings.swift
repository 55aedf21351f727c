import Core
import Database
import Routing
import Templates
import Web

/// The words patients agree to, in the language of the page.
enum ConsentSettings {
  static let path = "/settings/consents"

  /// `GET /settings/consents`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(page(try current(call, db), typed: [:], tooLong: [], call))
  }

  /// `POST /settings/consents`: what was changed becomes a new version; consents to the old one keep its words.
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let texts = try current(call, db.reader)
    var typed: [ConsentTopic: String] = [:]
    for topic in ConsentTopic.allCases { typed[topic] = MultiLine.clean(call.form[topic.rawValue] ?? "") }
    let tooLong = ConsentTopic.allCases.filter { (typed[$0] ?? "").unicodeScalars.count > ConsentTexts.limit }
    guard tooLong.isEmpty else { return .page(page(texts, typed: typed, tooLong: tooLong, call), status: 422) }
    // An empty field keeps the words that are there.
    let changed = texts.filter { text in typed[text.topic].map { !$0.isEmpty && $0 != text.text } ?? false }
    guard !changed.isEmpty else { return .redirect(path + "?saved=1") }
    let event = AuditEvent("consent.text.change", "patients_consent_text", nil, fields: changed.map(\.topic.rawValue))
    let words = typed
    do {
      try db.transaction(event) { tx in
        for text in changed {
          _ = try ConsentTexts.add(
            text.topic, call.language, words[text.topic] ?? "", version: text.version + 1, now: call.now, in: tx)
        }
      }
    } catch let error as DatabaseError where error.isDuplicate {
      throw Refusal.conflict
    }
    return .redirect(path + "?saved=1")
  }

  private static func current(_ call: Call, _ db: borrowing TenantReader) throws -> [ConsentText] {
    try ConsentTopic.allCases.map { try ConsentTexts.current($0, call.language, call.text, in: db) }
  }

  private static func page(
    _ texts: [ConsentText], typed: [ConsentTopic: String], tooLong: [ConsentTopic], _ call: Call
  ) -> ConsentSettingsPage {
    ConsentSettingsPage(
      title: call.text.text("patients.consent.texts"), isSaved: call.query["saved"] != nil,
      texts: texts.map { text in
        let value = typed[text.topic] ?? text.text
        let error =
          tooLong.contains(text.topic)
          ? call.text.text(
            "patients.error.tooLong",
            ["count": "\(value.unicodeScalars.count)", "limit": "\(ConsentTexts.limit)"]) : nil
        return ConsentTextField(
          topic: text.topic.rawValue, name: ConsentLines.name(text.topic, call.text), value: value,
          version: text.version == 0
            ? call.text.text("patients.consent.ours")
            : call.text.text("patients.consent.version", ["version": "\(text.version)"]), error: error)
      })
  }
}

/// The words of each topic, to be changed.
struct ConsentSettingsPage: Page {
  static let template = "patients/consent-settings"
  let title: String
  let isSaved: Bool
  let texts: [ConsentTextField]

  static let fields: [Field<ConsentSettingsPage>] = [
    .text("title") { $0.title },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.texts.contains { $0.error != nil } },
    .list("texts") { $0.texts },
  ]
  static let examples: [ConsentSettingsPage] = [
    ConsentSettingsPage(title: "Consents", isSaved: true, texts: [.example]),
    ConsentSettingsPage(title: "Consents", isSaved: false, texts: []),
  ]
}

struct ConsentTextField: TemplateModel {
  let topic: String
  let name: String
  let value: String
  let version: String
  let error: String?

  static let fields: [Field<ConsentTextField>] = [
    .text("topic") { $0.topic },
    .text("topicName") { $0.name },
    .text("value") { $0.value },
    .text("version") { $0.version },
    .optionalText("error") { $0.error },
  ]
  static let example = ConsentTextField(
    topic: "marketing", name: "News", value: "<b>I agree", version: "Version 2", error: "Too long.")
}
