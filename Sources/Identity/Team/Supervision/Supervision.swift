public import Core
public import Database
import SQL

/// Whose patients a supervisor reaches: those of the people they supervise, and nobody else's.
public enum Supervision {
  struct Supervisee: Sendable {
    let id: UserID
    let name: String
    let isChosen: Bool
  }

  /// Everybody who treats patients here, by name; who left stays while they are supervised.
  static func all(of supervisor: UserID, in db: borrowing TenantReader) throws -> [Supervisee] {
    try db.rows(
      """
      SELECT u.id, u.name, s.supervisee_id IS NOT NULL FROM identity_user u
      LEFT JOIN identity_supervision s
        ON s.practice_id = \(db.scope) AND s.supervisor_id = \(supervisor) AND s.supervisee_id = u.id
      WHERE u.practice_id = \(db.scope) AND u.id <> \(supervisor)
        AND (s.supervisee_id IS NOT NULL OR u.status = 'active' AND u.role IN ('owner', 'practitioner'))
      ORDER BY u.name, u.id
      """
    ) { row in Supervisee(id: try row.id(0), name: try row.text(1), isChosen: try row.bool(2)) }
  }

  public static func add(
    _ supervisee: UserID, to supervisor: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO identity_supervision (practice_id, supervisor_id, supervisee_id, created_at)
      VALUES (\(tx.scope), \(supervisor), \(supervisee), \(now))
      """)
  }

  static func remove(_ supervisee: UserID, from supervisor: UserID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM identity_supervision
      WHERE practice_id = \(tx.scope) AND supervisor_id = \(supervisor) AND supervisee_id = \(supervisee)
      """)
  }
}
