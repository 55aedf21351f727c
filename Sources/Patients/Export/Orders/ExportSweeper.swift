public import Core
public import Database
import SQL

/// Removes copies that have lapsed, and writes down which ones have failed: every minute, by the housekeeping of the
/// job workers.
public enum ExportSweeper {
  /// - Returns: how many went or failed.
  @discardableResult
  public static func sweep(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    try lapse(now: now, in: db) + noteFailures(now: now, in: db)
  }

  private struct Due {
    let id: ExportID
    let patient: PatientID
    let run: Int
  }

  private static func lapse(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let due = try db.reader.rows(
      """
      SELECT id, patient_id, run FROM patients_export
      WHERE practice_id = \(db.scope) AND state <> 'gone' AND expires_at <= \(now) LIMIT 100
      """, read)
    for export in due {
      let event = AuditEvent(
        "patient.export.gone", "patients_export", export.id.id, patient: export.patient, fields: ["lapsed"])
      try db.transaction(event) { tx in _ = try Exports.end(export.id, .lapsed, now: now, in: tx) }
    }
    return due.count
  }

  /// A job that was given up says nothing to anybody.
  private static func noteFailures(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let open = try db.reader.rows(
      """
      SELECT id, patient_id, run FROM patients_export
      WHERE practice_id = \(db.scope) AND state IN ('waiting', 'building') LIMIT 100
      """, read)
    var count = 0
    for export in open where try ExportJob.isGivenUp(export.id, run: export.run, in: db.reader) {
      let event = AuditEvent(
        "patient.export.fail", "patients_export", export.id.id, patient: export.patient, fields: ["job"],
        result: .failed)
      try db.transaction(event) { tx in _ = try Exports.fail(export.id, run: export.run, .job, now: now, in: tx) }
      count += 1
    }
    return count
  }

  private static func read(_ row: borrowing Row) throws -> Due {
    Due(id: try row.id(0), patient: try row.id(1), run: try row.int(2))
  }
}
