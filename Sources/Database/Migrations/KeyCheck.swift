internal import Crypto
internal import SQL

extension SystemConnection {
  /// Public names of the practices that have a key which the key file of this connection does not open, for a
  /// connection of `praxis_owner`. What was sealed for them stays closed until the right file is back.
  @_spi(Bootstrap) public borrowing func practicesWithUnreadableKey() throws -> [String] {
    let keys = connection.keys
    let found = try rows(
      """
      SELECT p.slug, k.practice_id, k.id, k.wrapped, k.purpose FROM practices_key k
      JOIN practices_practice p ON p.practice_id = k.practice_id WHERE k.destroyed_at IS NULL ORDER BY p.slug, k.id
      """
    ) { row in
      let (number, purpose) = (UInt32(try row.int(2)), try row.choice(4, as: PracticeKeyPurpose.self))
      let id = PracticeKeyID(practice: try row.id(1), id: number, purpose: purpose)
      return (slug: try row.text(0), isReadable: keys.unwrap(try row.bytes(3), practice: id) != nil)
    }
    return found.filter { !$0.isReadable }.map(\.slug)
  }
}
