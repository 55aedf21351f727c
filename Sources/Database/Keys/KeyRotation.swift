public import Core
internal import Crypto
internal import SQL

/// One key of a practice, for its operator.
public struct PracticeKeyState: Sendable, Equatable {
  public enum State: String, Sendable { case current, retired, destroyed }
  public let id: Int
  public let state: State
  public let createdAt: Instant
  public let retiredAt: Instant?
  public let destroyedAt: Instant?
  /// Sealed values that open with it alone.
  public let values: Int
}

/// Replaces the key that seals a practice's fields, while it is in use.
///
/// A new key seals from the moment it is committed. What older keys sealed is sealed anew in batches of rows, each in a
/// transaction of its own and each row only if nobody changed it meanwhile. An older key is destroyed when no sealed
/// column holds a value of it. Every step stands by itself: ended at any point, the next run goes on where it was.
extension TenantConnection {
  /// Where a rotation is, told after each transaction; throwing ends it there.
  public enum RotationStep: Sendable, Equatable {
    case keyMade(Int)
    case resealed(place: String, rows: Int)
    case checked
    case destroyed(Int)
  }

  /// - Parameters:
  ///   - step: is told what was committed; throwing ends the rotation there.
  /// - Returns: how many values were sealed anew.
  @_spi(Bootstrap) @discardableResult
  public borrowing func rotateKeys(now: Instant, step: (RotationStep) throws -> Void) throws -> Int {
    if try keyStates(counting: false).allSatisfy({ $0.state != .retired }) {
      try step(.keyMade(try makeKey(now: now)))
    }
    return try finishRotation(now: now, step: step)
  }

  /// Goes on with a rotation that was begun; does nothing when there is none.
  @_spi(Bootstrap) @discardableResult
  public borrowing func finishRotation(now: Instant, step: (RotationStep) throws -> Void) throws -> Int {
    guard try keyStates(counting: false).contains(where: { $0.state == .retired }) else { return 0 }
    try reader.connection.reloadKeyring()
    var count = 0
    for place in SealedPlaces.all { count += try reseal(place, step: step) }
    try step(.checked)
    for key in try keyStates(counting: false) where key.state == .retired {
      if try destroyUnused(key.id, now: now) { try step(.destroyed(key.id)) }
    }
    return count
  }

  /// Keys of the practice, oldest first.
  /// - Parameter counting: looks through every sealed column; otherwise `values` is 0.
  @_spi(Bootstrap) public borrowing func keyStates(counting: Bool) throws -> [PracticeKeyState] {
    var counts: [Int: Int] = [:]
    if counting {
      for place in SealedPlaces.all {
        for (key, count) in try uses(of: place) { counts[key, default: 0] += count }
      }
    }
    let found = try reader.rows(
      """
      SELECT id, created_at, retired_at, destroyed_at FROM practices_key
      WHERE practice_id = \(scope) AND purpose = 'data' ORDER BY id
      """
    ) { row in
      (
        id: try row.int(0), made: try row.instant(1), retired: try row.instantIfPresent(2),
        gone: try row.instantIfPresent(3)
      )
    }
    return found.map { key in
      PracticeKeyState(
        id: key.id, state: key.gone != nil ? .destroyed : key.retired != nil ? .retired : .current, createdAt: key.made,
        retiredAt: key.retired, destroyedAt: key.gone, values: counts[key.id] ?? 0)
    }
  }

  private borrowing func makeKey(now: Instant) throws -> Int {
    let connection = reader.connection
    let practice = scope.practice.id
    return try transaction(AuditEvent("key.make", "practices_key", nil)) { tx in
      // One rotation at a time: the row of the key that seals is what all of them want.
      let newest = try tx.first(
        """
        SELECT id FROM practices_key WHERE practice_id = \(tx.scope) AND purpose = 'data' ORDER BY id DESC LIMIT 1
        FOR UPDATE
        """
      ) { try $0.int(0) }
      let id = UInt32((newest ?? 0) + 1)
      try connection.takeUpNewKeyFiles()
      try connection.writeRoots(now: now)
      let key = connection.keys.makePracticeKey(practice: PracticeKeyID(practice: practice, id: id))
      try tx.execute(
        """
        UPDATE practices_key SET retired_at = \(now)
        WHERE practice_id = \(tx.scope) AND purpose = 'data' AND retired_at IS NULL
        """)
      try tx.execute(
        """
        INSERT INTO practices_key (practice_id, purpose, id, master_key_id, wrapped, created_at)
        VALUES (\(tx.scope), 'data', \(Int(id)), \(Int(key.masterID)), \(key.wrapped), \(now))
        """)
      return Int(id)
    }
  }

  /// How many values of a column each key sealed.
  private borrowing func uses(of place: SealedPlace) throws -> [(key: Int, count: Int)] {
    let value = place.value
    return try reader.rows(
      """
      SELECT CAST(CONV(HEX(SUBSTRING(\(value), 3, 4)), 16, 10) AS UNSIGNED) AS key_id, COUNT(*) FROM \(name: place.column.table) t
      WHERE t.practice_id = \(scope) AND t.\(name: place.column.column) IS NOT NULL GROUP BY key_id
      """
    ) { row in (key: try row.int(0), count: try row.int(1)) }
  }

  /// Destroys a key when nothing refers to it, with its row locked: whoever seals holds the row of the newest key until
  /// the commit, so no value of this key can be on its way.
  private borrowing func destroyUnused(_ id: Int, now: Instant) throws -> Bool {
    let connection = reader.connection
    let scope = scope
    return try connection.transaction {
      try connection.run(
        "SELECT id FROM practices_key WHERE practice_id = \(scope) AND purpose = 'data' AND id = \(id) FOR UPDATE")
      for place in SealedPlaces.all {
        var count = 0
        let mark = withUnsafeBytes(of: UInt32(id).bigEndian) { Array($0) }
        try connection.run(
          """
          SELECT COUNT(*) FROM \(name: place.column.table) t
          WHERE t.practice_id = \(scope) AND SUBSTRING(\(place.value), 3, 4) = \(mark)
          """
        ) { row in count = try row.int(0) }
        if count > 0 { return false }
      }
      try connection.run(
        """
        UPDATE practices_key SET wrapped = '', destroyed_at = \(now)
        WHERE practice_id = \(scope) AND purpose = 'data' AND id = \(id) AND retired_at IS NOT NULL
        """)
      try AuditTrail.append(AuditEvent("key.destroy", "practices_key", nil), scope, connection)
      return true
    }
  }
}

extension Connection {
  /// Writes down what look-ups and the trail are keyed with, as it followed from the first key: it must outlive it.
  func writeRoots(now: Instant) throws {
    let ring = try requireKeyring()
    let practice = PracticeID(ring.practice)
    for (purpose, key) in [(PracticeKeyPurpose.index, ring.roots.index), (.audit, ring.roots.audit)] {
      let wrapped = keys.wrap(key, practice: PracticeKeyID(practice: ring.practice, id: 1, purpose: purpose))
      try run(
        """
        INSERT IGNORE INTO practices_key (practice_id, purpose, id, master_key_id, wrapped, created_at)
        VALUES (\(practice), \(purpose.rawValue), 1, \(Int(wrapped.masterID)), \(wrapped.bytes), \(now))
        """)
    }
  }
}
