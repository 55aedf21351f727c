import Core
import Database

/// Turns news of second factors into mails to those who use the portal.
enum PortalMailPlanner {
  /// The payload is `<id of the news> <account> <code>`. The first id becomes the notice's and says when it happened.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let id = EntityID(text: parts[0]), let account = EntityID(text: parts[1]),
      let alert = PortalAlert(rawValue: parts[2])
    else { return .dead(reason: "malformed payload") }
    guard let reader = try PortalReaders.find(account, in: db.reader) else { return .done }
    let notice = Notice(
      id: NoticeID(id), topic: .portalAlert(account, alert), language: reader.language, recipient: reader.email,
      state: .waiting, attempts: 0)
    let event = AuditEvent(
      "notice.plan", "identity_portal_account", account, patient: reader.patient, fields: [notice.rule])
    try db.transaction(event) { tx in _ = try Notices.plan(notice, at: now, now: now, in: tx) }
    return .done
  }
}
