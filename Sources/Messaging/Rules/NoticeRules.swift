import Core
import Database
import SQL

/// All SQL of rules.
enum NoticeRules {
  /// Those that come with the product, as the practice changed them, then its own; reminders from the earliest.
  static func all(in db: borrowing TenantReader) throws -> [NoticeRule] {
    var services: [String: [EntityID: Bool]] = [:]
    _ = try db.rows(
      "SELECT rule, service_id, is_on FROM messaging_rule_service WHERE practice_id = \(db.scope)"
    ) { services[try $0.text(0), default: [:]][try $0.id(1)] = try $0.bool(2) }
    var stored: [NoticeRule] = []
    _ = try db.rows(
      "SELECT rule, is_active, minutes, channels, version, on_since FROM messaging_rule WHERE practice_id = \(db.scope)"
    ) { row in
      guard let rule = AppointmentRule(rawValue: try row.text(0)) else { return }
      let channels = try row.text(3).split(separator: ",").compactMap { Channel(rawValue: String($0)) }
      stored.append(
        NoticeRule(
          rule: rule, isActive: try row.bool(1), minutes: try row.int(2), channels: Set(channels),
          version: try row.int(4), services: [:], onSince: try row.instantIfPresent(5)))
    }
    let known = Set(stored.map(\.rule))
    let rules = stored + AppointmentRule.standard.filter { !known.contains($0) }.map { NoticeRule.standard($0) }
    return rules.map { rule in
      var rule = rule
      rule.services = services[rule.rule.rawValue] ?? [:]
      return rule
    }.sorted { NoticeRules.order($0) < NoticeRules.order($1) }
  }

  /// By kind; reminders from the earliest to the latest.
  private static func order(_ rule: NoticeRule) -> (Int, Int, String) {
    let kind = AppointmentRule.Kind.allCases.firstIndex(of: rule.rule.kind) ?? 0
    return (kind, rule.rule.kind == .reminder ? -rule.minutes : rule.minutes, rule.rule.rawValue)
  }

  static func find(_ rule: AppointmentRule, in db: borrowing TenantReader) throws -> NoticeRule? {
    try all(in: db).first { $0.rule == rule }
  }
}
