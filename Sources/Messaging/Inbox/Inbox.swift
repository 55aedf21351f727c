import Core
import Database
import SQL

/// All SQL of messages in the portal. Each is a notice, and belongs to the patient of its appointment or offer.
enum Inbox {
  static let pageSize = 20

  /// Writes a notice into the portal. False when somebody else was first.
  /// - Parameters:
  ///   - text: nil for one that another message tells of.
  ///   - other: that other one.
  static func place(
    _ notice: Notice, _ text: PortalText?, told: [UInt8]?, with other: NoticeID?, _ patient: PatientID?, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let sealed = try tx.sealIfPresent(text?.stored, PortalText.column, row: notice.id.id, patient: patient)
    let outcome = NoticeOutcome.inPortal
    return try tx.execute(
      """
      UPDATE messaging_notice SET state = 'sent', attempts = attempts + 1, outcome = \(outcome.text),
        reason = \(outcome.code), sent_at = \(now), ended_at = \(now), told = \(told), with_id = \(other),
        sealed_text = \(sealed)
      WHERE practice_id = \(tx.scope) AND id = \(notice.id) AND state = 'waiting' AND attempts = \(notice.attempts)
      """) == 1
  }

  /// Newest first; one more than a page holds says that there are older ones.
  static func page(
    _ number: Int, of patient: PatientID, in db: borrowing TenantReader
  ) throws -> [InboxMessage] {
    try db.rows(
      """
      SELECT n.id, n.language, n.sent_at, n.read_at, n.sealed_text
      FROM scheduling_appointment a
      JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.appointment_id = a.id
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND n.channel = 'inApp' AND n.state = 'sent'
        AND n.sealed_text IS NOT NULL
      UNION ALL
      SELECT n.id, n.language, n.sent_at, n.read_at, n.sealed_text
      FROM scheduling_waitlist_entry e
      JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.entry_id = e.id
      JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.offer_id = o.id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND n.channel = 'inApp' AND n.state = 'sent'
        AND n.sealed_text IS NOT NULL
      ORDER BY 3 DESC, 1 DESC LIMIT \(pageSize + 1) OFFSET \((number - 1) * pageSize)
      """
    ) { try read($0) }
  }

  private static func read(_ row: borrowing Row) throws -> InboxMessage {
    let id: NoticeID = try row.id(0)
    return InboxMessage(
      id: id, language: try row.choice(1), placedAt: try row.instant(2), readAt: try row.instantIfPresent(3),
      text: PortalText(stored: try row.opened(4, PortalText.column, row: id.id)))
  }

  /// Nil for what is not this patient's.
  static func find(
    _ id: NoticeID, of patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> (message: InboxMessage, about: InboxMessage.About?)? {
    try db.first(
      """
      SELECT n.id, n.language, n.sent_at, n.read_at, n.sealed_text, a.id, a.sequence,
        a.status IN ('proposed', 'pending', 'booked') AND a.starts_at > \(now),
        o.id, o.state = 'offered' AND o.expires_at > \(now),
        a.status = 'cancelled' AND a.was_asked AND a.sealed_answer IS NOT NULL
      FROM messaging_notice n
      LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = n.appointment_id
      LEFT JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.id = n.offer_id
      LEFT JOIN scheduling_waitlist_entry e ON e.practice_id = \(db.scope) AND e.id = o.entry_id
      WHERE n.practice_id = \(db.scope) AND n.id = \(id) AND n.channel = 'inApp' AND n.state = 'sent'
        AND n.sealed_text IS NOT NULL AND COALESCE(a.patient_id, e.patient_id) = \(patient)
      """
    ) { row in (try read(row), try about(row)) }
  }

  private static func about(_ row: borrowing Row) throws -> InboxMessage.About? {
    if let appointment = try row.idIfPresent(5, as: AppointmentID.self) {
      if try row.bool(10) { return .answer }
      return .appointment(appointment, sequence: try row.int(6), isAhead: try row.bool(7))
    }
    return try row.idIfPresent(8).map { .offer($0, isOpen: try row.bool(9)) }
  }

  /// With those it tells of as well. Only the first opening counts.
  static func markRead(_ id: NoticeID, byGuardian: Bool, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE messaging_notice SET read_at = \(now), read_by = \(byGuardian ? "guardian" : "patient")
      WHERE practice_id = \(tx.scope) AND (id = \(id) OR with_id = \(id)) AND channel = 'inApp' AND state = 'sent'
        AND read_at IS NULL
      """)
  }
}
