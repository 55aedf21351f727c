public import Core
internal import Crypto
internal import SQL

/// The product's own bookkeeping of a Google Calendar: the key of the hour, who writes there just now, and until when
/// nobody does. What is written names its event.
extension TenantConnection {
  /// Keeps the key of the hour, so that not every look has to ask for one.
  public borrowing func noteGoogleKey(_ google: EntityID, _ key: String, until: Instant) throws {
    let (scope, connection) = (self.scope, reader.connection)
    let sealed = try connection.seal(key, SealedColumn("scheduling_google", "sealed_access"), row: google, patient: nil)
    try connection.run(
      scoped(
        """
        UPDATE scheduling_google SET sealed_access = \(sealed), access_until = \(until)
        WHERE practice_id = \(scope) AND id = \(google)
        """, scope))
  }

  /// Of several workers one writes there.
  /// - Parameter lease: when it is given up.
  /// - Returns: false when somebody else is at it.
  public borrowing func beginGoogle(_ google: EntityID, now: Instant, lease: Instant) throws -> Bool {
    try reader.connection.run(
      scoped(
        """
        UPDATE scheduling_google SET lease_until = \(lease)
        WHERE practice_id = \(scope) AND id = \(google) AND (lease_until IS NULL OR lease_until <= \(now))
        """, scope)) == 1
  }

  /// - Parameters:
  ///   - pause: nothing is written before; nil when all went well.
  ///   - problem: a code.
  public borrowing func endGoogle(
    _ google: EntityID, lease: Instant, pause: Instant?, problem: String?
  ) throws {
    try reader.connection.run(
      scoped(
        """
        UPDATE scheduling_google SET lease_until = NULL, pause_until = \(pause), problem = \(problem),
          strikes = IF(\(pause != nil), strikes + 1, 0)
        WHERE practice_id = \(scope) AND id = \(google) AND lease_until = \(lease)
        """, scope))
  }
}

extension TenantConnection {
  /// What is there says what it should already.
  /// - Parameter wish: the one that was looked at; a later one stays due.
  public borrowing func noteGoogleCopy(_ google: EntityID, of entry: EntityID, wish: Int) throws {
    try reader.connection.run(
      scoped(
        """
        UPDATE scheduling_google_copy SET is_due = wish <> \(wish)
        WHERE practice_id = \(scope) AND google_id = \(google) AND entry_id = \(entry)
        """, scope))
  }
}
