internal import Core
internal import Crypto
internal import SQL

/// A practice without a readable key: its fields cannot be opened, so nothing of it is served.
struct MissingPracticeKey: Error, CustomStringConvertible {
  let description: String
}

/// A patient whose secret was destroyed: nothing more can be written about them that must be sealed.
public struct ForgottenPatient: Error {}

extension Connection {
  /// The keyring of the scope that is set, read once for each practice and connection, and again when its keys turn out
  /// to have changed.
  func loadKeyring(_ practice: PracticeID) throws {
    if let known = keyrings[practice.id] {
      keyring.ring = known
      return
    }
    var wrapped = try wrappedKeys(practice)
    // The key file may have been written anew since this process started: a rotation of the master key.
    if wrapped.contains(where: { keys.unwrap($0.bytes, practice: $0.id) == nil }), let newer = try rereadKeys() {
      keys = newer
      wrapped = try wrappedKeys(practice)
    }
    var opened: [UInt32: [UInt8]] = [:]
    var roots: [PracticeKeyPurpose: [UInt8]] = [:]
    for key in wrapped {
      guard let plain = keys.unwrap(key.bytes, practice: key.id) else { continue }
      switch key.id.purpose {
      case .data: opened[key.id.id] = plain
      case .index, .audit: roots[key.id.purpose] = plain
      }
    }
    var written: Keyring.Roots?
    if let index = roots[.index], let audit = roots[.audit] { written = Keyring.Roots(index: index, audit: audit) }
    // Without them another key would be taken for the first, and look-ups and the trail would break in silence.
    guard written != nil || opened[1] != nil && !wrapped.contains(where: { $0.id.purpose != .data }) else {
      throw MissingPracticeKey(description: "the index and audit keys of practice \(practice) cannot be opened")
    }
    guard let ring = Keyring(practice: practice.id, keys: opened, roots: written, tree: keys.patients) else {
      throw MissingPracticeKey(description: "no key of practice \(practice) can be opened")
    }
    keyrings[practice.id] = ring
    keyring.ring = ring
  }

  /// Reads the key files anew where there are any: what is wrapped now must not be wrapped by a key that is on its way out.
  func takeUpNewKeyFiles() throws {
    if let newer = try rereadKeys() { keys = newer }
  }

  /// A file that is away or being replaced is no reason to stop working with the keys at hand.
  private func rereadKeys() throws -> MasterKeys? {
    do throws(KeyFileError) {
      return try keys.reread()
    } catch { return nil }
  }

  private func wrappedKeys(_ practice: PracticeID) throws -> [(id: PracticeKeyID, bytes: [UInt8])] {
    var found: [(id: PracticeKeyID, bytes: [UInt8])] = []
    try run(
      "SELECT purpose, id, wrapped FROM practices_key WHERE practice_id = \(practice) AND destroyed_at IS NULL"
    ) { row in
      let id = PracticeKeyID(practice: practice.id, id: UInt32(try row.int(1)), purpose: try row.choice(0))
      found.append((id: id, bytes: try row.bytes(2)))
    }
    return found
  }

  /// The keys of the practice at hand as they are now.
  func reloadKeyring() throws {
    guard let practice = keyring.ring?.practice else { return }
    keyrings[practice] = nil
    try loadKeyring(PracticeID(practice))
  }

  func requireKeyring() throws -> Keyring {
    guard let ring = keyring.ring else { throw MissingPracticeKey(description: "no practice is set") }
    return ring
  }

  /// The keyring to seal with in this transaction. Its newest key is locked until the commit, so nobody can find that
  /// nothing refers to it any more and destroy it meanwhile; a newer key that another process made is taken up.
  func requireSealingKeyring() throws -> Keyring {
    let ring = try requireKeyring()
    guard !holdsSealingKey else { return ring }
    var newest: UInt32?
    try run(
      """
      SELECT id FROM practices_key WHERE practice_id = \(PracticeID(ring.practice)) AND purpose = 'data'
      ORDER BY id DESC LIMIT 1 LOCK IN SHARE MODE
      """
    ) { row in newest = UInt32(try row.int(0)) }
    if newest != ring.current { try reloadKeyring() }
    let current = try requireKeyring()
    guard current.current == newest else {
      throw MissingPracticeKey(description: "the newest key of practice \(ring.practice) cannot be opened")
    }
    holdsSealingKey = inTransaction
    return current
  }
}
