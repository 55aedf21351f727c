public import Core
internal import Crypto
internal import SQL

/// How a look at a calendar elsewhere went.
public struct CalendarLook: Sendable {
  public struct Copy: Sendable {
    /// Of what was read, to ask whether it has changed; nil where the server gives none.
    public let etag: String?
    public let modified: String?
    public let unread: Int
    public let isCut: Bool
    public init(etag: String?, modified: String?, unread: Int, isCut: Bool) {
      self.etag = etag
      self.modified = modified
      self.unread = unread
      self.isCut = isCut
    }
  }
  public enum Result: Sendable {
    case read(Copy)
    /// What was read before is still right.
    case unchanged
    /// What was read before is right again with what has changed since; what to ask with the next time.
    case continued(etag: String?)
    /// A code, and when it was known.
    case failed(String, known: Instant)
  }
  public let calendar: EntityID
  /// What ``TenantConnection/begin(_:due:lease:)`` was given. A look that was overtaken notes nothing.
  public let lease: Instant
  public let at: Instant
  public let next: Instant
  public let result: Result

  public init(calendar: EntityID, lease: Instant, at: Instant, next: Instant, result: Result) {
    self.calendar = calendar
    self.lease = lease
    self.at = at
    self.next = next
    self.result = result
  }

  /// In a row: a server that is away for a moment is nobody's news.
  fileprivate static let failuresToTell = 3
  fileprivate static let etag = SealedColumn("scheduling_external", "sealed_etag")
  fileprivate static let modified = SealedColumn("scheduling_external", "sealed_modified")
}

/// The product's own bookkeeping, every few minutes and for each calendar: it names no event. What follows from a look,
/// busy times that came or went, does.
extension TenantConnection {
  /// Makes a look that is due one's own, so that no two go on at once.
  /// - Parameter lease: when it is given up: then it is due again.
  /// - Returns: false when somebody else has it.
  public borrowing func begin(_ calendar: EntityID, due: Instant, lease: Instant) throws -> Bool {
    try reader.connection.run(
      scoped(
        """
        UPDATE scheduling_external SET next_at = \(lease)
        WHERE practice_id = \(scope) AND id = \(calendar) AND next_at = \(due)
        """, scope)) == 1
  }

  public borrowing func note(_ look: CalendarLook) throws {
    let (scope, connection) = (self.scope, reader.connection)
    let own: SQL = "WHERE practice_id = \(scope) AND id = \(look.calendar) AND next_at = \(look.lease)"
    switch look.result {
    case .read(let copy):
      let etag = try copy.etag.map { try connection.seal($0, CalendarLook.etag, row: look.calendar, patient: nil) }
      let modified = try copy.modified.map {
        try connection.seal($0, CalendarLook.modified, row: look.calendar, patient: nil)
      }
      try connection.run(
        scoped(
          """
          UPDATE scheduling_external SET tried_at = \(look.at), copied_at = \(look.at), read_at = \(look.at),
            next_at = \(look.next), failures = 0, failing_at = NULL, problem = NULL, sealed_etag = \(etag),
            sealed_modified = \(modified), unread = \(copy.unread), is_cut = \(copy.isCut)
          \(own)
          """, scope))
    case .unchanged:
      try connection.run(
        scoped(
          """
          UPDATE scheduling_external SET tried_at = \(look.at), copied_at = \(look.at), next_at = \(look.next),
            failures = 0, failing_at = NULL, problem = NULL
          \(own)
          """, scope))
    case .continued(let etag):
      let sealed = try etag.map { try connection.seal($0, CalendarLook.etag, row: look.calendar, patient: nil) }
      try connection.run(
        scoped(
          """
          UPDATE scheduling_external SET tried_at = \(look.at), copied_at = \(look.at), next_at = \(look.next),
            failures = 0, failing_at = NULL, problem = NULL, sealed_etag = \(sealed)
          \(own)
          """, scope))
    case .failed(let problem, let known):
      try connection.run(
        scoped(
          """
          UPDATE scheduling_external SET tried_at = \(look.at), next_at = \(look.next),
            failing_at = COALESCE(failing_at, IF(failures + 1 >= \(CalendarLook.failuresToTell), \(known), NULL)),
            failures = failures + 1, problem = \(problem)
          \(own)
          """, scope))
    }
  }
}
