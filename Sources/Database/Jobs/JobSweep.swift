public import Core
internal import SQL

extension TenantConnection {
  /// Removes jobs that ended well before `time`; dead ones stay for the operator. Jobs are the system's own notes and
  /// hold no person's data, so no audit event is written.
  /// - Returns: how many.
  @discardableResult
  public borrowing func removeDoneJobs(before time: Instant) throws -> Int {
    try reader.connection.run(
      scoped(
        "DELETE FROM jobs_job WHERE practice_id = \(scope) AND state = 'done' AND run_at < \(time) LIMIT 1000", scope))
  }
}
