import Core
import Crypto
import Database
import SQL

/// All SQL of notices.
enum Notices {
  static let recipientColumn = SealedColumn("messaging_notice", "sealed_recipient")

  static func find(_ id: NoticeID, in db: borrowing TenantReader) throws -> Notice? {
    try db.first(
      """
      SELECT id, language, sealed_recipient, state, attempts, rule, appointment_id, occurrence, challenge_id, link_id,
        user_id, detail, account_id, channel, send_at, offer_id, entry_id, with_id, message_id
      FROM messaging_notice WHERE practice_id = \(db.scope) AND id = \(id)
      """
    ) { row in
      let id: NoticeID = try row.id(0)
      return Notice(
        id: id, topic: try topic(row), language: try row.choice(1),
        recipient: try row.opened(2, recipientColumn, row: id.id), state: try row.choice(3), attempts: try row.int(4),
        channel: try row.choice(13), sendAt: try row.instant(14), with: try row.idIfPresent(17, as: NoticeID.self))
    }
  }

  private static func topic(_ row: borrowing Row) throws -> Notice.Topic {
    if let message = try row.idIfPresent(18, as: WrittenMessageID.self) {
      if try row.text(5) == Notice.Topic.wordsRule { return .words(message) }
      return .message(message, account: EntityID(text: try row.text(11)))
    }
    if let appointment = try row.idIfPresent(6, as: AppointmentID.self) {
      return .appointment(appointment, sequence: try row.int(7), try row.choice(5))
    }
    if let challenge = try row.idIfPresent(8) { return .challenge(challenge) }
    if let link = try row.idIfPresent(9) { return .staffLink(link, try row.choice(5)) }
    if let account = try row.idIfPresent(12) { return .portalAlert(account, try row.choice(5)) }
    if let offer = try row.idIfPresent(15) { return .offer(offer) }
    if let entry = try row.idIfPresent(16) { return .wish(entry) }
    return .alert(try row.id(10), try row.choice(5), detail: try row.text(11))
  }

  /// Writes a notice down and the job that sends it. False when it was planned before: the unique key decides.
  static func plan(
    _ notice: Notice, at sendAt: Instant, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    var columns = TopicColumns()
    switch notice.topic {
    case .appointment(let id, let sequence, _): (columns.appointment, columns.sequence) = (id, sequence)
    case .challenge(let id): columns.challenge = id
    case .staffLink(let id, _): columns.link = id
    case .alert(let user, _, let detail): (columns.user, columns.detail) = (user, detail)
    case .portalAlert(let account, _): columns.account = account
    case .offer(let id): columns.offer = id
    case .wish(let id): columns.entry = id
    case .words(let id): columns.message = id
    case .message(let id, let account): (columns.message, columns.detail) = (id, account?.description ?? "")
    }
    let patient = try patient(of: notice.topic, in: tx)
    if case .appointment(_, _, .welcome) = notice.topic { columns.welcomed = patient }
    let recipient = try tx.seal(notice.recipient, recipientColumn, row: notice.id.id, patient: patient)
    do {
      try tx.execute(
        """
        INSERT INTO messaging_notice (practice_id, id, appointment_id, challenge_id, link_id, user_id, account_id, detail,
          occurrence, rule, channel, language, sealed_recipient, send_at, created_at, offer_id, entry_id, message_id, welcomed_id)
        VALUES (\(tx.scope), \(notice.id), \(columns.appointment), \(columns.challenge), \(columns.link),
          \(columns.user), \(columns.account), \(columns.detail), \(columns.sequence), \(notice.rule),
          \(notice.channel.rawValue), \(notice.language.rawValue), \(recipient), \(sendAt), \(now),
          \(columns.offer), \(columns.entry), \(columns.message), \(columns.welcomed))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      return false
    }
    try tx.enqueue(NewJob("notice.send", payload: "\(notice.id)", runAt: sendAt, uniqueKey: "\(notice.id)"))
    return true
  }

  /// Whom a notice is about, so that their address goes with them when they are erased; nil for staff.
  private static func patient(of topic: Notice.Topic, in tx: borrowing TenantTransaction) throws -> PatientID? {
    switch topic {
    case .appointment(let id, _, _):
      try tx.first(
        "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(tx.scope) AND id = \(id)"
      ) { try $0.id(0, as: PatientID.self) }
    case .challenge(let id):
      try tx.first(
        "SELECT patient_id FROM identity_email_challenge WHERE practice_id = \(tx.scope) AND id = \(id)"
      ) { try $0.idIfPresent(0, as: PatientID.self) } ?? nil
    case .portalAlert(let account, _):
      try tx.first(
        "SELECT patient_id FROM identity_portal_account WHERE practice_id = \(tx.scope) AND id = \(account)"
      ) { try $0.idIfPresent(0, as: PatientID.self) } ?? nil
    case .offer(let id): try WaitingOffers.patient(of: id, in: tx.reader)
    case .wish(let id): try WaitingWishes.find(id, in: tx.reader)?.patient
    case .message(let id, _), .words(let id): try WaitingMessages.patient(of: id, in: tx.reader)
    case .staffLink, .alert: nil
    }
  }

  private struct TopicColumns {
    var appointment: AppointmentID?
    var sequence = 0
    var challenge: EntityID?
    var link: EntityID?
    var user: UserID?
    var account: EntityID?
    var offer: EntityID?
    var entry: EntityID?
    var message: WrittenMessageID?
    var welcomed: PatientID?
    var detail = ""
  }

  /// What earlier states of an appointment still owed is owed no more. A welcome is about no time: only with the
  /// appointment itself it is put off, to the next one.
  static func drop(
    of appointment: AppointmentID, before sequence: Int, _ outcome: NoticeOutcome, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let kept: SQL = outcome == .moved ? "AND welcomed_id IS NULL" : ""
    try tx.execute(
      """
      UPDATE messaging_notice SET state = 'notNeeded', outcome = \(outcome.text), reason = \(outcome.code),
        ended_at = \(now), welcomed_id = NULL
      WHERE practice_id = \(tx.scope) AND appointment_id = \(appointment) AND occurrence < \(sequence)
        AND state = 'waiting' \(kept)
      """)
  }

  /// Takes a waiting notice for sending. False when somebody else was first.
  /// - Parameters:
  ///   - told: hash of what it says of an appointment; nil for one that speaks of none.
  ///   - unsubscribe: hash of the secret with which it is unsubscribed from; nil for what the treatment needs.
  ///   - other: whose message tells of it; nil for its own.
  static func markSending(
    _ notice: Notice, to recipient: String, told: [UInt8]?, unsubscribe: [UInt8]?, with other: NoticeID?,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let patient = try patient(of: notice.topic, in: tx)
    let sealed = try tx.seal(recipient, recipientColumn, row: notice.id.id, patient: patient)
    return try tx.execute(
      """
      UPDATE messaging_notice SET state = 'sending', attempts = attempts + 1, sealed_recipient = \(sealed),
        told = \(told), unsubscribe_hash = \(unsubscribe), with_id = \(other)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state = 'waiting' AND attempts = \(notice.attempts)
      """) == 1
  }

  /// Ends a notice that is still as it was read. False when somebody else was first. That no mail server is configured is
  /// nobody's task, unless somebody wrote the words by hand; see ``FailedMessages``.
  static func end(
    _ notice: Notice, as state: Notice.State, _ outcome: NoticeOutcome, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let isNoTask = state == .failed && outcome == .noMailServer && notice.rule != Notice.Topic.wordsRule
    return try tx.execute(
      """
      UPDATE messaging_notice SET state = \(state.rawValue), outcome = \(outcome.text), reason = \(outcome.code),
        ended_at = \(now), welcomed_id = IF(\(state == .notNeeded), NULL, welcomed_id),
        acknowledged_at = IF(\(isNoTask), \(now), acknowledged_at)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state = \(notice.state.rawValue)
        AND attempts = \(notice.attempts)
      """) == 1
  }

  /// Writes down how the try with this number went. A notice that was given up meanwhile, because its worker was taken
  /// for dead, is corrected; what the carrier has said of it meanwhile stands.
  static func record(
    _ notice: Notice, attempt: Int, as state: Notice.State, _ outcome: NoticeOutcome, carrier: CarrierReceipt?,
    sentAt: Instant?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE messaging_notice SET state = \(state.rawValue), outcome = \(outcome.text), sent_at = \(sentAt),
        reason = \(outcome.code), ended_at = \(now), carrier_id = \(carrier?.id), segments = \(carrier?.segments)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state IN ('sending', 'failed') AND attempts = \(attempt)
        AND carrier_id IS NULL
      """)
  }

  /// Lets a notice that the server did not take wait for another try, with a job of its own.
  static func postpone(
    _ notice: Notice, attempt: Int, until sendAt: Instant, _ outcome: NoticeOutcome, in tx: borrowing TenantTransaction
  ) throws {
    let count = try tx.execute(
      """
      UPDATE messaging_notice SET state = 'waiting', outcome = \(outcome.text), reason = \(outcome.code),
        send_at = \(sendAt)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state = 'sending' AND attempts = \(attempt)
      """)
    guard count == 1 else { return }
    try tx.enqueue(NewJob("notice.send", payload: "\(notice.id)", runAt: sendAt, uniqueKey: "\(notice.id) \(attempt)"))
  }

  /// Lets a notice that is due in the quiet hours wait for their end, with a job of its own.
  static func putOff(_ notice: Notice, until sendAt: Instant, in tx: borrowing TenantTransaction) throws {
    let count = try tx.execute(
      """
      UPDATE messaging_notice SET send_at = \(sendAt)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state = 'waiting' AND attempts = \(notice.attempts)
      """)
    guard count == 1 else { return }
    let key = "\(notice.id) at \(sendAt.microseconds)"
    try tx.enqueue(NewJob("notice.send", payload: "\(notice.id)", runAt: sendAt, uniqueKey: key))
  }

  /// Whether another reminder of an appointment was sent by this channel since then.
  static func hasReminded(
    of notice: Notice, _ appointment: AppointmentID, since: Instant, in db: borrowing TenantReader
  ) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(appointment) AND channel = \(notice.channel.rawValue)
        AND id <> \(notice.id) AND rule LIKE 'reminder%' AND state IN ('sending', 'sent') AND send_at >= \(since)
      """
    ) { _ in true } ?? false
  }

  /// Whether the patient has not been told yet that they have this appointment, and would be.
  static func owesConfirmation(_ appointment: AppointmentID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(appointment) AND rule = 'confirmation'
        AND state = 'waiting'
      """
    ) { _ in true } ?? false
  }

  /// What the patient was last told of an appointment by this channel; nil when nothing is known to have been sent.
  static func lastTold(
    of appointment: AppointmentID, by channel: Channel, in db: borrowing TenantReader
  ) throws -> [UInt8]? {
    try db.first(
      """
      SELECT told FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(appointment) AND channel = \(channel.rawValue)
        AND state = 'sent' AND told IS NOT NULL
      ORDER BY occurrence DESC, sent_at DESC LIMIT 1
      """
    ) { try $0.bytes(0) }
  }
}
