import Core
import Database
import SQL

extension NoticeRules {
  /// More than a practice can want, and few enough to plan for each appointment.
  static let maximum = 20

  /// False when somebody else has saved since the rule was read.
  static func save(_ rule: NoticeRule, in tx: borrowing TenantTransaction) throws -> Bool {
    let channels = rule.channels.map(\.rawValue).sorted().joined(separator: ",")
    let code = rule.rule.rawValue
    if rule.version > 0 {
      let count = try tx.execute(
        """
        UPDATE messaging_rule SET is_active = \(rule.isActive), minutes = \(rule.minutes), channels = \(channels),
          on_since = \(rule.onSince), version = version + 1
        WHERE practice_id = \(tx.scope) AND rule = \(code) AND version = \(rule.version)
        """)
      guard count == 1 else { return false }
    } else {
      do {
        try tx.execute(
          """
          INSERT INTO messaging_rule (practice_id, rule, is_active, minutes, channels, on_since)
          VALUES (\(tx.scope), \(code), \(rule.isActive), \(rule.minutes), \(channels), \(rule.onSince))
          """)
      } catch let error as DatabaseError where error.isDuplicate {
        return false
      }
    }
    try tx.execute("DELETE FROM messaging_rule_service WHERE practice_id = \(tx.scope) AND rule = \(code)")
    for (service, isOn) in rule.services {
      try tx.execute(
        """
        INSERT INTO messaging_rule_service (practice_id, rule, service_id, is_on)
        VALUES (\(tx.scope), \(code), \(service), \(isOn))
        """)
    }
    return true
  }

  /// One of the practice's own, with its words.
  static func remove(_ rule: AppointmentRule, in tx: borrowing TenantTransaction) throws {
    let code = rule.rawValue
    try tx.execute("DELETE FROM messaging_rule_service WHERE practice_id = \(tx.scope) AND rule = \(code)")
    try tx.execute("DELETE FROM messaging_text WHERE practice_id = \(tx.scope) AND rule = \(code)")
    try tx.execute("DELETE FROM messaging_rule WHERE practice_id = \(tx.scope) AND rule = \(code)")
  }

  /// Appointments to come for which something changes between two states of a rule; of a rule about requests, the
  /// requests that wait; of one that asks to come again, also the visits it is still time to ask after.
  static func affected(
    from old: NoticeRule?, to new: NoticeRule?, now: Instant, in db: borrowing TenantReader
  ) throws -> Int {
    let statuses: SQL
    switch (new ?? old)?.rule.kind {
    // Who asked was told so, and who is a patient is not welcomed any more.
    case .request, .welcome, nil: return 0
    case .decline, .lapse: statuses = "status = 'pending'"
    case .confirmation, .change, .cancellation, .reminder, .followUp:
      statuses = "status IN ('proposed', 'pending', 'booked')"
    case .comeAgain:
      let longest = max(old?.minutes ?? 0, new?.minutes ?? 0)
      return changing(old, new, from: try RecallVisits.last(since: now.adding(minutes: -longest), in: db))
    }
    // A reminder whose time has passed already changes nothing for anybody.
    let leads = [old, new].compactMap { $0 }.map { $0.rule.kind == .reminder ? $0.minutes : 0 }
    let from = now.adding(minutes: leads.min() ?? 0)
    let counts = try db.rows(
      """
      SELECT service_id, COUNT(*) FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND starts_at > \(from) AND \(statuses)
      GROUP BY service_id
      """
    ) { (service: try $0.id(0), count: try $0.int(1)) }
    return changing(old, new, from: counts)
  }

  private static func changing(
    _ old: NoticeRule?, _ new: NoticeRule?, from counts: [(service: EntityID, count: Int)]
  ) -> Int {
    counts.filter { service, _ in
      let (was, will) = (old?.isOn(for: service) ?? false, new?.isOn(for: service) ?? false)
      return was != will || (will && (old?.minutes != new?.minutes || old?.channels != new?.channels))
    }.reduce(0) { $0 + $1.count }
  }

  /// Appointments to come that get this message, for a change of its words.
  static func receiving(_ rule: NoticeRule, now: Instant, in db: borrowing TenantReader) throws -> Int {
    try affected(from: nil, to: rule, now: now, in: db)
  }
}
