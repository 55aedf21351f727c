import Core
import Database

/// Turns a wish that was left into the mail that confirms it.
enum WishPlanner {
  /// The payload is the wish's id, which becomes the notice's as well: one wish, one mail.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let wish = try WaitingWishes.find(id, in: db.reader), wish.reasonAgainst() == nil else { return .done }
    let notice = Notice(
      id: NoticeID(id), topic: .wish(id), language: wish.language, recipient: wish.email ?? "", state: .waiting,
      attempts: 0)
    let event = AuditEvent(
      "notice.plan", "scheduling_waitlist_entry", id, patient: wish.patient, fields: [notice.rule])
    try db.transaction(event) { tx in _ = try Notices.plan(notice, at: now, now: now, in: tx) }
    return .done
  }
}
