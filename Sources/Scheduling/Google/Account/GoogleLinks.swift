import Core
import Crypto
import Database
import SQL

/// All SQL about whose Google Calendar is connected.
enum GoogleLinks {
  static func column(_ name: StaticString) -> SealedColumn { SealedColumn("scheduling_google", name) }
  private static let columns: SQL = """
    g.id, g.user_id, g.resource_id, g.external_id, g.state, g.sealed_refresh, g.sealed_access, g.access_until,
    g.sealed_calendar, g.names_patients, g.lease_until, g.pause_until, g.strikes, g.problem, g.leaving_at, g.stayed
    """

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> GoogleLink? {
    try db.first(
      "SELECT \(columns) FROM scheduling_google g WHERE g.practice_id = \(db.scope) AND g.id = \(id)", read)
  }
  static func of(_ user: UserID, in db: borrowing TenantReader) throws -> GoogleLink? {
    try db.first(
      "SELECT \(columns) FROM scheduling_google g WHERE g.practice_id = \(db.scope) AND g.user_id = \(user)", read)
  }
  static func of(external: EntityID, in db: borrowing TenantReader) throws -> GoogleLink? {
    try db.first(
      "SELECT \(columns) FROM scheduling_google g WHERE g.practice_id = \(db.scope) AND g.external_id = \(external)",
      read)
  }

  private static func read(_ row: borrowing Row) throws -> GoogleLink {
    let id = try row.id(0)
    return GoogleLink(
      id: id, user: try row.id(1), resource: try row.id(2), external: try row.idIfPresent(3),
      state: try row.choice(4), refresh: try row.openedIfPresent(5, column("sealed_refresh"), row: id),
      access: try row.openedIfPresent(6, column("sealed_access"), row: id), accessUntil: try row.instantIfPresent(7),
      calendar: try row.openedIfPresent(8, column("sealed_calendar"), row: id), namesPatients: try row.bool(9),
      leaseUntil: try row.instantIfPresent(10), pauseUntil: try row.instantIfPresent(11), strikes: try row.int(12),
      problem: try row.textIfPresent(13).flatMap { ExternalProblem(rawValue: $0) },
      leavingAt: try row.instantIfPresent(14), stayed: try row.int(15))
  }

  /// Whoever said yes over there and never chose a calendar.
  static func abandoned(before time: Instant, in db: borrowing TenantReader) throws -> [EntityID] {
    try db.rows(
      """
      SELECT id FROM scheduling_google
      WHERE practice_id = \(db.scope) AND state = 'choosing' AND created_at < \(time) LIMIT 10
      """
    ) { try $0.id(0) }
  }

  // MARK: Permission

  /// Google has said yes, to somebody who was not connected.
  static func insert(
    _ id: EntityID, of user: UserID, _ resource: ResourceID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_google (practice_id, id, user_id, resource_id, state, created_at)
      VALUES (\(tx.scope), \(id), \(user), \(resource), 'choosing', \(now))
      """)
  }

  static func store(
    _ keys: GoogleClient.Keys, refresh: String, _ id: EntityID, state: GoogleLink.State, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_google SET state = \(state.rawValue),
        sealed_refresh = \(tx.seal(refresh, column("sealed_refresh"), row: id)),
        sealed_access = \(tx.seal(keys.access, column("sealed_access"), row: id)),
        access_until = \(now.adding(seconds: Int64(keys.seconds))), pause_until = NULL, strikes = 0, problem = NULL,
        leaving_at = NULL, stayed = 0
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }

  /// Google has ended the permission: nothing is asked until its owner connects again.
  static func refuse(_ link: GoogleLink, in db: borrowing TenantConnection) throws {
    try db.transaction(AuditEvent("calendar.refuse", "scheduling_google", link.id, fields: ["google"])) { tx in
      try tx.execute(
        """
        UPDATE scheduling_google SET state = 'refused', sealed_access = NULL, access_until = NULL
        WHERE practice_id = \(tx.scope) AND id = \(link.id) AND state = 'on'
        """)
    }
  }

  // MARK: Which calendar

  static func offer(_ choices: [GoogleChoice], _ id: EntityID, in tx: borrowing TenantTransaction) throws {
    let text = choices.map { $0.id + "\t" + $0.name }.joined(separator: "\n")
    try tx.execute(
      """
      UPDATE scheduling_google SET sealed_choices = \(tx.seal(text, column("sealed_choices"), row: id))
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }

  static func choices(_ id: EntityID, in db: borrowing TenantReader) throws -> [GoogleChoice] {
    let text = try db.first(
      "SELECT sealed_choices FROM scheduling_google WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.openedIfPresent(0, column("sealed_choices"), row: id) }
    return (text.flatMap { $0 } ?? "").split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "\t", maxSplits: 1)
      return parts.count == 2 ? GoogleChoice(id: String(parts[0]), name: String(parts[1])) : nil
    }
  }

  static func choose(
    _ choice: GoogleChoice, _ id: EntityID, external: EntityID, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_google SET state = 'on', external_id = \(external), sealed_choices = NULL,
        sealed_calendar = \(tx.seal(choice.id, column("sealed_calendar"), row: id))
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'choosing'
      """)
  }

  static func name(patients: Bool, _ id: EntityID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE scheduling_google SET names_patients = \(patients) WHERE practice_id = \(tx.scope) AND id = \(id)")
  }

  // MARK: The end

  /// Somebody connects another account, or comes back after all had ended: what is in the former calendar stays there.
  static func forget(_ link: GoogleLink, now: Instant, in tx: borrowing TenantTransaction) throws {
    try Resources.lock([link.resource], in: tx)
    try remove(link.id, in: tx)
    if let external = link.external { try Externals.removeRows(external, of: link.resource, now: now, in: tx) }
  }

  /// What was written is taken away by a job, with the permission that there is still. Whoever never chose has nothing
  /// there but the permission.
  static func leave(_ id: EntityID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE scheduling_google SET state = 'leaving', external_id = NULL, sealed_choices = NULL, leaving_at = \(now),
        pause_until = NULL, strikes = 0, problem = NULL
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state <> 'leaving'
      """)
    try tx.execute("DELETE FROM scheduling_google_event WHERE practice_id = \(tx.scope) AND google_id = \(id)")
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET wish = wish + 1, is_due = TRUE
      WHERE practice_id = \(tx.scope) AND google_id = \(id)
      """)
    try GooglePush.enqueue(id, at: now, in: tx)
  }

  /// Nothing is known of it any more.
  static func remove(_ id: EntityID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_google_event WHERE practice_id = \(tx.scope) AND google_id = \(id)")
    try tx.execute("DELETE FROM scheduling_google_copy WHERE practice_id = \(tx.scope) AND google_id = \(id)")
    try tx.execute("DELETE FROM scheduling_google WHERE practice_id = \(tx.scope) AND id = \(id)")
  }

  /// What is over there stays there: says so until its owner has read it.
  static func giveUp(_ id: EntityID, stayed: Int, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_google_event WHERE practice_id = \(tx.scope) AND google_id = \(id)")
    try tx.execute("DELETE FROM scheduling_google_copy WHERE practice_id = \(tx.scope) AND google_id = \(id)")
    try tx.execute(
      """
      UPDATE scheduling_google SET state = 'left', external_id = NULL, sealed_refresh = NULL, sealed_access = NULL,
        sealed_choices = NULL, sealed_calendar = NULL, access_until = NULL, stayed = \(stayed)
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }
}
