public import Core
public import Database
public import SQL

/// Messages that did not go out and are somebody's task: the list of Messaging, and their number on the pages of others.
///
/// Where no mail server is configured nothing is sent at all: every page for staff says so, and a task for each message
/// would say it a thousand times. What was not sent for that reason ends as no task, though nobody dealt with it, unless
/// somebody wrote it by hand.
public enum FailedMessages {
  /// A notice `n` with what it is about: an appointment, an offer, a wish or a message; and its patient `p`. What is
  /// about none of them is nobody's task here.
  public static func from(_ scope: TenantScope) -> SQL {
    """
    FROM messaging_notice n
    LEFT JOIN scheduling_appointment a ON a.practice_id = \(scope) AND a.id = n.appointment_id
    LEFT JOIN scheduling_offer o ON o.practice_id = \(scope) AND o.id = n.offer_id
    LEFT JOIN scheduling_waitlist_entry e ON e.practice_id = \(scope) AND e.id = COALESCE(o.entry_id, n.entry_id)
    LEFT JOIN messaging_message m ON m.practice_id = \(scope) AND m.id = n.message_id
    JOIN patients_patient p ON p.practice_id = \(scope) AND p.id = COALESCE(a.patient_id, e.patient_id, m.patient_id)
    """
  }

  /// Of those: nobody has dealt with it, nor did the message that it was to tell of find its reader without it.
  public static func isTask(now: Instant, _ scope: TenantScope) -> SQL {
    "\(isOpen(scope)) AND (m.id IS NULL OR \(MessageNews.condition(scope, now: now)))"
  }

  public static func waits(_ reach: PatientReach, now: Instant, _ scope: TenantScope) -> SQL {
    "\(isTask(now: now, scope)) AND \(reach.condition("p.id", scope))"
  }

  private static func isOpen(_ scope: TenantScope) -> SQL {
    "n.practice_id = \(scope) AND n.state = 'failed' AND n.acknowledged_at IS NULL AND n.with_id IS NULL"
  }

  /// Mostly none, read from one key. Whose they are is asked only where it decides: of a reader who does not reach
  /// everybody, and of news of a message, which may have found its reader.
  public static func count(
    within reach: PatientReach, now: Instant, in db: borrowing TenantReader
  ) throws -> Int {
    let open = try db.first(
      """
      SELECT COUNT(*), COUNT(n.message_id) FROM messaging_notice n
      WHERE \(isOpen(db.scope)) AND COALESCE(n.appointment_id, n.offer_id, n.entry_id, n.message_id) IS NOT NULL
      """
    ) { (all: try $0.int(0), ofMessages: try $0.int(1)) }
    guard let open, open.all > 0 else { return 0 }
    if reach.isEverybody, open.ofMessages == 0 { return open.all }
    return try db.first("SELECT COUNT(*) \(from(db.scope)) WHERE \(waits(reach, now: now, db.scope))") {
      try $0.int(0)
    } ?? 0
  }
}
