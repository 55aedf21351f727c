import Core
import Database
import SQL

/// One place where somebody is signed in.
struct OwnSession: Sendable {
  let id: EntityID
  let device: String
  let network: String
  let createdAt: Instant
  let seenAt: Instant
}

/// A person's sessions, as they see and end them themselves.
enum OwnSessions {
  static func list(of user: UserID, now: Instant, in db: borrowing TenantReader) throws -> [OwnSession] {
    try db.rows(
      """
      SELECT id, device, network, created_at, seen_at FROM identity_session
      WHERE practice_id = \(db.scope) AND user_id = \(user) AND expires_at > \(now) ORDER BY seen_at DESC, id
      """
    ) { row in
      OwnSession(
        id: try row.id(0), device: try row.text(1), network: try row.text(2), createdAt: try row.instant(3),
        seenAt: try row.instant(4))
    }
  }

  static func end(_ id: EntityID, of user: UserID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND id = \(id) AND user_id = \(user)") == 1
  }

  /// What changes the ways to sign in ends every other session (ASVS 7.4.3).
  static func endOthers(of holder: FactorHolder, but kept: EntityID?, in tx: borrowing TenantTransaction) throws {
    let kept = kept ?? EntityID(high: 0, low: 0)
    switch holder {
    case .staff(let user):
      try tx.execute(
        "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND user_id = \(user) AND id <> \(kept)")
    case .patient(let patient):
      try tx.execute(
        """
        DELETE FROM identity_session
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND account_id IS NULL AND id <> \(kept)
        """)
    case .guardian(let account):
      try tx.execute(
        "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND account_id = \(account) AND id <> \(kept)")
    }
  }
}
