import Core

@testable @_spi(Bootstrap) import Database

extension TestPractice {
  /// Claims whatever is due at `now` and gives this practice's jobs; those of other tests are theirs no more. Inside
  /// ``withJobQueue(_:)``.
  public func claimJobs(dueAt now: Instant) throws -> [ClaimedJob] {
    let practice = try asOperator { $0.scope.practice }
    let connection = try TestServer.connect()
    var mine: [ClaimedJob] = []
    while true {
      let jobs = try connection.withSystem(.jobClaim) { try $0.claimJobs(limit: 50, now: now) }
      mine += jobs.filter { $0.practice == practice }
      if jobs.isEmpty { return mine }
    }
  }
}
