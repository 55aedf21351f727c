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
  /// By somebody who acts for the patient, and by the patient not yet.
  let isReadByGuardian: Bool
  /// Accounts of those who act for the patient and wrote what it answers.
  let askers: Set<EntityID>

  func reasonAgainst(_ account: EntityID?) -> NoticeOutcome? {
    // Neither the patient's look is the look of who asked, nor that of somebody else who acts for the patient.
    let isAsker = account.map(askers.contains) == true
    let isDone = isAsker ? isReadByGuardian && person.guardians.count == 1 : isRead
    return isDone ? .alreadyRead : person.reasonAgainst(account)
  }

  /// Who is told that it waits: whoever asked, besides those who are told in any case. Nobody gets words and the news of
  /// them in one mailbox, nor the news twice.
  var recipients: [MessagePerson.Recipient] {
    let told = medium == .portal ? person.recipients : []
    let words = medium == .email ? [person.email].compactMap { $0 } : []
    var mailboxes = Set(told.map(\.mailbox) + words.map(EmailAddress.comparable))
    return told + person.askers(askers).filter { mailboxes.insert($0.mailbox).inserted }
  }
}

enum WaitingMessages {
  /// Nil for a message that was erased.
  static func find(
    _ id: WrittenMessageID, now: Instant, in db: borrowing TenantReader
  ) throws -> WaitingMessage? {
    let found = try db.first(
      """
      SELECT m.patient_id, m.medium, NOT \(MessageNews.condition(db.scope, now: now)), m.read_by = 'guardian' FROM messaging_message m
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = m.patient_id
      WHERE m.practice_id = \(db.scope) AND m.id = \(id) AND m.author = 'staff'
      """
    ) { row in
      (
        patient: try row.id(0, as: PatientID.self), medium: try row.choice(1, as: WrittenMessage.Medium.self),
        isRead: try row.bool(2), isReadByGuardian: try !row.isNull(3) && row.bool(3)
      )
    }
    guard let found, let person = try MessagePersons.find(found.patient, now: now, in: db) else { return nil }
    return WaitingMessage(
      person: person, medium: found.medium, isRead: found.isRead, isReadByGuardian: found.isReadByGuardian,
      askers: try askers(of: id, in: db))
  }

  private static func askers(of answer: WrittenMessageID, in db: borrowing TenantReader) throws -> Set<EntityID> {
    Set(
      try db.rows(
        """
        SELECT DISTINCT account_id FROM messaging_message
        WHERE practice_id = \(db.scope) AND answer_id = \(answer) AND account_id IS NOT NULL
        """
      ) { try $0.id(0) })
  }

  /// Mailboxes that were lately, or are about to be, told of another message that still waits: one mail is enough. Whether
  /// one still waits for who acts for the patient only a look by nobody at all tells; what left as words waits nowhere.
  static func told(
    besides id: WrittenMessageID, of patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> Set<String> {
    let rows = try db.rows(
      """
      SELECT n.id, n.sealed_recipient FROM messaging_message m
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = m.patient_id
      JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.message_id = m.id AND n.channel = 'email'
      WHERE m.practice_id = \(db.scope) AND m.patient_id = \(patient) AND m.id <> \(id) AND m.author = 'staff'
        AND n.rule = 'message'
        AND IF(n.detail = '', \(MessageNews.condition(db.scope, now: now)), m.medium = 'portal' AND m.read_by IS NULL)
        AND (n.state IN ('waiting', 'sending') OR n.state = 'sent' AND n.sent_at > \(now.adding(hours: -1)))
      """
    ) { EmailAddress.comparable(try $0.opened(1, Notices.recipientColumn, row: $0.id(0))) }
    return Set(rows)
  }

  static func patient(of id: WrittenMessageID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      "SELECT patient_id FROM messaging_message WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.id(0) }
  }
}
