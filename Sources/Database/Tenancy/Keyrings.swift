internal import Core
internal import Crypto
internal import SQL

/// A practice without a readable key: its fields cannot be opened, so nothing of it is served.
struct MissingPracticeKey: Error, CustomStringConvertible {
  let description: String
}

extension Connection {
  /// The keyring of the scope that is set, read once for each practice and connection.
  func loadKeyring(_ practice: PracticeID) throws {
    if let known = keyrings[practice.id] {
      keyring.ring = known
      return
    }
    var opened: [UInt32: [UInt8]] = [:]
    try run("SELECT id, wrapped FROM practices_key WHERE practice_id = \(practice)") { row in
      let id = UInt32(try row.int(0))
      opened[id] = self.keys.unwrap(try row.bytes(1), practice: PracticeKeyID(practice: practice.id, id: id))
    }
    guard let ring = Keyring(practice: practice.id, keys: opened) else {
      throw MissingPracticeKey(description: "no key of practice \(practice) can be opened")
    }
    keyrings[practice.id] = ring
    keyring.ring = ring
  }

  func requireKeyring() throws -> Keyring {
    guard let ring = keyring.ring else { throw MissingPracticeKey(description: "no practice is set") }
    return ring
  }
}
