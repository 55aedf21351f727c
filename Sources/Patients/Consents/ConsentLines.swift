import Core
import Database
import Routing
import Templates
import Web

/// What pages show of consents, the same for staff and patients.
enum ConsentLines {
  static func notice(_ call: Call) -> String? {
    switch call.query["done"] {
    case "given": call.text.text("patients.consent.done.given")
    case "withdrawn": call.text.text("patients.consent.done.withdrawn")
    default: nil
    }
  }

  static func topics(
    of patient: PatientID, canChange: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> [ConsentTopicLine] {
    let all = try Consents.all(of: patient, in: db)
    let words = try PrivacyWords(call, db.practice)
    return try ConsentTopic.allCases.map { topic in
      let text = try ConsentTexts.current(topic, call.language, call.text, in: db)
      let own = all.filter { $0.topic == topic }
      let active = own.first(where: \.isActive)
      // A text in another language is the same promise only when its version is.
      let isOld = active.map { $0.text.version < text.version && $0.text.language == text.language } ?? false
      return ConsentTopicLine(
        topic: topic.rawValue, name: name(topic, call.text), text: text.text, version: text.version,
        isActive: active != nil, isOld: isOld, canGive: canChange && (active == nil || isOld),
        canWithdraw: canChange && active != nil, history: own.map { line($0, words) })
    }
  }

  static func name(_ topic: ConsentTopic, _ text: Localizer) -> String {
    switch topic {
    case .treatment: text.text("patients.consent.treatment")
    case .telehealth: text.text("patients.consent.telehealth")
    case .marketing: text.text("patients.consent.marketing")
    case .sharing: text.text("patients.consent.sharing")
    case .sms: text.text("patients.consent.sms")
    case .whatsapp: text.text("patients.consent.whatsapp")
    case .email: text.text("patients.consent.email")
    case .writtenSms: text.text("patients.consent.writtenSms")
    }
  }

  private static func line(_ consent: Consent, _ words: PrivacyWords) -> ConsentLine {
    ConsentLine(
      given: words.text.text(
        "patients.consent.given",
        ["date": words.moment(consent.givenAt), "who": who(consent.givenBy, consent.writer, words.text)]),
      withdrawn: consent.withdrawnAt.map { date in
        words.text.text(
          "patients.consent.withdrawn",
          ["date": words.moment(date), "who": who(consent.withdrawnBy ?? .staff, nil, words.text)])
      },
      source: words.text.text(
        "patients.consent.source", ["version": "\(consent.text.version)", "language": consent.text.language.name]),
      text: consent.text.text)
  }

  private static func who(_ source: ConsentSource, _ name: String?, _ text: Localizer) -> String {
    switch source {
    case .patient: text.text("patients.consent.by.patient")
    case .staff: name ?? text.text("patients.consent.by.staff")
    }
  }
}

/// One topic: what it says now, how it stands, and what was.
struct ConsentTopicLine: TemplateModel {
  let topic: String
  let name: String
  let text: String
  let version: Int
  let isActive: Bool
  /// Agreed to an older text.
  let isOld: Bool
  let canGive: Bool
  let canWithdraw: Bool
  let history: [ConsentLine]

  static let fields: [Field<ConsentTopicLine>] = [
    .text("topic") { $0.topic },
    .text("topicName") { $0.name },
    .strings("paragraphs") { MultiLine.paragraphs($0.text) },
    .text("version") { "\($0.version)" },
    .flag("isActive") { $0.isActive },
    .flag("isOld") { $0.isOld },
    .flag("canGive") { $0.canGive },
    .flag("canWithdraw") { $0.canWithdraw },
    .flag("hasHistory") { !$0.history.isEmpty },
    .list("history") { $0.history },
  ]
  static let example = ConsentTopicLine(
    topic: "marketing", name: "News", text: "I agree.\n<b>", version: 2, isActive: true, isOld: true, canGive: true,
    canWithdraw: true, history: [.example])
}

/// One agreement.
struct ConsentLine: TemplateModel {
  let given: String
  let withdrawn: String?
  let source: String
  let text: String

  static let fields: [Field<ConsentLine>] = [
    .text("given") { $0.given },
    .optionalText("withdrawn") { $0.withdrawn },
    .text("source") { $0.source },
    .strings("words") { MultiLine.paragraphs($0.text) },
  ]
  static let example = ConsentLine(
    given: "12 March 2026, Bob <Specimen>", withdrawn: "13 March 2026", source: "Version 1", text: "I agree.")
}
