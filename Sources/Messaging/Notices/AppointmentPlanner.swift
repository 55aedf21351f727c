import Core
import Database

/// Turns news of an appointment into notices.
enum AppointmentPlanner {
  /// The payload is `<appointment id> <sequence>`.
  static func plan(
    _ news: NoticePlan.News, _ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection
  ) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let id = AppointmentID(text: parts[0]), let sequence = Decimal.parse(parts[1]) else {
      return .dead(reason: "malformed payload")
    }
    guard let visit = try Visits.find(id, in: db.reader) else { return .dead(reason: "no such appointment") }
    // What has changed since is told by its own job.
    guard visit.sequence == sequence else { return .done }
    let due = NoticePlan.due(news, start: visit.start, now: now)
    let reason = reason(against: visit, isAnythingDue: !due.isEmpty)
    // What did not happen is part of the trail: names of rules, or why there is no notice.
    let fields = reason.map { [$0.text] } ?? due.map(\.rule.rawValue)
    let event = AuditEvent("notice.plan", "scheduling_appointment", id.id, patient: visit.patient, fields: fields)
    try db.transaction(event) { tx in
      try Notices.drop(of: id, before: sequence, visit.isCancelled ? .cancelled : .moved, in: tx)
      guard reason == nil, let recipient = visit.email else { return }
      for (rule, sendAt) in due {
        let notice = Notice(
          id: .make(), topic: .appointment(id, sequence: sequence, rule), language: visit.language,
          recipient: recipient, state: .waiting, attempts: 0)
        _ = try Notices.plan(notice, at: sendAt, now: now, in: tx)
      }
    }
    return .done
  }

  private static func reason(against visit: Visit, isAnythingDue: Bool) -> NoticeOutcome? {
    if !isAnythingDue { return .past }
    if visit.isPatientDeceased { return .deceased }
    return visit.email == nil ? .noAddress : nil
  }
}
