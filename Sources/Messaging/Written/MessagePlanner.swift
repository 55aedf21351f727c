import Core
import Database

/// Turns a written message into the mails and the text that say that it waits.
enum MessagePlanner {
  /// The payload is the message's id. One message, one notice for each who is told and each channel.
  static func plan(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = WrittenMessageID(text: job.payload) else { return .dead(reason: "malformed payload") }
    // Gone when the patient was erased; opened by somebody who was in the portal anyway.
    guard let waiting = try WaitingMessages.find(id, now: now, in: db.reader), !waiting.isRead else { return .done }
    let recipients = waiting.person.recipients(try Carriers.find(in: db.reader))
    guard !recipients.isEmpty else { return .done }
    let event = AuditEvent(
      "notice.plan", "messaging_message", id.id, patient: waiting.person.patient,
      fields: recipients.map(\.channel.rawValue))
    try db.transaction(event) { tx in
      for recipient in recipients {
        let notice = Notice(
          id: .make(), topic: .message(id, account: recipient.account), language: recipient.language,
          recipient: recipient.address, state: .waiting, attempts: 0, channel: recipient.channel)
        _ = try Notices.plan(notice, at: now, now: now, in: tx)
      }
    }
    return .done
  }
}
