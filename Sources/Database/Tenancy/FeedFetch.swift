public import Core
internal import SQL

/// What is known of a calendar feed after it was fetched.
public struct FeedFetch: Sendable {
  public let feed: EntityID
  public let etag: [UInt8]
  public let changedAt: Instant
  public let at: Instant
  /// What the trail says of it; nil where it has said so lately, or where nothing was sent.
  public let reading: AuditEvent?

  public init(feed: EntityID, etag: [UInt8], changedAt: Instant, at: Instant, reading: AuditEvent?) {
    self.feed = feed
    self.etag = etag
    self.changedAt = changedAt
    self.at = at
    self.reading = reading
  }
}

extension TenantReader {
  /// Calendars fetch with GET, and a GET has no transaction: this notes that a feed was fetched, and nothing else.
  public borrowing func note(_ fetch: FeedFetch) throws {
    let (scope, connection) = (self.scope, self.connection)
    let recorded: Instant? = fetch.reading == nil ? nil : fetch.at
    try connection.transaction {
      try connection.run(
        scoped(
          """
          UPDATE scheduling_feed SET fetched_at = \(fetch.at), etag = \(fetch.etag), changed_at = \(fetch.changedAt),
            recorded_at = COALESCE(\(recorded), recorded_at)
          WHERE practice_id = \(scope) AND id = \(fetch.feed)
          """, scope))
      if let event = fetch.reading { try AuditTrail.append(event, scope, connection) }
    }
  }
}
