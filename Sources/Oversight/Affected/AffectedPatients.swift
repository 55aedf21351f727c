import Core
import Database
import SQL

/// One patient whose record somebody worked with in the time that is looked at.
struct AffectedPatient: Sendable {
  let id: PatientID
  /// Nil when the record is gone.
  let name: PersonName?
  let count: Int
  let first: Instant
  let last: Instant
}

enum AffectedPatients {
  /// Everybody, the last access first, in one statement. What the product does by itself shows nobody anything, and
  /// what was refused was not seen.
  static func of(_ scope: IncidentScope, in db: borrowing TenantReader) throws -> [AffectedPatient] {
    try db.rows(
      """
      SELECT e.patient_id, MAX(p.sealed_name), COUNT(*), MIN(e.at), MAX(e.at) FROM audit_event e
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      WHERE e.practice_id = \(db.scope) AND e.patient_id IS NOT NULL\(condition(scope))
      GROUP BY e.patient_id ORDER BY MAX(e.at) DESC, e.patient_id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return AffectedPatient(
        id: id, name: try row.openedIfPresent(1, TrailPatient.nameColumn, row: id.id).map(TrailPatient.name),
        count: try row.int(2), first: try row.instant(3), last: try row.instant(4))
    }
  }

  /// Looks at many at once: lists, searches, the calendar, copies. They name no patient.
  static func wideLooks(_ scope: IncidentScope, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM audit_event e
      WHERE e.practice_id = \(db.scope) AND e.patient_id IS NULL\(condition(scope))
        AND (\(ActionClass.reading.condition) OR \(ActionClass.copy.condition))
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Begins with `AND`.
  private static func condition(_ scope: IncidentScope) -> SQL {
    let time: SQL = """
       AND e.at >= \(scope.from) AND e.at < \(scope.to) AND e.actor_kind <> 'job' AND e.result <> 'refused'
      """
    switch scope.actor {
    case .anybody: return time
    case .person(let user): return "\(time) AND e.actor_id = \(user) AND e.actor_kind = 'staff'"
    case .network(let block):
      return """
        \(time) AND LENGTH(INET6_ATON(e.address)) = \(block.first.count)
          AND INET6_ATON(e.address) BETWEEN \(block.first) AND \(block.last)
        """
    }
  }
}
