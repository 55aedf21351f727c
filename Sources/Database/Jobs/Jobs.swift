public import Core
internal import SQL

/// The job table: rows enter inside a business transaction and are claimed after commit, each by one worker.
enum Jobs {
  static let leaseSeconds: Int64 = 120
  static let maximumAttempts = 8

  static func insert(_ job: NewJob, _ scope: TenantScope, _ connection: Connection) throws {
    try connection.run(
      """
      INSERT IGNORE INTO jobs_job (practice_id, id, kind, payload, run_at, unique_key, created_at, asked_by)
      VALUES (\(scope), \(EntityID.make()), \("\(job.kind)"), \(job.payload), \(job.runAt), \(job.uniqueKey),
        \(Instant.now), \(scope.actor.id ?? scope.onBehalfOf))
      """)
  }

  /// Seconds until the next try: 15 s, 30 s, 1 min … 32 min.
  static func backOff(attempt: Int) -> Int64 { 15 << Int64(min(max(attempt - 1, 0), 7)) }
}

extension SystemConnection {
  /// Claims up to `limit` due jobs of all practices, oldest first. Those whose worker died are due again when their
  /// lease has run out.
  /// - Parameter kinds: those that are left to others.
  public borrowing func claimJobs(
    limit: Int, leaving kinds: [String] = [], now: Instant = .now
  ) throws -> [ClaimedJob] {
    let connection = self.connection
    let mine: SQL = kinds.isEmpty ? "TRUE" : "kind NOT IN \(list: kinds)"
    return try connection.transaction {
      var jobs: [ClaimedJob] = []
      try connection.run(
        """
        SELECT practice_id, id, kind, payload, attempts, asked_by FROM system_job
        WHERE (state = 'ready' AND run_at <= \(now) OR state = 'running' AND lease_until <= \(now)) AND \(mine)
        ORDER BY run_at LIMIT \(limit) FOR UPDATE SKIP LOCKED
        """
      ) { row in
        jobs.append(
          ClaimedJob(
            practice: PracticeID(try row.id(0)), id: try row.id(1), askedBy: try row.idIfPresent(5),
            kind: try row.text(2), payload: try row.text(3),
            attempt: try row.int(4) + 1))
      }
      for job in jobs {
        try connection.run(
          """
          UPDATE system_job SET state = 'running', attempts = \(job.attempt),
            lease_until = \(now.adding(seconds: Jobs.leaseSeconds))
          WHERE practice_id = \(job.practice) AND id = \(job.id)
          """)
      }
      return jobs
    }
  }

  /// Writes down how a claimed job ended. A worker whose lease was taken over meanwhile changes nothing.
  public borrowing func finish(_ job: ClaimedJob, _ outcome: JobOutcome, now: Instant = .now) throws {
    let outcome =
      if case .retry(let reason) = outcome, job.attempt >= Jobs.maximumAttempts {
        JobOutcome.dead(reason: reason)
      } else {
        outcome
      }
    let (state, reason) =
      switch outcome {
      case .done: ("done", "")
      case .retry(let reason): ("ready", reason)
      case .dead(let reason): ("dead", reason)
      }
    try connection.run(
      """
      UPDATE system_job SET state = \(state), last_error = \(String(reason.prefix(200))), lease_until = NULL,
        run_at = \(now.adding(seconds: Jobs.backOff(attempt: job.attempt)))
      WHERE practice_id = \(job.practice) AND id = \(job.id) AND state = 'running' AND attempts = \(job.attempt)
      """)
  }
}
