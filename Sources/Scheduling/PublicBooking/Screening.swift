import Core
import Routing
import Templates
import Web

/// What a visitor answers before a booking, by yes and no. Answers are held against the rules and kept nowhere.
struct Screening: Sendable, Equatable {
  static let been = "been"
  /// Of the practice's own questions.
  static let most = 5
  private static let names = [been] + (1...most).map { "q\($0)" }

  private let answers: [String: String]

  init(_ form: Form) {
    answers = Dictionary(
      uniqueKeysWithValues: Screening.names.compactMap { name in form[name].map { (name, $0) } })
  }

  /// To travel on as hidden fields.
  var fields: [(name: String, value: String)] {
    Screening.names.compactMap { name in answers[name].map { (name, $0) } }
  }

  private static func asked(_ rules: ServiceRules) -> [String] {
    (rules.audience == .everybody ? [] : [been]) + rules.questions.indices.prefix(most).map { "q\($0 + 1)" }
  }

  /// Refuses what was not answered.
  /// - Returns: false when the answers lead to the telephone.
  func passes(_ rules: ServiceRules, _ errors: inout FormErrors) -> Bool {
    var isFine = true
    for name in Screening.asked(rules) {
      guard let answer = answers[name], answer == "yes" || answer == "no" else {
        errors.refuse(name, "booking.answerMissing")
        continue
      }
      let wanted = name == Screening.been && rules.audience == .known ? "yes" : "no"
      if answer != wanted { isFine = false }
    }
    return isFine
  }

  func questions(_ rules: ServiceRules, _ errors: FormErrors, _ text: Localizer) -> [YesNoField] {
    Screening.asked(rules).enumerated().map { index, name in
      let own = rules.questions[safe: index - (rules.audience == .everybody ? 0 : 1)]
      return YesNoField(
        id: name, question: name == Screening.been ? text.text("booking.beenBefore") : own ?? "",
        error: errors.message(for: name, in: text), answer: answers[name] ?? "")
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// A question with two answers.
struct YesNoField: TemplateModel {
  let id: String
  let question: String
  let error: String?
  let answer: String
  static let fields: [Field<YesNoField>] = [
    .text("id") { $0.id },
    .text("question") { $0.question },
    .optionalText("error") { $0.error },
    .flag("isYes") { $0.answer == "yes" },
    .flag("isNo") { $0.answer == "no" },
  ]
}
