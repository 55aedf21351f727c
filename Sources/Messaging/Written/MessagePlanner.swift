import Core
import Database

/// Turns a written message into the mails that say that it waits. No text says so: what patients agreed to speaks of
/// their appointments alone.
enum MessagePlanner {
  /// The payload is the message's id. One notice for each who is told, and none for whom another one tells already.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = WrittenMessageID(text: job.payload) else { return .dead(reason: "malformed payload") }
    // Gone when the patient was erased.
    guard let waiting = try WaitingMessages.find(id, now: now, in: db.reader) else { return .done }
    let patient = waiting.person.patient
    let told = try WaitingMessages.told(besides: id, of: patient, now: now, in: db.reader)
    // Opened by somebody who was in the portal anyway.
    let recipients = waiting.recipients.filter {
      !told.contains($0.mailbox) && waiting.reasonAgainst($0.account) != .alreadyRead
    }
    guard !recipients.isEmpty else { return .done }
    let event = AuditEvent(
      "notice.plan", "messaging_message", id.id, patient: patient,
      fields: recipients.map { _ in Channel.email.rawValue })
    try db.transaction(event) { tx in
      for recipient in recipients {
        let notice = Notice(
          id: .make(), topic: .message(id, account: recipient.account), language: recipient.language,
          recipient: recipient.address, state: .waiting, attempts: 0, channel: .email)
        _ = try Notices.plan(notice, at: now, now: now, in: tx)
      }
    }
    return .done
  }
}
