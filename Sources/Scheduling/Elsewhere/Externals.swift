import Core
import Crypto
import Database
import SQL

/// All SQL about calendars elsewhere.
enum Externals {
  private static func column(_ name: StaticString) -> SealedColumn { SealedColumn("scheduling_external", name) }
  private static let columns: SQL = """
    e.id, e.resource_id, e.user_id, e.lane, e.kind, e.sealed_name, e.sealed_address, e.sealed_login, e.sealed_password,
    e.sealed_etag, e.sealed_modified, e.next_at, e.tried_at, e.copied_at, e.read_at, e.failures, e.problem, e.unread,
    e.is_cut
    """

  private static let perMinute = 10

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> External? {
    try db.first(
      "SELECT \(columns) FROM scheduling_external e WHERE e.practice_id = \(db.scope) AND e.id = \(id)", read)
  }

  static func of(_ user: UserID, in db: borrowing TenantReader) throws -> [External] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_external e WHERE e.practice_id = \(db.scope) AND e.user_id = \(user)
      ORDER BY e.lane, e.id
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> External {
    let id = try row.id(0)
    return External(
      id: id, resource: try row.id(1), user: try row.id(2), lane: try row.int(3), kind: try row.choice(4),
      name: try row.opened(5, column("sealed_name"), row: id),
      address: try row.opened(6, column("sealed_address"), row: id),
      login: try row.openedIfPresent(7, column("sealed_login"), row: id),
      password: try row.openedIfPresent(8, column("sealed_password"), row: id),
      etag: try row.openedIfPresent(9, column("sealed_etag"), row: id),
      modified: try row.openedIfPresent(10, column("sealed_modified"), row: id), nextAt: try row.instant(11),
      triedAt: try row.instantIfPresent(12), copiedAt: try row.instantIfPresent(13),
      readAt: try row.instantIfPresent(14), failures: try row.int(15),
      problem: try row.textIfPresent(16).flatMap { ExternalProblem(rawValue: $0) }, unread: try row.int(17),
      isCut: try row.bool(18))
  }

  /// The column of a member of staff; nil where nobody books them.
  static func resource(of user: UserID, in db: borrowing TenantReader) throws -> ResourceID? {
    try db.first(
      """
      SELECT id FROM scheduling_resource
      WHERE practice_id = \(db.scope) AND user_id = \(user) AND kind = 'practitioner' AND is_active
      ORDER BY position, id LIMIT 1
      """
    ) { try $0.id(0) }
  }

  static func insert(
    _ id: EntityID, _ draft: ExternalDraft, of user: UserID, _ resource: ResourceID, lane: Int, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_external (practice_id, id, resource_id, user_id, lane, kind, sealed_name,
        sealed_address, sealed_login, sealed_password, created_at, next_at)
      VALUES (\(tx.scope), \(id), \(resource), \(user), \(lane), \(draft.kind.rawValue),
        \(tx.seal(draft.name, column("sealed_name"), row: id)), \(tx.seal(draft.address, column("sealed_address"), row: id)),
        \(tx.sealIfPresent(draft.login, column("sealed_login"), row: id)),
        \(tx.sealIfPresent(draft.password, column("sealed_password"), row: id)), \(now), \(now))
      """)
    try ExternalJob.enqueue(id, dueAt: now, now: now, in: tx)
  }

  /// It is due at once.
  static func lookSoon(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_external SET next_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
    try ExternalJob.enqueue(id, dueAt: now, now: now, in: tx)
  }

  /// With its claims, so its time is free at once. What was written into it is taken away by a job.
  static func remove(_ id: EntityID, of resource: ResourceID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try Resources.lock([resource], in: tx)
    if let link = try GoogleLinks.of(external: id, in: tx.reader) { try GoogleLinks.leave(link.id, now: now, in: tx) }
    try removeRows(id, of: resource, now: now, in: tx)
  }

  static func removeRows(
    _ id: EntityID, of resource: ResourceID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let ended = try BusyClaims.stored(id, in: tx.reader)
    try tx.execute("DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope) AND external_id = \(id)")
    try tx.execute("DELETE FROM scheduling_external WHERE practice_id = \(tx.scope) AND id = \(id)")
    try OpenedTimes.record(ended, at: resource, graceMinutes: BusyClaims.graceMinutes, now: now, in: tx)
  }

  /// Those whose owner has left, or whose column has become somebody else's.
  static func ownerless(in db: borrowing TenantReader) throws -> [(id: EntityID, resource: ResourceID)] {
    try db.rows(
      """
      SELECT e.id, e.resource_id FROM scheduling_external e
      JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      WHERE e.practice_id = \(db.scope)
        AND (u.status = 'deactivated' OR r.user_id IS NULL OR r.user_id <> e.user_id)
      LIMIT 100
      """
    ) { (id: try $0.id(0), resource: try $0.id(1)) }
  }

  /// Whether a look may still write what it found.
  static func hasLease(_ id: EntityID, _ lease: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.first(
      """
      SELECT COUNT(*) FROM scheduling_external
      WHERE practice_id = \(tx.scope) AND id = \(id) AND next_at = \(lease)
      """
    ) { try $0.int(0) > 0 } ?? false
  }

  /// Which are due: those of active people with an active column. A few at a time, so that the slow servers of one
  /// practice do not keep the jobs of all others waiting.
  static func due(now: Instant, in db: borrowing TenantReader) throws -> [(id: EntityID, at: Instant)] {
    try db.rows(
      """
      SELECT e.id, e.next_at FROM scheduling_external e
      JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      WHERE e.practice_id = \(db.scope) AND e.next_at <= \(now) AND u.status = 'active' AND r.is_active
      ORDER BY e.next_at LIMIT \(perMinute)
      """
    ) { (id: try $0.id(0), at: try $0.instant(1)) }
  }

  static func isActive(_ external: External, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT COUNT(*) FROM identity_user u
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = \(external.resource) AND r.is_active
      WHERE u.practice_id = \(db.scope) AND u.id = \(external.user) AND u.status = 'active'
      """
    ) { try $0.int(0) > 0 } ?? false
  }
}
