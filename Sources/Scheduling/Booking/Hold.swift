import Core

/// A place kept while a visitor fills in the details.
struct Hold: Sendable {
  /// Minutes from choosing a time to confirming it.
  static let minutes = 10

  let id: HoldID
  let service: ServiceID
  let assignment: Availability.Assignment
  let span: TimeSpan
  let expiresAt: Instant
  let createdAt: Instant
  /// The session that it keeps a place of; nil when it keeps a time.
  let group: GroupID?
}
