import Core
import Database
import SQL

/// All SQL of ordered copies. Their parts are ``ExportParts``.
enum Exports {
  private static let columns: SQL = """
    e.id, e.patient_id, e.ordered_by, e.user_id, e.account_id, u.name, e.language, e.state, e.run, e.section,
    e.after_id, e.parts_done, e.parts_total, e.content_bytes, e.archive_bytes, e.outcome, e.ordered_at, e.ready_at,
    e.expires_at, e.fetched_at, e.over_at
    """

  static func find(_ id: ExportID, in db: borrowing TenantReader) throws -> Export? {
    try db.first(
      """
      SELECT \(columns) FROM patients_export e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      WHERE e.practice_id = \(db.scope) AND e.id = \(id)
      """, read)
  }

  /// The latest first. A job that was given up shows as failed before anybody has written that down.
  static func all(
    of patient: PatientID, for orderer: ExportOrderer, limit: Int, in db: borrowing TenantReader
  ) throws -> [Export] {
    try db.rows(
      """
      SELECT \(columns) FROM patients_export e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id = \(patient) AND e.ordered_by = \(orderer.word)
        AND e.account_id <=> \(orderer.account)
      ORDER BY e.ordered_at DESC, e.id DESC LIMIT \(limit)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> Export {
    let orderer: ExportOrderer =
      switch try row.text(2) {
      case "staff": .staff(try row.idIfPresent(3, as: UserID.self))
      case "guardian": .guardian(try row.id(4))
      default: .patient
      }
    return Export(
      id: try row.id(0), patient: try row.id(1), orderer: orderer, name: try row.textIfPresent(5),
      language: try row.choice(6), state: try row.choice(7), run: try row.int(8), section: try row.text(9),
      after: try row.idIfPresent(10), partsDone: try row.int(11), partsTotal: try row.int(12),
      contentBytes: try row.int(13), archiveBytes: try row.intIfPresent(14),
      outcome: Export.Outcome(rawValue: try row.text(15)), orderedAt: try row.instant(16),
      readyAt: try row.instantIfPresent(17), expiresAt: try row.instant(18), fetchedAt: try row.instantIfPresent(19),
      overAt: try row.instantIfPresent(20))
  }

  /// Writes an order down with the job that carries it out. False when there is one already that is not over.
  static func order(
    _ id: ExportID, of patient: PatientID, by orderer: ExportOrderer, _ language: Language, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let owner: SQL = orderer.isStaff ? "\(tx.scope)" : "\(orderer.account ?? patient.id)"
    let count = try tx.execute(
      """
      INSERT IGNORE INTO patients_export (practice_id, id, patient_id, ordered_by, user_id, account_id, open_for,
        language, ordered_at, expires_at)
      VALUES (\(tx.scope), \(id), \(patient), \(orderer.word), \(orderer.user), \(orderer.account), \(owner),
        \(language.rawValue), \(now), \(now.adding(days: ExportLimits.days)))
      """)
    guard count == 1 else { return false }
    try tx.enqueue(ExportJob.job(id, run: 1, slice: 0, at: now))
    return true
  }

  /// A failed one begins afresh. False when it is not failed, or somebody was faster.
  static func retry(_ export: Export, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    let count = try tx.execute(
      """
      UPDATE patients_export
      SET state = 'waiting', run = run + 1, section = '', after_id = NULL, parts_done = 0, parts_total = 0,
        content_bytes = 0, outcome = '', over_at = NULL, expires_at = \(now.adding(days: ExportLimits.days))
      WHERE practice_id = \(tx.scope) AND id = \(export.id) AND run = \(export.run)
        AND state IN ('waiting', 'building', 'failed')
      """)
    guard count == 1 else { return false }
    try ExportParts.remove(of: export.id, in: tx)
    try tx.enqueue(ExportJob.job(export.id, run: export.run + 1, slice: 0, at: now))
    return true
  }

  /// One part further. False when another worker was faster, or nobody wants it any more.
  static func advance(_ export: Export, to place: ExportPlace, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_export
      SET state = 'building', section = \(place.section), after_id = \(place.after), parts_done = parts_done + 1,
        parts_total = \(max(place.total, export.partsDone + 2)), content_bytes = content_bytes + \(place.bytes)
      WHERE practice_id = \(tx.scope) AND id = \(export.id) AND run = \(export.run)
        AND state IN ('waiting', 'building') AND parts_done = \(export.partsDone)
      """) == 1
  }

  static func finish(_ export: Export, bytes: Int, now: Instant, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_export
      SET state = 'ready', parts_done = parts_done + 1, parts_total = parts_done, archive_bytes = \(bytes),
        ready_at = \(now), expires_at = \(now.adding(days: ExportLimits.days))
      WHERE practice_id = \(tx.scope) AND id = \(export.id) AND run = \(export.run) AND state = 'building'
        AND parts_done = \(export.partsDone)
      """) == 1
  }

  /// It stays, so that its orderer sees why, until it lapses or is tried again.
  static func fail(
    _ id: ExportID, run: Int, _ outcome: Export.Outcome, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let count = try tx.execute(
      """
      UPDATE patients_export
      SET state = 'failed', outcome = \(outcome.rawValue), over_at = \(now),
        expires_at = \(now.adding(days: ExportLimits.days))
      WHERE practice_id = \(tx.scope) AND id = \(id) AND run = \(run) AND state IN ('waiting', 'building')
      """)
    guard count == 1 else { return false }
    try ExportParts.remove(of: id, in: tx)
    return true
  }

  /// Nothing is left of it but that it was. False when it had gone before.
  static func end(
    _ id: ExportID, _ outcome: Export.Outcome, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let count = try tx.execute(
      """
      UPDATE patients_export SET state = 'gone', outcome = \(outcome.rawValue), over_at = \(now), open_for = NULL
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state <> 'gone'
      """)
    guard count == 1 else { return false }
    try ExportParts.remove(of: id, in: tx)
    return true
  }

  static func markFetched(_ id: ExportID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE patients_export SET fetched_at = \(now) WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'ready'"
    )
  }
}

/// Where the next part begins.
struct ExportPlace: Sendable {
  let section: String
  let after: EntityID?
  /// Parts in all, as far as is known.
  let total: Int
  /// Of this part.
  let bytes: Int
}
