import Core
import Database
import SQL

struct ExceptionID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// An exception as the settings show it.
struct ExceptionRecord: Sendable {
  let id: ExceptionID
  /// Nil: the whole practice, or all of a place.
  let resource: ResourceID?
  /// The resource's name.
  let owner: String?
  let place: WantedPlace
  let first: LocalDate
  let last: LocalDate
  let opens: LocalTime?
  let closes: LocalTime?
  let reason: String
}

/// The SQL behind closed days and other hours.
enum ExceptionRecords {
  /// Those that are not over, the next first.
  static func ahead(from today: LocalDate, in db: borrowing TenantReader) throws -> [ExceptionRecord] {
    try db.rows(
      """
      SELECT e.id, e.resource_id, r.name, e.first_date, e.last_date, e.opens_minute, e.closes_minute, e.reason,
        e.at_practice, e.location_id
      FROM scheduling_exception e
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      WHERE e.practice_id = \(db.scope) AND e.last_date >= \(today) ORDER BY e.first_date, e.last_date, e.id
      """, read)
  }
  /// Those of any of these dates.
  static func overlapping(
    _ first: LocalDate, _ last: LocalDate, in db: borrowing TenantReader
  ) throws -> [ExceptionRecord] {
    try db.rows(
      """
      SELECT e.id, e.resource_id, r.name, e.first_date, e.last_date, e.opens_minute, e.closes_minute, e.reason,
        e.at_practice, e.location_id
      FROM scheduling_exception e
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      WHERE e.practice_id = \(db.scope) AND e.first_date <= \(last) AND e.last_date >= \(first) ORDER BY e.id
      """, read)
  }
  static func find(_ id: ExceptionID, in db: borrowing TenantReader) throws -> ExceptionRecord? {
    try db.first(
      """
      SELECT e.id, e.resource_id, r.name, e.first_date, e.last_date, e.opens_minute, e.closes_minute, e.reason,
        e.at_practice, e.location_id
      FROM scheduling_exception e
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      WHERE e.practice_id = \(db.scope) AND e.id = \(id)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> ExceptionRecord {
    let location = try row.idIfPresent(9, as: LocationID.self)
    let resource = try row.idIfPresent(1, as: ResourceID.self)
    let isOfPlace = try resource == nil && (location != nil || row.bool(8))
    return ExceptionRecord(
      id: try row.id(0), resource: resource, owner: try row.textIfPresent(2),
      place: isOfPlace ? .exactly(location) : .any, first: try row.date(3), last: try row.date(4),
      opens: try row.intIfPresent(5).flatMap { LocalTime(minutes: $0) },
      closes: try row.intIfPresent(6).flatMap { LocalTime(minutes: $0) }, reason: try row.text(7))
  }

  static func insert(_ id: ExceptionID, _ draft: ExceptionDraft, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, opens_minute,
        closes_minute, reason, at_practice, location_id)
      VALUES (\(tx.scope), \(id), \(draft.resource), \(draft.first), \(draft.last), \(draft.hours?.opens.minutes),
        \(draft.hours?.closes.minutes), \(draft.reason), \(draft.place == .exactly(nil)), \(draft.place.location))
      """)
  }
  static func delete(_ id: ExceptionID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_exception WHERE practice_id = \(tx.scope) AND id = \(id)")
  }
}
