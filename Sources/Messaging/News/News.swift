public import Core
public import Database
import Routing
import SQL

/// What happened that the reader did not do, for everybody as far as they see patients. Nothing is written down for it:
/// it is read from what happened.
public enum News {
  /// Older news is no news.
  static let days = 30
  /// What the bell counts to.
  public static let most = 9
  static let pageSize = 50
  /// Of those who do not see every patient: how many of each source's newest are looked through. Where there were more,
  /// the bell and the page say so.
  static let lookedThrough = (bell: 20, page: 500)

  /// How much is new for the reader.
  public static func count(now: Instant, in db: borrowing TenantReader) throws -> NewsCount {
    let mark = try NewsMarks.find(now: now, in: db)
    var all: SQL?
    for (source, reach) in try sources(now: now, in: db) {
      // What was seen already takes up rows.
      let window = (reach.isEverybody ? most + 1 : lookedThrough.bell) + mark.also.count
      let rows = source.rows(after: mark.until, until: now, now: now, most: window, db.scope)
      let isNew: SQL = mark.also.isEmpty ? "TRUE" : "newest.at NOT IN \(list: mark.also)"
      let part: SQL = """
        SELECT COUNT(CASE WHEN \(isNew) AND (\(isReached(reach, db.scope))) THEN 1 END),
          \(!reach.isEverybody) AND COUNT(*) >= \(window)
        FROM (\(rows)) newest
        """
      all = all.map { "\($0) UNION ALL \(part)" } ?? part
    }
    guard let all else { throw Refusal.forbidden }
    let found = try db.rows(all) { (count: try $0.int(0), isFull: try $0.bool(1)) }
    return NewsCount(
      count: min(found.reduce(0) { $0 + $1.count }, most + 1), mayBeMore: found.contains { $0.isFull })
  }

  /// Newest first; one more than the size of a page says that there is a further one. Cut: more happened than the pages
  /// of a reader who sees only some patients look through.
  /// - Parameter last: nothing newer; it may lie back, and who reaches whom is a matter of now all the same.
  static func page(
    _ number: Int, until last: Instant, now: Instant, in db: borrowing TenantReader
  ) throws -> (items: [NewsItem], isCut: Bool) {
    let most = number * pageSize + 1
    let sources = try sources(now: now, in: db)
    var all: SQL?
    for (source, reach) in sources {
      let rows = source.rows(
        after: now.adding(days: -days), until: last, now: now,
        most: reach.isEverybody ? most : lookedThrough.page, db.scope)
      let part: SQL = """
        (SELECT newest.kind, newest.at, newest.id, newest.patient_id, newest.starts_at, newest.service_id,
          newest.practitioner_id, newest.is_open
        FROM (\(rows)) newest WHERE \(isReached(reach, db.scope))
        ORDER BY newest.at DESC, newest.id DESC LIMIT \(most))
        """
      all = all.map { "\($0) UNION ALL \(part)" } ?? part
    }
    guard let all else { throw Refusal.forbidden }
    let items = try db.rows(
      """
      SELECT n.kind, n.at, n.id, n.patient_id, p.sealed_name, n.starts_at, s.name, r.name, n.is_open
      FROM (\(all)) n
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = n.patient_id
      LEFT JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = n.service_id
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = n.practitioner_id
      ORDER BY n.at DESC, n.id DESC, n.kind LIMIT \(pageSize + 1) OFFSET \((number - 1) * pageSize)
      """
    ) { row in
      let patient = try row.idIfPresent(3, as: PatientID.self)
      return NewsItem(
        kind: try row.choice(0), at: try row.instant(1), id: try row.id(2),
        patient: try patient.map { ($0, PatientNames.name(try row.opened(4, PatientNames.column, row: $0.id))) },
        start: try row.instantIfPresent(5), service: try row.textIfPresent(6),
        practitioner: try row.textIfPresent(7), isOpen: try row.bool(8))
    }
    return (items, try isCut(sources, until: last, now: now, in: db))
  }

  private static func isCut(
    _ sources: [(source: NewsSource, reach: PatientReach)], until last: Instant, now: Instant,
    in db: borrowing TenantReader
  ) throws -> Bool {
    var all: SQL?
    for (source, reach) in sources where !reach.isEverybody {
      let rows = source.rows(
        after: now.adding(days: -days), until: last, now: now, most: lookedThrough.page, db.scope)
      let part: SQL = "SELECT COUNT(*) >= \(lookedThrough.page) FROM (\(rows)) newest"
      all = all.map { "\($0) UNION ALL \(part)" } ?? part
    }
    guard let all else { return false }
    return try db.rows(all) { try $0.bool(0) }.contains(true)
  }

  /// What the reader is told of, and of whose patients, as they reach them now.
  private static func sources(
    now: Instant, in db: borrowing TenantReader
  ) throws -> [(source: NewsSource, reach: PatientReach)] {
    var reaches: [Permission: PatientReach] = [:]
    return try NewsSource.allCases.filter { db.scope.holds($0.permission) }.map { source in
      let reach = try reaches[source.permission] ?? PatientReach.of(source.permission, now: now, in: db)
      reaches[source.permission] = reach
      return (source, reach)
    }
  }

  private static func isReached(_ reach: PatientReach, _ scope: TenantScope) -> SQL {
    reach.isEverybody ? "TRUE" : "newest.patient_id IS NULL OR \(reach.condition("newest.patient_id", scope))"
  }
}
