import Core
import Database

/// One job's questions to Google. The key of the hour is renewed when it is over, or not taken any more.
struct GoogleSession {
  let link: GoogleLink
  private let client: GoogleClient
  private let now: Instant
  private var key: String?

  init(_ link: GoogleLink, _ app: GoogleApp, now: Instant) {
    self.link = link
    self.now = now
    client = GoogleClient(app, timeout: GoogleClient.timeoutInJobs)
    key = link.accessUntil.map { $0 > now.adding(minutes: 1) } == true ? link.access : nil
  }

  /// - Throws: ``GoogleProblem``; `permission` when the lasting key is not taken either.
  mutating func ask<Answer>(
    in db: borrowing TenantConnection, _ question: (GoogleClient, String) throws(GoogleProblem) -> Answer
  ) throws -> Answer {
    let known = try key ?? renewed(in: db)
    do throws(GoogleProblem) {
      return try question(client, known)
    } catch {
      guard error == .key else { throw error }
      return try question(client, try renewed(in: db))
    }
  }

  private mutating func renewed(in db: borrowing TenantConnection) throws -> String {
    guard let refresh = link.refresh else { throw GoogleProblem.permission }
    let keys = try client.refresh(refresh)
    try db.noteGoogleKey(link.id, keys.access, until: now.adding(seconds: Int64(keys.seconds)))
    key = keys.access
    return keys.access
  }

  /// Ends the permission over there. Blocks.
  func revoke() throws {
    if let refresh = link.refresh { try client.revoke(refresh) }
  }
}
