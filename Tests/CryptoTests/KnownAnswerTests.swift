import Core
import Testing

@testable import Crypto

/// Published test vectors: what others computed, we compute.
@Suite struct KnownAnswerTests {
  private func hex(_ text: String) throws -> [UInt8] { try #require(Hex.decode(text)) }

  @Test func sha256() {
    // FIPS 180-4, example 1.
    #expect(
      Hex.encode(Digest.sha256(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func hmac() {
    // RFC 4231, test case 2.
    #expect(
      Hex.encode(Digest.hmac(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  /// The GCM specification's test case 16: AES-256 with associated data.
  @Test func gcmOpensThePublishedMessageAndNoOther() throws {
    let cipher = GCM(key: try hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
    let associated = try hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    let sealed = try hex(
      "cafebabefacedbaddecaf888"
        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        + "76fc6ece0f4e1768cddf8853bb2d551b")
    let plain = try hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    #expect(cipher.open(sealed[...], associated: associated) == plain)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(cipher.open(changed[...], associated: associated) == nil, "byte \(index)")
    }
    #expect(cipher.open(sealed[...], associated: associated + [0]) == nil)
    #expect(cipher.open(sealed.prefix(27), associated: associated) == nil)
  }
}
