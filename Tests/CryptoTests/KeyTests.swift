import Core
@testable import Crypto
import Foundation
import TestSupport
import Testing

@Suite struct KeyTests {
  private let column = SealedColumn("patients_patient", "sealed_name")
  private let row = EntityID.make()

  private func ring(_ practice: EntityID, _ keys: [UInt32: [UInt8]]) throws -> Keyring {
    try #require(Keyring(practice: practice, keys: keys))
  }

  @Test func aSealedValueOpensOnlyWhereItWasSealed() throws {
    let key = SecureRandom.bytes(32)
    let practice = EntityID.make()
    let ring = try ring(practice, [1: key])
    let sealed = ring.seal(Array("Ada".utf8), column, row: row)
    #expect(ring.open(sealed, column, row: row) == Array("Ada".utf8))
    #expect(ring.open(sealed, column, row: EntityID.make()) == nil, "another row")
    #expect(ring.open(sealed, SealedColumn("patients_patient", "sealed_note"), row: row) == nil, "another column")
    #expect(ring.open(sealed, SealedColumn("identity_user", "sealed_name"), row: row) == nil, "another table")
    #expect(try self.ring(EntityID.make(), [1: key]).open(sealed, column, row: row) == nil, "another practice, same key")
    #expect(try self.ring(practice, [1: SecureRandom.bytes(32)]).open(sealed, column, row: row) == nil, "another key")
    #expect(ring.seal(Array("Ada".utf8), column, row: row) != sealed, "a nonce is used once")
    #expect(ring.open([], column, row: row) == nil && ring.open(Array(sealed.prefix(7)), column, row: row) == nil)
  }

  @Test func aNewKeySealsAndTheOldStillOpens() throws {
    let (old, new) = (SecureRandom.bytes(32), SecureRandom.bytes(32))
    let practice = EntityID.make()
    let before = try ring(practice, [1: old])
    let after = try ring(practice, [1: old, 2: new])
    #expect(after.open(before.seal([1, 2, 3], column, row: row), column, row: row) == [1, 2, 3])
    let sealed = after.seal([4], column, row: row)
    #expect(before.open(sealed, column, row: row) == nil)
    #expect(try ring(practice, [2: new]).open(sealed, column, row: row) == [4])
    // Rotation must not lose what is looked up by hash, or break the trail.
    #expect(before.blindIndex("a@b.example", of: "email") == after.blindIndex("a@b.example", of: "email"))
    #expect(before.auditMAC([1]) == after.auditMAC([1]))
  }

  @Test func indexesOfDifferentKindsDoNotMeet() throws {
    let ring = try ring(EntityID.make(), [1: SecureRandom.bytes(32)])
    #expect(ring.blindIndex("1", of: "email") != ring.blindIndex("1", of: "phone"))
    #expect(ring.blindIndex("1", of: "phone", bytes: 4).count == 4)
  }

  @Test func aPracticeKeyUnwrapsForItsPracticeAlone() {
    let keys = TestServer.keys
    let home = PracticeKeyID(practice: EntityID.make(), id: 1)
    let made = keys.makePracticeKey(practice: home)
    #expect(keys.unwrap(made.wrapped, practice: home) == made.key)
    #expect(keys.unwrap(made.wrapped, practice: PracticeKeyID(practice: EntityID.make(), id: 1)) == nil)
    #expect(keys.unwrap(made.wrapped, practice: PracticeKeyID(practice: home.practice, id: 2)) == nil)
  }

  @Test(arguments: [
    "", "master 1 00", "platform 11\npepper 22", "master x " + String(repeating: "0", count: 64),
    "master 1 " + String(repeating: "g", count: 64), "other " + String(repeating: "0", count: 64),
  ])
  func aKeyFileThatIsNotOneIsRefused(_ text: String) {
    #expect(throws: KeyFileError.self) { try MasterKeys.parse(text, path: "keys") }
  }

  @Test func aNewKeyFileIsWhole() throws {
    _ = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    #expect(MasterKeys.newFile() != MasterKeys.newFile())
  }

  @Test func aKeyFileThatOthersMayReadIsRefused() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/keys"
    try MasterKeys.newFile().write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: KeyFileError.self) { try MasterKeys(path: path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    _ = try MasterKeys(path: path)
  }

  @Test func aPasswordIsVerifiedExactlyAsTyped() {
    let keys = TestServer.keys
    let hash = PasswordHash.make(Array("correct horse".utf8), keys: keys)
    #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(PasswordHash.verify(Array("correct horse".utf8), hash, keys: keys))
    for wrong in ["Correct horse", "correct horse ", "correct hors", ""] {
      #expect(!PasswordHash.verify(Array(wrong.utf8), hash, keys: keys), "\(wrong)")
    }
    #expect(!PasswordHash.verify(Array("x".utf8), PasswordHash.decoy, keys: keys))
    #expect(!PasswordHash.verify(Array("x".utf8), "none", keys: keys))
  }

  @Test func aTokenIsOneSpelling() throws {
    let token = Token.make()
    #expect(try #require(Token(text: token.text)) == token)
    #expect(token.text.utf8.count == 43 && token.csrf != token.text && token.csrf != Token.make().csrf)
    for text in ["", String(token.text.dropLast()), token.text + "A", token.text.dropLast() + "=", String(repeating: "!", count: 43)] {
      #expect(Token(text: String(text)) == nil, "\(text)")
    }
  }

  @Test func comparingTakesTheWholeOfBoth() {
    #expect(Digest.areEqual([1, 2], [1, 2]) && Digest.areEqual([], []))
    #expect(!Digest.areEqual([1, 2], [1, 3]) && !Digest.areEqual([1, 2], [1]) && !Digest.areEqual([], [0]))
  }
}
