import Core
import Database
import SQL

/// After a rule was changed: what was planned for appointments to come is made as the rule now says.
enum Replanning {
  /// Appointments looked at in one job; the next job goes on.
  static let step = 100

  static func start(_ rule: AppointmentRule, now: Instant, in tx: borrowing TenantTransaction) throws {
    guard !rule.kind.isImmediate else { return }
    try tx.enqueue(NewJob("messages.replan", payload: rule.rawValue, runAt: now, uniqueKey: nil))
  }

  /// Every rule, for the appointments of one patient.
  static func start(for patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.enqueue(NewJob("messages.replan.patient", payload: "\(patient)", runAt: now, uniqueKey: nil))
  }

  /// The payload is the patient.
  static func runPatient(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let patient = PatientID(text: job.payload) else { return .dead(reason: "malformed payload") }
    let rules = try NoticeRules.all(in: db.reader).filter { !$0.rule.kind.isImmediate }
    let quiet = try QuietSettings.find(in: db.reader).hours
    let found = try appointments(of: patient, now: now, in: db.reader)
    let event = AuditEvent(
      "notice.replan", "messaging_notice", nil, patient: patient, fields: ["rows=\(found.count)"])
    try db.transaction(event) { tx in
      for id in found {
        guard let visit = try Visits.find(id, in: tx.reader), visit.isExpected else { continue }
        for rule in rules {
          for channel in Channel.allCases {
            let due = try moment(rule, visit, channel, quiet, now)
            try replan(visit, rule.rule, rule, due, channel, now, in: tx)
          }
        }
      }
    }
    return .done
  }

  private static func appointments(
    of patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> [AppointmentID] {
    try db.rows(
      """
      SELECT id FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND ends_at > \(now)
        AND status IN ('proposed', 'booked')
      ORDER BY starts_at, id LIMIT \(step)
      """
    ) { try $0.id(0) }
  }

  /// The payload is the rule, and after it the appointment that was looked at last.
  static func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let rule = AppointmentRule(rawValue: String(parts[0])),
      parts.count == 1 || EntityID(text: parts[1]) != nil
    else { return .dead(reason: "malformed payload") }
    let last = parts.count == 2 ? EntityID(text: parts[1]) : nil
    let settings = try NoticeRules.find(rule, in: db.reader)
    let quiet = try QuietSettings.find(in: db.reader).hours
    let found = try appointments(rule, after: last, now: now, in: db.reader)
    let event = AuditEvent(
      "notice.replan", "messaging_notice", nil, fields: [rule.rawValue, "rows=\(found.count)"])
    try db.transaction(event) { tx in
      for id in found {
        guard let visit = try Visits.find(id, in: tx.reader),
          visit.isExpected || rule.kind == .comeAgain && visit.hasCome
        else { continue }
        for channel in Channel.allCases {
          let due = try settings.flatMap { try moment($0, visit, channel, quiet, now) }
          try replan(visit, rule, settings, due, channel, now, in: tx)
        }
      }
      guard found.count == step, let next = found.last else { return }
      let payload = "\(rule.rawValue) \(next)"
      try tx.enqueue(NewJob("messages.replan", payload: payload, runAt: now, uniqueKey: nil))
    }
    return .done
  }

  private static func appointments(
    _ rule: AppointmentRule, after last: EntityID?, now: Instant, in db: borrowing TenantReader
  ) throws -> [AppointmentID] {
    let which: SQL =
      rule.kind == .comeAgain
      ? RecallVisits.condition(since: now.adding(minutes: -NoticeRule.maximumMinutes))
      : "ends_at > \(now) AND status IN ('proposed', 'booked')"
    return try db.rows(
      """
      SELECT id FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND id > \(last ?? EntityID(high: 0, low: 0)) AND \(which)
      ORDER BY id LIMIT \(step)
      """
    ) { try $0.id(0) }
  }

  /// Nil for what is due at once, and for a time that has passed.
  private static func moment(
    _ rule: NoticeRule, _ visit: Visit, _ channel: Channel, _ quiet: QuietHours, _ now: Instant
  ) throws -> QuietHours.Moment? {
    guard let due = rule.moment(start: visit.start, end: visit.end), due > now else { return nil }
    guard channel.keepsQuietHours else { return .at(due) }
    return quiet.moment(due, before: rule.rule.deadline(visit.start), try visit.clock, now: now)
  }

  private static func replan(
    _ visit: Visit, _ rule: AppointmentRule, _ settings: NoticeRule?, _ due: QuietHours.Moment?, _ channel: Channel,
    _ now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let isOn = settings.map { $0.channels.contains(channel) && $0.isOn(for: visit.service) } ?? false
    let planned = try planned(visit, rule, channel, in: tx)
    if isOn, due == .never {
      if let planned, planned.state == .waiting { try stop(planned.id, .quietHours, now, in: tx) }
      return
    }
    guard isOn, case .at(let moment)? = due else {
      // What is due already is sent: its own job looks at the rule once more.
      if let planned, planned.state == .waiting, planned.sendAt > now {
        try stop(planned.id, isOn ? .past : .ruleOff, now, in: tx)
      }
      return
    }
    guard let planned else {
      let notice = AppointmentPlanner.notice(rule, channel, visit)
      _ = try Notices.plan(notice, at: moment, now: now, in: tx)
      return
    }
    let isOff = planned.state == .notNeeded && ["ruleOff", "past", "quietHours"].contains(planned.reason)
    guard planned.state == .waiting && planned.sendAt != moment || isOff else { return }
    try put(planned.id, at: moment, in: tx)
  }

  private struct Planned {
    let id: NoticeID
    let state: Notice.State
    let reason: String
    let sendAt: Instant
  }

  private static func planned(
    _ visit: Visit, _ rule: AppointmentRule, _ channel: Channel, in tx: borrowing TenantTransaction
  ) throws -> Planned? {
    try tx.first(
      """
      SELECT id, state, reason, send_at FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND appointment_id = \(visit.appointment) AND occurrence = \(visit.sequence)
        AND rule = \(rule.rawValue) AND channel = \(channel.rawValue) FOR UPDATE
      """
    ) {
      Planned(
        id: try $0.id(0), state: try $0.choice(1), reason: try $0.text(2), sendAt: try $0.instant(3))
    }
  }

  private static func stop(
    _ notice: NoticeID, _ outcome: NoticeOutcome, _ now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE messaging_notice SET state = 'notNeeded', outcome = \(outcome.text), reason = \(outcome.code),
        ended_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(notice) AND state = 'waiting'
      """)
  }

  /// The job for the time it had finds it not due, or not waiting.
  private static func put(_ notice: NoticeID, at moment: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE messaging_notice SET state = 'waiting', send_at = \(moment), outcome = '', reason = '', ended_at = NULL
      WHERE practice_id = \(tx.scope) AND id = \(notice)
      """)
    let key = "\(notice) at \(moment.microseconds)"
    try tx.enqueue(NewJob("notice.send", payload: "\(notice)", runAt: moment, uniqueKey: key))
  }
}
