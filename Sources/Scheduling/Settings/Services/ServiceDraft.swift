import Core
import Routing

/// A valid service, ready to be written. Ranges are those of the table.
struct ServiceDraft: Sendable {
  static let minutes = 5...720
  static let buffers = 0...120
  static let steps = 5...240
  static let notice = 0...129_600
  static let horizon = 1...730
  static let cancelNotice = 0...43_200
  static let positions = 0...999
  /// 0 is none of these.
  static let openLimits = 0...50
  static let approval = 0...336
  static let questionLength = 200
  /// 1 is a service of one patient at a time.
  static let places = 1...GroupSession.sizes.upperBound

  let name: String
  let description: String
  let minutes: Int
  let bufferBefore: Int
  let bufferAfter: Int
  let step: Int
  let price: Money
  let mode: Service.Mode
  let noticeMinutes: Int
  let horizonDays: Int
  let cancelNoticeMinutes: Int
  let lateFee: Money
  let color: Int
  let position: Int
  let booksOnline: Bool
  let resources: Set<ResourceID>
  let rules: ServiceRules
  let places: Int

  /// - Parameter choices: what the form offered; anything else is refused.
  static func parse(
    _ values: FormValues, currency: Currency, language: Language, _ choices: ServiceChoices
  ) -> (draft: ServiceDraft?, errors: FormErrors) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let description = FormRules.line(values, "description", limit: 500, &errors)
    let length = FormRules.number(values, "minutes", in: minutes, step: 5, &errors)
    let before = FormRules.number(values, "bufferBefore", in: buffers, step: 5, &errors)
    let after = FormRules.number(values, "bufferAfter", in: buffers, step: 5, &errors)
    let step = FormRules.number(values, "step", in: steps, step: 5, &errors)
    let price = FormRules.money(values, "price", currency, in: language, &errors)
    let mode = Service.Mode(rawValue: values["mode"])
    if mode == nil { errors.refuse("mode", "forms.choose") }
    let notice = FormRules.number(values, "notice", in: notice, &errors)
    let horizon = FormRules.number(values, "horizon", in: horizon, &errors)
    let cancelNotice = FormRules.number(values, "cancelNotice", in: cancelNotice, &errors)
    let lateFee = FormRules.money(values, "lateFee", currency, in: language, &errors)
    let color = FormRules.number(values, "color", in: SettingsColors.range, &errors)
    let position = FormRules.number(values, "position", in: positions, &errors)
    let places = FormRules.number(values, "places", in: places, &errors)
    let rules = rules(values, currency, language, &errors)
    let resources = resources(values, choices, &errors)
    guard errors.isEmpty, let mode else { return (nil, errors) }
    let draft = ServiceDraft(
      name: name, description: description, minutes: length, bufferBefore: before, bufferAfter: after, step: step,
      price: price, mode: mode, noticeMinutes: notice, horizonDays: horizon, cancelNoticeMinutes: cancelNotice,
      lateFee: lateFee, color: color, position: position, booksOnline: values.isOn("booksOnline"), resources: resources,
      rules: rules, places: places)
    return (draft, errors)
  }

  private static func rules(
    _ values: FormValues, _ currency: Currency, _ language: Language, _ errors: inout FormErrors
  ) -> ServiceRules {
    let openLimit = FormRules.number(values, "openLimit", in: openLimits, &errors)
    let approval = FormRules.number(values, "approval", in: approval, &errors)
    let audience = ServiceRules.Audience(rawValue: values["audience"])
    if audience == nil { errors.refuse("audience", "forms.choose") }
    let questions = FormRules.lines(values, "screening", limit: 1200, &errors).split(separator: "\n").map(String.init)
    if questions.count > Screening.most || questions.contains(where: { $0.unicodeScalars.count > questionLength }) {
      errors.refuse(
        "screening", "scheduleSettings.screeningTooMany",
        ["most": String(Screening.most), "limit": String(questionLength)])
    }
    let deposit = FormRules.money(values, "deposit", currency, in: language, &errors)
    return ServiceRules(
      clusters: values.isOn("clusters"), openLimit: openLimit == 0 ? nil : openLimit,
      approvalHours: approval == 0 ? nil : approval, audience: audience ?? .everybody, questions: questions,
      depositMinor: deposit.minor)
  }

  private static func resources(
    _ values: FormValues, _ choices: ServiceChoices, _ errors: inout FormErrors
  ) -> Set<ResourceID> {
    var all: Set<ResourceID> = []
    for (field, offered) in choices.groups {
      let chosen = values.group(field)
      if !chosen.isSubset(of: offered.map(\.value)) { errors.refuse(field, "forms.choose") }
      all.formUnion(chosen.compactMap { ResourceID(text: $0) })
    }
    return all
  }
}
