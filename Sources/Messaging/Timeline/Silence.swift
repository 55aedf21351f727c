import Core
import Crypto
import Database
import SQL

/// Changes that the practice decided not to tell the patient of.
enum Silence {
  /// News of a change that staff can decide not to tell.
  private static let changes = AppointmentRule.standard.filter(\.kind.canBeSilenced).map(\.rawValue)
  /// Where a change is the first that they would hear of the appointment, its confirmation tells of it.
  private static let news = [AppointmentRule.confirmation.rawValue] + changes

  /// Writes down that nothing is said of the state an appointment has now, and by whose decision.
  static func record(
    _ visit: Visit, by user: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let (id, rule) = (NoticeID.make(), Silence.rule(about: visit))
    let recipient = try tx.seal("", Notices.recipientColumn, row: id.id, patient: visit.patient)
    do {
      try tx.execute(
        """
        INSERT INTO messaging_notice (practice_id, id, appointment_id, occurrence, rule, channel, language,
          sealed_recipient, state, send_at, outcome, reason, ended_at, decided_by, created_at)
        VALUES (\(tx.scope), \(id), \(visit.appointment), \(visit.sequence), \(rule.rawValue), 'email',
          \(visit.language.rawValue), \(recipient), 'notNeeded', \(now), \(NoticeOutcome.notTold.text),
          \(NoticeOutcome.notTold.code), \(now), \(user), \(now))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      // It was planned already: then it is stopped.
      try stop(visit, by: user, now: now, in: tx)
    }
  }

  /// What would be told of the state it has now.
  private static func rule(about visit: Visit) -> AppointmentRule {
    guard let ended = visit.ended, visit.isCancelled else { return visit.isCancelled ? .cancellation : .change }
    return ended.asRequest && ended.by == .practice ? .decline : .cancellation
  }

  /// Stops what would still be said of the state an appointment has now. True when something was.
  @discardableResult
  static func stop(
    _ visit: Visit, by user: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE messaging_notice SET state = 'notNeeded', outcome = \(NoticeOutcome.notTold.text),
        reason = \(NoticeOutcome.notTold.code), ended_at = \(now), decided_by = \(user)
      WHERE practice_id = \(tx.scope) AND appointment_id = \(visit.appointment) AND occurrence = \(visit.sequence)
        AND rule IN \(list: news) AND state = 'waiting'
      """) > 0
  }

  /// Whether something was already said, or is being said, of the state an appointment has now.
  static func isTooLate(for visit: Visit, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(visit.appointment) AND occurrence = \(visit.sequence)
        AND rule IN \(list: news) AND state IN ('sending', 'sent', 'failed')
      """
    ) { _ in true } ?? false
  }

  /// Whether somebody decided that nothing is said of the change to the state an appointment has now.
  static func holds(for visit: Visit, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM messaging_notice
      WHERE practice_id = \(db.scope) AND appointment_id = \(visit.appointment) AND occurrence = \(visit.sequence)
        AND rule IN \(list: changes) AND reason = \(NoticeOutcome.notTold.code)
      """
    ) { _ in true } ?? false
  }
}
