import Core
@testable import Crypto
import Testing

@Suite struct KeyringTests {
  private let column = SealedColumn("patients_patient", "sealed_name")

  @Test func whatWasSealedOpensAndNeverLooksTheSame() throws {
    let ring = try #require(Keyring(practice: .make(), keys: [1: SecureRandom.bytes(32)]))
    let row = EntityID.make()
    for text in ["", "x", String(repeating: "שלום\u{301}\r\n", count: 5000)] {
      let plain = Array(text.utf8)
      let sealed = ring.seal(plain, column, row: row)
      #expect(ring.open(sealed, column, row: row) == plain)
      #expect(ring.seal(plain, column, row: row) != sealed)
    }
  }

  @Test func theNewestKeySealsAndAllOpen() throws {
    let (practice, row) = (EntityID.make(), EntityID.make())
    let keys: [UInt32: [UInt8]] = [1: SecureRandom.bytes(32), 2: SecureRandom.bytes(32)]
    let old = try #require(Keyring(practice: practice, keys: [1: keys[1] ?? []]))
    let both = try #require(Keyring(practice: practice, keys: keys))
    let sealed = old.seal([1, 2, 3], column, row: row)
    #expect(both.open(sealed, column, row: row) == [1, 2, 3])
    #expect(old.open(both.seal([1, 2, 3], column, row: row), column, row: row) == nil)
    // Look-ups go on finding what was written under the first key.
    #expect(both.blindIndex("a@b.example", of: "email") == old.blindIndex("a@b.example", of: "email"))
  }

  @Test func indexesDifferByPracticeKindAndValue() throws {
    let key = SecureRandom.bytes(32)
    let a = try #require(Keyring(practice: .make(), keys: [1: key]))
    let b = try #require(Keyring(practice: .make(), keys: [1: SecureRandom.bytes(32)]))
    #expect(a.blindIndex("x", of: "email") != b.blindIndex("x", of: "email"))
    #expect(a.blindIndex("x", of: "email") != a.blindIndex("x", of: "phone"))
    #expect(a.blindIndex("x", of: "phone", bytes: 4).count == 4)
  }

  @Test func aKeyOfAnotherLengthMakesNoRing() {
    #expect(Keyring(practice: .make(), keys: [1: [1, 2, 3]]) == nil)
    #expect(Keyring(practice: .make(), keys: [:]) == nil)
  }

  @Test func practiceKeysUnwrapOnlyForTheirPracticeAndNumber() throws {
    let masters = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    let id = PracticeKeyID(practice: .make(), id: 1)
    let made = masters.makePracticeKey(practice: id)
    #expect(masters.unwrap(made.wrapped, practice: id) == made.key)
    #expect(masters.unwrap(made.wrapped, practice: PracticeKeyID(practice: id.practice, id: 2)) == nil)
    #expect(masters.unwrap(made.wrapped, practice: PracticeKeyID(practice: .make(), id: 1)) == nil)
    let others = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    #expect(others.unwrap(made.wrapped, practice: id) == nil)
  }

  @Test(arguments: [
    ("master 1 abc\n", "no key of 64"), ("platform \(String(repeating: "0", count: 64))\n", "lacks a master"),
    ("other \(String(repeating: "0", count: 64))\n", "neither master"), ("", "lacks a master"),
  ])
  func aBrokenKeyFileIsOnePlainSentence(_ text: String, _ sentence: String) {
    do throws(KeyFileError) {
      _ = try MasterKeys.parse(text, path: "/etc/keys")
      Issue.record("read: \(text)")
    } catch {
      #expect(error.description.contains(sentence) && error.description.contains("/etc/keys"))
    }
  }
}
