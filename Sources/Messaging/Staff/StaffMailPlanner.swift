import Core
import Database

/// Turns links and news of Identity into mails to members of staff.
enum StaffMailPlanner {
  /// The payload is the link's id, which becomes the notice's as well: one link, one mail.
  static func planLink(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let link = try StaffLinks.find(id, in: db.reader) else { return .dead(reason: "no such link") }
    guard link.reasonAgainst(now: now) == nil else { return .done }
    let notice = Notice(
      id: NoticeID(id), topic: .staffLink(id, link.purpose), language: link.language, recipient: link.email,
      state: .waiting, attempts: 0)
    try plan(notice, about: AuditEvent("notice.plan", "identity_staff_link", id, fields: [notice.rule]), now, db)
    return .done
  }

  /// The payload is `<id of the news> <user id> <code>`, with a detail after it for some codes. The first id becomes
  /// the notice's and says when it happened.
  static func planAlert(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard (3...4).contains(parts.count), let id = EntityID(text: parts[0]), let user = UserID(text: parts[1]),
      let alert = StaffAlert(rawValue: parts[2])
    else { return .dead(reason: "malformed payload") }
    guard let member = try StaffMembers.find(user, in: db.reader) else { return .dead(reason: "no such user") }
    let notice = Notice(
      id: NoticeID(id), topic: .alert(user, alert, detail: parts.count > 3 ? parts[3] : ""), language: member.language,
      recipient: member.email, state: .waiting, attempts: 0)
    try plan(notice, about: AuditEvent("notice.plan", "identity_user", user.id, fields: [notice.rule]), now, db)
    return .done
  }

  private static func plan(
    _ notice: Notice, about event: AuditEvent, _ now: Instant, _ db: borrowing TenantConnection
  ) throws {
    try db.transaction(event) { tx in _ = try Notices.plan(notice, at: now, now: now, in: tx) }
  }
}
