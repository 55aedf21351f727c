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

  /// Work that the product owes by itself, at most once for its key. What comes of it names its own event.
  public borrowing func enqueueUpkeep(_ job: NewJob) throws { try Jobs.insert(job, scope, reader.connection) }
}
