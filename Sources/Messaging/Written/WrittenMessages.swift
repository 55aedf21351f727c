import Core
import Crypto
import Database
import SQL

/// All SQL of written messages.
enum WrittenMessages {
  static let textColumn = SealedColumn("messaging_message", "sealed_text")
  static let pageSize = 30

  /// Newest first; one more than a page holds says that there are older ones. Staff see what they took back as well.
  static func page(
    _ number: Int, of patient: PatientID, isForStaff: Bool, in db: borrowing TenantReader
  ) throws -> [WrittenMessage] {
    let left: SQL = isForStaff ? "TRUE" : "NOT \(Withholding.isWithheld(db.scope))"
    return try db.rows(
      """
      SELECT m.id, m.author, u.name, m.medium, m.sealed_text, m.written_at, m.read_at, m.read_by, m.is_open, m.closed_at,
        c.name, m.answer_id IS NOT NULL
      FROM messaging_message m
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = m.user_id
      LEFT JOIN identity_user c ON c.practice_id = \(db.scope) AND c.id = m.closed_by
      WHERE m.practice_id = \(db.scope) AND m.patient_id = \(patient) AND \(left)
      ORDER BY m.written_at DESC, m.id DESC LIMIT \(pageSize + 1) OFFSET \((number - 1) * pageSize)
      """
    ) { row in
      let id: WrittenMessageID = try row.id(0)
      return WrittenMessage(
        id: id, author: try row.choice(1), writer: try row.textIfPresent(2), medium: try row.choice(3),
        text: try row.opened(4, textColumn, row: id.id), writtenAt: try row.instant(5),
        readAt: try row.instantIfPresent(6), readBy: try row.isNull(7) ? nil : row.choice(7), isOpen: try row.bool(8),
        closedAt: try row.instantIfPresent(9), closer: try row.textIfPresent(10), isAnswered: try row.bool(11))
    }
  }

  /// - Throws: a duplicate, when this form was sent before.
  static func write(
    _ draft: MessageDraft, as id: WrittenMessageID, by author: WrittenMessage.Author, _ medium: WrittenMessage.Medium,
    with patient: PatientID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let text = try tx.seal(draft.text, textColumn, row: id.id, patient: patient)
    var account: EntityID?
    if case .guardian(let own, _) = tx.scope.actor { account = own }
    try tx.execute(
      """
      INSERT INTO messaging_message (practice_id, id, patient_id, author, user_id, account_id, medium, sealed_text,
        form_key, written_at, is_open)
      VALUES (\(tx.scope), \(id), \(patient), \(author.rawValue), \(author == .staff ? tx.scope.actor.user : nil),
        \(account), \(medium.rawValue), \(text), \(draft.key), \(now), \(author != .staff))
      """)
  }

  /// Whether this was written from this form before.
  static func isWritten(
    _ draft: MessageDraft, _ medium: WrittenMessage.Medium, with patient: PatientID, in db: borrowing TenantReader
  ) throws -> Bool {
    try db.first(
      """
      SELECT id, sealed_text, medium FROM messaging_message
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND form_key = \(draft.key)
      """
    ) { try $0.opened(1, textColumn, row: $0.id(0)) == draft.text && $0.text(2) == medium.rawValue } ?? false
  }

  /// What it says; nil for one that was erased.
  static func text(of message: WrittenMessageID, in db: borrowing TenantReader) throws -> String? {
    try db.first(
      "SELECT sealed_text FROM messaging_message WHERE practice_id = \(db.scope) AND id = \(message)"
    ) { try $0.opened(0, textColumn, row: message.id) }
  }

  /// Opens one that the practice wrote. False when this side has opened it before.
  static func open(
    _ message: WrittenMessageID, of patient: PatientID, by reader: WrittenMessage.Reader, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let others: SQL = reader == .patient ? "read_by = 'guardian'" : "FALSE"
    return try tx.execute(
      """
      UPDATE messaging_message SET read_at = \(now), read_by = \(reader.rawValue)
      WHERE practice_id = \(tx.scope) AND id = \(message) AND patient_id = \(patient) AND author = 'staff'
        AND medium = 'portal' AND (read_by IS NULL OR \(others))
      """) == 1
  }

  /// What a patient's side has written and nobody has answered or laid aside.
  static func open(of patient: PatientID, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM messaging_message
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND is_open
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Whether the practice has written, by whatever medium: what leaves by mail is answered in the portal.
  static func isBegun(with patient: PatientID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_message
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND author = 'staff' LIMIT 1
      """
    ) { _ in true } ?? false
  }

  /// Ends the wait of what stood on the page, up to its newest: what came meanwhile nobody has seen.
  /// - Parameter answer: what it was answered with; nil: laid aside.
  /// - Returns: how many; nil where there is no such message.
  static func close(
    until latest: WrittenMessageID, of patient: PatientID, by answer: WrittenMessageID?, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Int? {
    let last = try tx.first(
      """
      SELECT written_at FROM messaging_message
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND id = \(latest)
      """
    ) { try $0.instant(0) }
    guard let last else { return nil }
    return try tx.execute(
      """
      UPDATE messaging_message
      SET is_open = FALSE, closed_at = \(now), closed_by = \(tx.scope.actor.user), answer_id = \(answer)
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND is_open
        AND (written_at < \(last) OR written_at = \(last) AND id <= \(latest))
      """)
  }

  /// How the mails and texts of some messages fared.
  static func deliveries(
    of messages: [WrittenMessageID], in db: borrowing TenantReader
  ) throws -> [WrittenMessageID: [MessageDelivery]] {
    guard !messages.isEmpty else { return [:] }
    let rows = try db.rows(
      """
      SELECT message_id, channel, state, reason, COALESCE(sent_at, ended_at, send_at), rule, segments, id,
        sealed_recipient
      FROM messaging_notice
      WHERE practice_id = \(db.scope) AND message_id IN \(list: messages.map(\.id)) ORDER BY channel, id
      """
    ) { row in
      let bringsWords = try row.text(5) == Notice.Topic.wordsRule
      return (
        try row.id(0, as: WrittenMessageID.self),
        MessageDelivery(
          channel: try row.choice(1), bringsWords: bringsWords, state: try row.choice(2), reason: try row.text(3),
          at: try row.instant(4), parts: try row.intIfPresent(6),
          recipient: try bringsWords ? row.opened(8, Notices.recipientColumn, row: row.id(7)) : "")
      )
    }
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
  }
}

/// How a mail or a text about a message fared.
struct MessageDelivery: Sendable {
  let channel: Channel
  /// The message itself, and not that one waits.
  let bringsWords: Bool
  let state: Notice.State
  /// Code of the outcome.
  let reason: String
  /// When it was sent or ended, or is due.
  let at: Instant
  /// Of a text, as the carrier counts.
  let parts: Int?
  /// Where words go, or went; empty for what says that they wait.
  let recipient: String

  /// What was said to be on its way is not; where the answer was lost nobody knows.
  var hasFailed: Bool { state == .failed && reason != NoticeOutcome.mayHaveBeenSent.code }
}
