import Core
import Database
import SQL

/// A written message as far as the mail and the text need it that say that it waits: never what it says.
struct WaitingMessage: Sendable {
  let person: MessagePerson
  let medium: WrittenMessage.Medium
  let isRead: Bool

  func reasonAgainst(_ channel: Channel, _ account: EntityID?) -> NoticeOutcome? {
    isRead ? .alreadyRead : person.reasonAgainst(channel, account)
  }
}

enum WaitingMessages {
  /// Nil for a message that was erased.
  static func find(
    _ id: WrittenMessageID, now: Instant, in db: borrowing TenantReader
  ) throws -> WaitingMessage? {
    let found = try db.first(
      """
      SELECT patient_id, medium, read_at IS NOT NULL FROM messaging_message
      WHERE practice_id = \(db.scope) AND id = \(id) AND author = 'staff'
      """
    ) { row in
      (
        patient: try row.id(0, as: PatientID.self), medium: try row.choice(1, as: WrittenMessage.Medium.self),
        isRead: try row.bool(2)
      )
    }
    guard let found, let person = try MessagePersons.find(found.patient, now: now, in: db) else { return nil }
    return WaitingMessage(person: person, medium: found.medium, isRead: found.isRead)
  }

  static func patient(of id: WrittenMessageID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      "SELECT patient_id FROM messaging_message WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.id(0) }
  }
}
