import Core
import Routing
import Templates

/// Rules in words.
struct RuleWords {
  static let path = "/settings/messages"
  let call: Call

  func name(_ rule: AppointmentRule) -> String { call.text.text("notice.rule.\(rule.kind.rawValue)") }

  /// "Reminder, 2 days before".
  func title(_ rule: NoticeRule) -> String {
    rule.rule.kind.isImmediate ? name(rule.rule) : name(rule.rule) + ", " + when(rule)
  }

  func when(_ rule: NoticeRule) -> String {
    let (count, unit) = RuleWords.amount(rule.minutes, rule.rule.kind)
    switch rule.rule.kind {
    case .confirmation, .request, .lapse: return call.text.text("messages.rules.atOnce")
    case .change, .cancellation, .decline: return call.text.text("messages.rules.afterGrace")
    case .welcome: return call.text.text("messages.rules.onceEver")
    case .reminder: return call.text.text("messages.rules.before.\(unit.rawValue)", count: count)
    case .followUp, .comeAgain: return call.text.text("messages.rules.after.\(unit.rawValue)", count: count)
    }
  }

  enum Unit: String, CaseIterable {
    case minutes, hours, days, weeks
    var minutes: Int {
      switch self {
      case .minutes: 1
      case .hours: 60
      case .days: 1440
      case .weeks: 10_080
      }
    }
  }

  /// In the largest unit that holds it whole; weeks where that is how people speak of it.
  static func amount(_ minutes: Int, _ kind: AppointmentRule.Kind) -> (count: Int, unit: Unit) {
    let isWeeks = kind == .comeAgain && minutes % 10_080 == 0
    let unit: Unit = isWeeks ? .weeks : minutes % 1440 == 0 ? .days : minutes % 60 == 0 ? .hours : .minutes
    return (minutes / unit.minutes, unit)
  }

  func row(_ rule: NoticeRule, own languages: Set<Language>) -> SettingsRow {
    let own =
      languages.isEmpty
      ? nil
      : call.text.text(
        "messages.rules.ownText",
        ["languages": languages.map { $0.rawValue.uppercased() }.sorted().joined(separator: ", ")])
    let exceptions = rule.services.values.contains { $0 != rule.isActive }
    let facts = [
      rule.rule.kind.isImmediate ? when(rule) : nil,
      Channel.allCases.filter(rule.channels.contains).map { call.text.text("notice.channel.\($0.rawValue)") }
        .joined(separator: ", "),
      exceptions ? call.text.text("messages.rules.exceptions") : nil, own,
    ]
    return SettingsRow(
      href: "\(RuleWords.path)/\(rule.rule.rawValue)", icon: rule.rule.kind == .reminder ? "bell" : "mail",
      name: title(rule), detail: facts.compactMap { $0 }.joined(separator: " · "), isActive: rule.isActive)
  }
}
