internal import Core
internal import Crypto
internal import SQL

/// Wrapping the keys of all practices by the newest master key, for a connection of `praxis_owner`.
extension SystemConnection {
  /// Each key in a transaction of its own; keys that were changed meanwhile are found by the next look.
  /// - Parameter step: is told after each key; throwing ends it there.
  /// - Returns: how many were wrapped anew.
  @_spi(Bootstrap) public borrowing func rewrapPracticeKeys(step: () throws -> Void) throws -> Int {
    let keys = connection.keys
    let found = try rows(
      """
      SELECT practice_id, purpose, id, wrapped FROM practices_key
      WHERE destroyed_at IS NULL AND master_key_id <> \(Int(keys.newestMaster))
      """
    ) { row in
      let id = PracticeKeyID(
        practice: try row.id(0), id: UInt32(try row.int(2)), purpose: try row.choice(1, as: PracticeKeyPurpose.self))
      return (id: id, wrapped: try row.bytes(3))
    }
    for key in found {
      guard let plain = keys.unwrap(key.wrapped, practice: key.id) else {
        throw MissingPracticeKey(description: "A key of the practice \(key.id.practice) is not of this key file.")
      }
      let new = keys.wrap(plain, practice: key.id)
      try execute(
        """
        UPDATE practices_key SET wrapped = \(new.bytes), master_key_id = \(Int(new.masterID))
        WHERE practice_id = \(key.id.practice) AND purpose = \(key.id.purpose.rawValue) AND id = \(Int(key.id.id))
          AND wrapped = \(key.wrapped)
        """)
      try step()
    }
    return found.count
  }

  /// Keys of practices that another master key than the newest wraps.
  @_spi(Bootstrap) public borrowing func keysOfOlderMasters() throws -> Int {
    try rows(
      """
      SELECT COUNT(*) FROM practices_key
      WHERE destroyed_at IS NULL AND master_key_id <> \(Int(connection.keys.newestMaster))
      """
    ) { try $0.int(0) }.first ?? 0
  }
}
