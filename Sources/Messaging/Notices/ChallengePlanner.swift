import Core
import Database

/// Turns a request to sign in into a notice. Nobody but the owner of the address learns whether there was one.
enum ChallengePlanner {
  /// The payload is the challenge's id, which becomes the notice's as well: one challenge, one mail.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let challenge = try Challenges.find(id, in: db.reader) else { return .dead(reason: "no such challenge") }
    guard let patient = challenge.patient, let recipient = challenge.email, challenge.reasonAgainst(now: now) == nil
    else { return .done }
    let notice = Notice(
      id: NoticeID(id), topic: .challenge(id), language: challenge.language, recipient: recipient, state: .waiting,
      attempts: 0)
    let event = AuditEvent(
      "notice.plan", "identity_email_challenge", id, patient: patient, fields: [notice.rule])
    try db.transaction(event) { tx in _ = try Notices.plan(notice, at: now, now: now, in: tx) }
    return .done
  }
}
