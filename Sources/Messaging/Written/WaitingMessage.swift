import Core
import Database
import Routing
import SQL

/// A written message as far as the mail and the text need it that say that it waits: never what it says.
struct WaitingMessage: Sendable {
  let person: MessagePerson
  let medium: WrittenMessage.Medium
  /// By the patient, or by who acts for a patient without a sign-in of their own.
  let isRead: Bool

  func reasonAgainst(_ account: EntityID?) -> NoticeOutcome? {
    isRead ? .alreadyRead : person.reasonAgainst(account)
  }
}

enum WaitingMessages {
  /// Nil for a message that was erased.
  static func find(
    _ id: WrittenMessageID, now: Instant, in db: borrowing TenantReader
  ) throws -> WaitingMessage? {
    let found = try db.first(
      """
      SELECT m.patient_id, m.medium, NOT \(MessageNews.condition(db.scope, now: now)) FROM messaging_message m
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = m.patient_id
      WHERE m.practice_id = \(db.scope) AND m.id = \(id) AND m.author = 'staff'
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

  /// Addresses that were lately, or are about to be, told of another message that still waits: one mail is enough.
  static func told(
    besides id: WrittenMessageID, of patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> Set<String> {
    let rows = try db.rows(
      """
      SELECT n.id, n.sealed_recipient FROM messaging_message m
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = m.patient_id
      JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.message_id = m.id AND n.channel = 'email'
      WHERE m.practice_id = \(db.scope) AND m.patient_id = \(patient) AND m.id <> \(id) AND m.author = 'staff'
        AND m.medium = 'portal' AND \(MessageNews.condition(db.scope, now: now))
        AND (n.state IN ('waiting', 'sending') OR n.state = 'sent' AND n.sent_at > \(now.adding(hours: -1)))
      """
    ) { try $0.opened(1, Notices.recipientColumn, row: $0.id(0)) }
    return Set(rows)
  }

  static func patient(of id: WrittenMessageID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      "SELECT patient_id FROM messaging_message WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.id(0) }
  }
}
