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
  /// Of those who do not see every patient: how many of each source's newest are looked through.
  private static let lookedThrough = (bell: 100, page: 5_000)

  /// How much is new for the reader: up to one more than ``most``, which says that there is more.
  public static func count(now: Instant, in db: borrowing TenantReader) throws -> Int {
    let after = try NewsMarks.after(now: now, in: db)
    let rows = try union(after: after, until: now, most: most + 1, lookedThrough: lookedThrough.bell, in: db)
    return try db.first("SELECT COUNT(*) FROM (\(rows)) n WHERE \(db.scope) IS NOT NULL") {
      min(try $0.int(0), most + 1)
    } ?? 0
  }

  /// Newest first; one more than the size of a page says that there is a further one.
  static func page(_ number: Int, until: Instant, in db: borrowing TenantReader) throws -> [NewsItem] {
    let rows = try union(
      after: until.adding(days: -days), until: until, most: number * pageSize + 1, lookedThrough: lookedThrough.page,
      in: db)
    return try db.rows(
      """
      SELECT n.kind, n.at, n.id, n.patient_id, p.sealed_name, n.starts_at, s.name, r.name, n.is_open
      FROM (\(rows)) n
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
  }

  /// The newest of each source that the reader may see.
  private static func union(
    after first: Instant, until last: Instant, most: Int, lookedThrough: Int, in db: borrowing TenantReader
  ) throws -> SQL {
    var all: SQL?
    var reaches: [Permission: PatientReach] = [:]
    for source in NewsSource.allCases where db.scope.holds(source.permission) {
      let reach = try reaches[source.permission] ?? PatientReach.of(source.permission, now: last, in: db)
      reaches[source.permission] = reach
      let rows = source.rows(
        after: first, until: last, most: reach.isEverybody ? most : max(most, lookedThrough), db.scope)
      let part: SQL = """
        (SELECT newest.kind, newest.at, newest.id, newest.patient_id, newest.starts_at, newest.service_id,
          newest.practitioner_id, newest.is_open
        FROM (\(rows)) newest WHERE newest.patient_id IS NULL OR \(reach.condition("newest.patient_id", db.scope))
        ORDER BY newest.at DESC, newest.id DESC LIMIT \(most))
        """
      all = all.map { "\($0) UNION ALL \(part)" } ?? part
    }
    guard let all else { throw Refusal.forbidden }
    return all
  }
}
