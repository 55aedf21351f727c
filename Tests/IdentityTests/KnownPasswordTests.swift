import Core
import Crypto
import Foundation
@testable import Identity
import TestSupport
import Testing

/// Known passwords are refused, and nothing of a password is lost on the way to its hash.
@Suite struct KnownPasswordTests {
  private func list(_ entries: [String]) throws -> PasswordBlocklist {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/list"
    try Data(TestBlocklist.file(of: entries)).write(to: URL(filePath: path))
    return try #require(PasswordBlocklist(path: path))
  }

  @Test func everyEntryIsFoundAndNothingElse() throws {
    let entries = (0..<2000).map { "entry \($0)" }
    let list = try list(entries)
    #expect(list.count == 2000)
    #expect(entries.allSatisfy { list.contains(Array($0.utf8)) })
    #expect(!(2000..<4000).contains { list.contains(Array("entry \($0)".utf8)) })
  }

  @Test func aFileThatIsNoListIsNone() throws {
    let folder = try TemporaryDirectory()
    for (name, bytes) in [
      ("empty", []), ("header", Array("praxis-blocklist".utf8)), ("cut", Array("praxis-blocklist1234567".utf8)),
      ("other", Array("something-else-!12345678".utf8)),
    ] as [(String, [UInt8])] {
      let path = folder.path + "/" + name
      try Data(bytes).write(to: URL(filePath: path))
      #expect(PasswordBlocklist(path: path) == nil, "\(name)")
    }
    #expect(PasswordBlocklist(path: folder.path + "/missing") == nil)
  }

  @Test func anEntryOneRepeatedAndTwoJoinedAreKnown() throws {
    let list = try list(["sunshine", "password1", "dragonfly", "averylongentryindeed", "zauberwald", "שלום"])
    for password in [
      "averylongentryindeed", "AVeryLongEntryIndeed", "sunshinesunshine", "sunshinesunshinesunshine",
      "Password1Password1",
      "sunshine dragonfly", "Dragonfly-Sunshine!", "!!sunshine_dragonfly!!", "Zauberwald zauberwald",
      "שלוםשלוםשלוםשלום",
      "שלום sunshine",
    ] { #expect(KnownPassword.isMade(password, of: list), "\(password)") }
    for password in [
      "sunshine dragonfly zauberwald", "sunshines dragonfly", "sunshinesunshin", "otters juggle seven lanterns",
      PasswordRules.generate(),
    ] { #expect(!KnownPassword.isMade(password, of: list), "\(password)") }
  }

  @Test func thePageSaysWhyInThreeLanguages() throws {
    try withPractice { practice in
      for (language, words) in [
        ("en", "This is a known password"), ("de", "Das ist ein bekanntes"), ("he", "זו סיסמה מוכרת"),
      ] {
        let desk = try Desk(practice)
        desk.atOwner.headers["accept-language"] = language
        let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
        let browser = TestBrowser.somewhere()
        browser.headers["accept-language"] = language
        browser.get(link + "?lang=" + language)
        let answer = browser.post(link, ["name": "Nora Neu", "password": "Wonderful Zauberwald", "code": "000000"])
        #expect(answer.status == 422 && answer.words.contains(words), "\(language)")
        #expect(answer.body.contains("<a href=\"#password\">"), "\(language)")
      }
    }
  }

  @Test func theOwnNameAndAddressAreEasyAsWell() throws {
    let own = ["Mira Specimen", "lanternfish@harbour.example", "Harbour Lane Practice", "harbor"]
    for password in [
      "Specimen Mira Specimen", "lanternfish lanternfish", "harbour lane harbour 1", "praxis praxis praxis",
    ] {
      #expect(PasswordRules.problem(password, own: own, list: nil) == .guessable, "\(password)")
    }
  }

  @Test func twoHundredAndFiftySixCharactersCountToTheLast() throws {
    let letters: [UInt8] = (0..<256).map { (index: Int) -> UInt8 in
      let letter: Int = (index * 7 + index / 26) % 26
      return UInt8(97 + letter)
    }
    let long = String(decoding: letters, as: UTF8.self)
    #expect(long.unicodeScalars.count == 256)
    #expect(PasswordRules.problem(long, own: [], list: nil) == nil)
    #expect(PasswordRules.problem(long + "x", own: [], list: nil) == .tooLong)
    // 256 characters of four bytes are 1,024 bytes, which is the most.
    var scalars = String.UnicodeScalarView()
    for index in 0..<256 {
      let value: Int = 0x1F400 + index * 3 % 251
      scalars.append(try #require(Unicode.Scalar(UInt32(value))))
    }
    let widest = String(scalars)
    #expect(widest.utf8.count == 1024 && PasswordRules.problem(widest, own: [], list: nil) == nil)
    let keys = TestServer.keys
    for password in [long, widest] {
      let bytes = Array(password.utf8)
      let hash = PasswordHash.make(bytes, keys: keys)
      #expect(PasswordHash.verify(bytes, hash, keys: keys))
      var other = bytes
      other[other.count - 1] ^= 1
      #expect(!PasswordHash.verify(other, hash, keys: keys), "the last byte counts")
      #expect(
        !PasswordHash.verify(bytes + [0x20], hash, keys: keys)
          && !PasswordHash.verify(Array(bytes.dropLast()), hash, keys: keys))
    }
  }

  @Test func aPasswordIsHashedAsItWasTyped() throws {
    let keys = TestServer.keys
    let composed = Array("caf\u{e9} am Kanal im Mai".utf8)
    let hash = PasswordHash.make(composed, keys: keys)
    for other in [
      "cafe\u{301} am Kanal im Mai", "CAF\u{c9} am Kanal im Mai", " caf\u{e9} am Kanal im Mai",
      "caf\u{e9} am Kanal im Mai ",
    ] {
      #expect(!PasswordHash.verify(Array(other.utf8), hash, keys: keys), "\(other)")
    }
  }
}
