import Core
import Database
import Routing
import SQL

/// A conversation as the list shows it.
struct Conversation: Sendable {
  let patient: PatientID
  let name: PersonName
  /// How many messages wait for an answer.
  let open: Int
  /// Since when the first of them waits; nil when none does.
  let openSince: Instant?
  let latest: Instant
  /// Who of the practice wrote last; nil when nobody did.
  let lastWriter: String?
}

enum Conversations {
  /// More than anybody works through at once.
  static let limit = 100
  static let days = 90

  /// Those that wait, the longest first; then, where all are asked for, those of the last weeks by their last message.
  /// One more than the limit says that there are more.
  static func list(
    onlyOpen: Bool, within reach: PatientReach, now: Instant, in db: borrowing TenantReader
  ) throws -> [Conversation] {
    let recent: SQL = onlyOpen ? "FALSE" : "(NOT m.is_open AND m.written_at > \(now.adding(days: -days)))"
    return try db.rows(
      """
      SELECT m.patient_id, p.sealed_name, CAST(SUM(m.is_open) AS SIGNED), MIN(IF(m.is_open, m.written_at, NULL)),
        MAX(m.written_at), (
          SELECT u.name FROM messaging_message w
          JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = w.user_id
          WHERE w.practice_id = \(db.scope) AND w.patient_id = m.patient_id AND w.author = 'staff'
          ORDER BY w.written_at DESC, w.id DESC LIMIT 1)
      FROM messaging_message m
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = m.patient_id
      WHERE m.practice_id = \(db.scope) AND (m.is_open OR \(recent)) AND p.erased_at IS NULL
        AND \(reach.condition("m.patient_id", db.scope))
      GROUP BY m.patient_id, p.sealed_name
      ORDER BY SUM(m.is_open) = 0, MIN(IF(m.is_open, m.written_at, NULL)), MAX(m.written_at) DESC, m.patient_id
      LIMIT \(limit + 1)
      """
    ) { row in
      let patient: PatientID = try row.id(0)
      return Conversation(
        patient: patient, name: PatientNames.name(try row.opened(1, PatientNames.column, row: patient.id)),
        open: try row.int(2), openSince: try row.instantIfPresent(3), latest: try row.instant(4),
        lastWriter: try row.textIfPresent(5))
    }
  }
}
