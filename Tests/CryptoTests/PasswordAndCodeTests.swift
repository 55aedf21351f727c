import Core
@testable import Crypto
import Testing

@Suite struct PasswordAndCodeTests {
  @Test func aPasswordIsTakenByteForByte() throws {
    let keys = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    // é as one scalar and as two: the same to read, not the same password.
    let hash = PasswordHash.make(Array("caf\u{e9} correct horse".utf8), keys: keys)
    #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
    #expect(PasswordHash.verify(Array("caf\u{e9} correct horse".utf8), hash, keys: keys))
    #expect(!PasswordHash.verify(Array("cafe\u{301} correct horse".utf8), hash, keys: keys))
    #expect(!PasswordHash.verify([], hash, keys: keys))
  }

  @Test func aStolenTableIsUselessWithoutTheKeyFile() throws {
    let keys = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    let others = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    let hash = PasswordHash.make(Array("correct horse".utf8), keys: keys)
    #expect(!PasswordHash.verify(Array("correct horse".utf8), hash, keys: others))
  }

  @Test func nobodyHasThePasswordOfTheDecoy() throws {
    let keys = try MasterKeys.parse(MasterKeys.newFile(), path: "keys")
    #expect(!PasswordHash.verify([], PasswordHash.decoy, keys: keys))
  }

  /// RFC 6238, appendix B, SHA-1, cut to six digits.
  @Test(arguments: [
    (59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
  ])
  func codesAreThoseOfTheStandard(_ seconds: Int64, _ code: String) {
    let secret = Array("12345678901234567890".utf8)
    let now = Instant(seconds: seconds)
    #expect(TOTP.code(secret: secret, at: now) == code)
    #expect(TOTP.step(of: code, secret: secret, at: now) == seconds / 30)
    // One step late is clock skew, two are not.
    #expect(TOTP.step(of: code, secret: secret, at: now.adding(seconds: 30)) == seconds / 30)
    #expect(TOTP.step(of: code, secret: secret, at: now.adding(seconds: 60)) == nil)
    #expect(TOTP.step(of: code, secret: secret, at: now.adding(seconds: -30)) == nil)
  }

  @Test func tokensAreReadBackAndNothingElseIs() {
    let token = Token.make()
    #expect(Token(text: token.text) == token)
    #expect(
      Token(text: token.text + "A") == nil && Token(text: "") == nil
        && Token(text: String(repeating: "=", count: 43)) == nil)
    #expect(token.hash != token.bytes && token.csrf != token.text && Token.make().csrf != token.csrf)
  }

  @Test func digitsAreDigits() {
    let codes = (0..<500).map { _ in SecureRandom.digits(6) }
    #expect(codes.allSatisfy { $0.utf8.count == 6 && $0.utf8.allSatisfy { (48...57).contains($0) } })
    #expect(Set(codes).count > 490)
  }
}
