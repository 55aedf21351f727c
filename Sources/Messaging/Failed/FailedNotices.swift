import Core
import Crypto
import Database
import Routing
import SQL

/// The list of messages that did not go out, and what is done with one.
enum FailedNotices {
  /// More than anybody works through at once.
  static let limit = 100

  /// The nearest times first.
  static func list(within reach: PatientReach, now: Instant, in db: borrowing TenantReader) throws -> [FailedNotice] {
    try db.rows(
      """
      SELECT n.id, n.appointment_id, p.id, p.sealed_name, COALESCE(a.starts_at, o.starts_at), n.rule, n.channel,
        n.reason, n.outcome, n.attempts, n.ended_at, e.id,
        COALESCE(a.starts_at > \(now), o.state = 'offered' AND o.expires_at > \(now), e.state IN ('waiting', 'offered'),
          TRUE), m.id IS NOT NULL
      \(FailedMessages.from(db.scope))
      WHERE \(FailedMessages.waits(reach, now: now, db.scope))
      ORDER BY COALESCE(a.starts_at, o.starts_at, n.send_at), n.id LIMIT \(limit)
      """
    ) { row in
      let patient: PatientID = try row.id(2)
      let appointment = try row.idIfPresent(1, as: AppointmentID.self)
      return FailedNotice(
        id: try row.id(0), about: try about(row, appointment, patient), patient: patient,
        patientName: PatientNames.name(try row.opened(3, PatientNames.column, row: patient.id)),
        start: try row.instantIfPresent(4), isTimely: try row.bool(12),
        rule: try row.text(5), channel: try row.choice(6), reason: try row.text(7), outcome: try row.text(8),
        attempts: try row.int(9), endedAt: try row.instantIfPresent(10))
    }
  }

  private static func about(
    _ row: borrowing Row, _ appointment: AppointmentID?, _ patient: PatientID
  ) throws -> FailedNotice.About {
    if let appointment { return .appointment(appointment) }
    return try row.bool(13) ? .message(patient) : .wish(try row.id(11))
  }

  /// Whose appointment or wish it speaks of; nil for what is no message about one.
  static func patient(of notice: NoticeID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      """
      SELECT p.id \(FailedMessages.from(db.scope))
      WHERE n.practice_id = \(db.scope) AND n.id = \(notice)
      """
    ) { try $0.id(0) }
  }

  /// With those that its message told of as well. False when it was dealt with already.
  static func acknowledge(
    _ notice: NoticeID, by user: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE messaging_notice SET acknowledged_at = \(now), acknowledged_by = \(user)
      WHERE practice_id = \(tx.scope) AND (id = \(notice) OR with_id = \(notice)) AND state = 'failed'
        AND acknowledged_at IS NULL
      """) > 0
  }

  /// Lets it wait once more, with those that its message told of as well: each has a job, and whichever is sent first takes
  /// the others along again. False when it was dealt with already: pressed twice it is sent once.
  static func retry(_ notice: NoticeID, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    let waiting = try tx.rows(
      """
      SELECT id, attempts FROM messaging_notice
      WHERE practice_id = \(tx.scope) AND (id = \(notice) OR with_id = \(notice)) AND state = 'failed'
        AND acknowledged_at IS NULL
      ORDER BY id = \(notice) DESC, id FOR UPDATE
      """
    ) { (id: try $0.id(0, as: NoticeID.self), attempts: try $0.int(1)) }
    guard waiting.first?.id == notice else { return false }
    for (id, attempts) in waiting {
      try tx.execute(
        """
        UPDATE messaging_notice SET state = 'waiting', outcome = '', reason = '', send_at = \(now), ended_at = NULL,
          carrier_id = NULL, with_id = NULL
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
      let key = "\(id) again \(attempts) \(now.microseconds)"
      try tx.enqueue(NewJob("notice.send", payload: "\(id)", runAt: now, uniqueKey: key))
    }
    return true
  }
}
