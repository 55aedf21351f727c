import Core
import Database
import Routing
import Templates

/// The form of one rule: whether, when, and for which services otherwise.
struct RuleForm {
  let call: Call
  let services: [ServiceNames.Service]
  /// Channels that have a way out, of those that need an account.
  let open: Set<Channel>

  init(_ call: Call, _ db: borrowing TenantReader) throws {
    self.call = call
    services = try ServiceNames.all(in: db)
    let carrier = try Carriers.find(in: db)
    open = Set([Channel.sms, .whatsapp].filter { carrier?.carries($0) ?? false })
  }

  private static func field(_ channel: Channel) -> String { "by-\(channel.rawValue)" }

  private static func field(_ service: EntityID) -> String { "service-\(service)" }

  func values(_ rule: NoticeRule) -> FormValues {
    let (count, unit) = RuleWords.amount(rule.minutes, rule.rule.kind)
    var values = ["is-active": rule.isActive ? "1" : "", "amount": "\(count)", "unit": unit.rawValue]
    for channel in rule.rule.kind.channels where rule.channels.contains(channel) {
      values[RuleForm.field(channel)] = "1"
    }
    for (service, isOn) in rule.services { values[RuleForm.field(service)] = isOn ? "on" : "off" }
    return FormValues(values)
  }

  /// What was typed, laid over what is stored.
  func parse(_ typed: FormValues, _ stored: NoticeRule) -> (rule: NoticeRule, errors: FormErrors) {
    var (rule, errors) = (stored, FormErrors())
    rule.isActive = typed.isOn("is-active")
    if !stored.rule.kind.isImmediate { rule.minutes = RuleForm.minutes(typed, stored.rule.kind, &errors) }
    for channel in stored.rule.kind.channels {
      if typed.isOn(RuleForm.field(channel)) {
        rule.channels.insert(channel)
      } else {
        rule.channels.remove(channel)
      }
    }
    if rule.channels.isEmpty { errors.refuse("by-email", "messages.rules.noChannel") }
    for service in services {
      switch typed[RuleForm.field(service.id)] {
      case "on": rule.services[service.id] = true
      case "off": rule.services[service.id] = false
      default: rule.services[service.id] = nil
      }
    }
    rule.onSince = rule.isOnAnywhere ? stored.isOnAnywhere ? stored.onSince ?? call.now : call.now : nil
    return (rule, errors)
  }

  static func minutes(_ typed: FormValues, _ kind: AppointmentRule.Kind, _ errors: inout FormErrors) -> Int {
    let unit = RuleWords.Unit(rawValue: typed["unit"]) ?? .hours
    let count = FormRules.number(typed, "amount", in: 0...NoticeRule.maximumMinutes, &errors)
    let minutes = count * unit.minutes
    if minutes < kind.minutes.lowerBound {
      let key = kind == .comeAgain ? "messages.rules.tooSoon" : "messages.rules.tooLate"
      errors.refuse("amount", key, ["least": "\(kind.minutes.lowerBound)"])
    }
    if minutes > kind.minutes.upperBound {
      errors.refuse("amount", "messages.rules.tooFar", ["days": "\(kind.minutes.upperBound / 1440)"])
    }
    return minutes
  }

  func form(
    _ rule: NoticeRule, _ typed: FormValues, errors: FormErrors = FormErrors(), stored: FormValues? = nil,
    canChange: Bool
  ) -> EditForm {
    var builder = FormBuilder(call.text, typed, stored: stored, errors: errors)
    builder.check("is-active", "messages.rules.isActive", hint: RuleForm.hint(rule.rule.kind))
    for channel in rule.rule.kind.channels {
      builder.check(RuleForm.field(channel), "messages.rules.by.\(channel.rawValue)", hint: self.hint(channel))
    }
    if !rule.rule.kind.isImmediate { RuleForm.addMoment(&builder, rule.rule.kind, call.text) }
    let overrides = services.map { service in
      let chosen = typed[RuleForm.field(service.id)]
      let options = ["", "on", "off"].map { value in
        let word = value.isEmpty ? "asAbove" : value
        return FormOption(
          value: value, label: call.text.text("messages.rules.service.\(word)"), isChosen: chosen == value)
      }
      return FormControl(
        id: RuleForm.field(service.id), kind: .choice(options),
        label: call.text.text("messages.rules.service", ["service": service.name]), hint: nil, value: chosen,
        error: nil, stored: nil, isRequired: false)
    }
    return EditForm(
      action: "\(RuleWords.path)/\(rule.rule.rawValue)", version: "\(rule.version)",
      controls: builder.controls + overrides, canChange: canChange, isConflict: stored != nil,
      backHref: RuleWords.path)
  }

  /// Who gets it, where that is not everybody who has an appointment.
  private static func hint(_ kind: AppointmentRule.Kind) -> String? {
    switch kind {
    case .welcome: "messages.rules.welcomeHint"
    case .followUp: "messages.rules.consentHint"
    case .comeAgain: "messages.rules.comeAgainHint"
    case .confirmation, .change, .cancellation, .request, .decline, .lapse, .reminder: nil
    }
  }

  private func hint(_ channel: Channel) -> String? {
    switch channel {
    case .email: nil
    case .inApp: "messages.rules.inAppHint"
    case .sms: open.contains(.sms) ? "messages.rules.smsHint" : "messages.carrier.off"
    case .whatsapp: open.contains(.whatsapp) ? "messages.rules.whatsAppHint" : "messages.whatsapp.off"
    }
  }

  static func addMoment(_ builder: inout FormBuilder, _ kind: AppointmentRule.Kind?, _ text: Localizer) {
    builder.number(
      "amount", 0...NoticeRule.maximumMinutes, "messages.rules.amount",
      hint: kind.map { $0.followsVisit ? "messages.rules.amount.after" : "messages.rules.amount.before" }
    )
    builder.choice(
      "unit", RuleWords.Unit.allCases.map { ($0.rawValue, text.text("messages.rules.unit.\($0.rawValue)")) },
      "messages.rules.unit")
  }
}
