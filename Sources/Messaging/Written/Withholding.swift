import Core
import Database
import Routing
import SQL

/// Words that somebody takes back before they leave.
enum Withholding {
  enum Refusal: Error { case isOnItsWay, isDone }

  /// Ends what would bring the words and what would say that they wait; what they answered waits again.
  static func withhold(
    _ message: WrittenMessageID, of patient: PatientID, by user: UserID, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let notice = try tx.first(
      """
      SELECT n.state, n.reason FROM messaging_notice n
      JOIN messaging_message m ON m.practice_id = \(tx.scope) AND m.id = n.message_id AND m.patient_id = \(patient)
      WHERE n.practice_id = \(tx.scope) AND n.message_id = \(message) AND n.rule = \(Notice.Topic.wordsRule)
      FOR UPDATE
      """
    ) { (state: try $0.choice(0, as: Notice.State.self), reason: try $0.text(1)) }
    guard let notice else { throw Routing.Refusal.notFound }
    guard notice.state == .waiting else {
      throw notice.reason == NoticeOutcome.notTold.code ? Refusal.isDone : Refusal.isOnItsWay
    }
    try tx.execute(
      """
      UPDATE messaging_notice SET state = 'notNeeded', outcome = \(NoticeOutcome.notTold.text),
        reason = \(NoticeOutcome.notTold.code), ended_at = \(now), decided_by = \(user)
      WHERE practice_id = \(tx.scope) AND message_id = \(message) AND state = 'waiting'
      """)
    try tx.execute(
      """
      UPDATE messaging_message SET is_open = TRUE, closed_at = NULL, closed_by = NULL, answer_id = NULL
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND answer_id = \(message)
      """)
  }

  /// Of a message `m`: it never left, so it stands in nobody's portal.
  static func isWithheld(_ scope: TenantScope) -> SQL {
    """
    EXISTS (SELECT 1 FROM messaging_notice held WHERE held.practice_id = \(scope) AND held.message_id = m.id
      AND held.rule = \(Notice.Topic.wordsRule) AND held.state = 'notNeeded')
    """
  }
}
