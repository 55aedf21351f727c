import Core
import Database

/// Turns an offer of the waitlist into a mail.
enum OfferPlanner {
  /// The payload is the offer's id, which becomes the notice's as well: one offer, one mail.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    // Gone when the patient was erased.
    guard let offer = try WaitingOffers.find(id, in: db.reader), offer.reasonAgainst(now: now) == nil else {
      return .done
    }
    let notice = Notice(
      id: NoticeID(id), topic: .offer(id), language: offer.language, recipient: offer.email ?? "", state: .waiting,
      attempts: 0)
    let event = AuditEvent("notice.plan", "scheduling_offer", id, patient: offer.patient, fields: [notice.rule])
    try db.transaction(event) { tx in _ = try Notices.plan(notice, at: now, now: now, in: tx) }
    return .done
  }
}
