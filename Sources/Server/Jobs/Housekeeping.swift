internal import Core
@_spi(Bootstrap) internal import Database
internal import Logging
internal import Patients
internal import SQL
internal import Scheduling

/// What has to be cleared away every minute, in every practice. Of several workers one does it at a time.
struct Housekeeping {
  static let everyMilliseconds: Int64 = 60_000
  /// Days that jobs which ended well are kept.
  static let jobDaysKept = 30

  let logger: Logger

  /// - Returns: how many rows went away; 0 as well when another worker is at it.
  @discardableResult
  func run(now: Instant, on connection: Connection) throws -> Int {
    guard let slugs = try begin(connection) else { return 0 }
    defer { end(connection) }
    let removed = try slugs.reduce(0) { $0 + (try tidy($1, now: now, on: connection)) }
    if removed > 0 { logger.debug("housekeeping.done", metadata: ["count": "\(removed)"]) }
    return removed
  }

  /// A practice that cannot be opened must not keep the others from being tidied.
  private func tidy(_ slug: String, now: Instant, on connection: Connection) throws -> Int {
    do {
      return try connection.withPractice(slug: slug, actor: .job, origin: .local) { db in
        try HoldSweeper.sweep(now: now, in: db) + ExportSweeper.sweep(now: now, in: db)
          + FeedSweeper.sweep(now: now, in: db) + ExternalUpkeep.run(now: now, in: db)
          + db.removeDoneJobs(before: now.adding(days: -Self.jobDaysKept))
      } ?? 0
    } catch {
      if let error = error as? DatabaseError, error.isConnectionLost { throw error }
      logger.error("housekeeping.failed", metadata: ["practice": "\(slug)", "error": "\(JobRunner.reason(error))"])
      return 0
    }
  }

  /// The practices, when nobody else is at it.
  private func begin(_ connection: Connection) throws -> [String]? {
    try connection.withSystem(.jobClaim) { system in
      let got = try system.rows("SELECT GET_LOCK('praxis.housekeeping', 0)") { try $0.intIfPresent(0) ?? 0 }
      guard got == [1] else { return nil }
      return try system.rows("SELECT slug FROM system_practice ORDER BY slug") { try $0.text(0) }
    }
  }

  private func end(_ connection: Connection) {
    do {
      try connection.withSystem(.jobClaim) { system in
        _ = try system.rows("SELECT RELEASE_LOCK('praxis.housekeeping')") { try $0.intIfPresent(0) }
      }
    } catch {
      // The lock belongs to the database session and ends with it.
      logger.debug("housekeeping.unlock-failed")
    }
  }
}
