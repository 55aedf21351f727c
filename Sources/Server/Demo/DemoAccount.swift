public import Core
import Crypto

/// A member of staff of a demo practice. All share one published password, and each second factor follows from the
/// address: these accounts exist in development only.
public struct DemoAccount: Sendable {
  /// Long enough for the password rules (15 characters), known to everybody.
  public static let password = "praxis-demo-2026"

  public let name: String
  public let email: String
  public let role: Role

  /// The 20 bytes an authenticator app would hold.
  public var totpSecret: [UInt8] {
    Array(Digest.sha256(Array("praxis demo second factor \(email)".utf8)).prefix(TOTP.secretBytes))
  }

  /// The secret as authenticator apps take it: base 32 (RFC 4648, section 6) in capitals, without padding.
  public var totpText: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var text: [UInt8] = []
    var block = 0
    var bits = 0
    for byte in totpSecret {
      block = block << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[block >> bits & 31])
      }
      block &= (1 << bits) - 1
    }
    return String(decoding: text, as: UTF8.self)
  }
}
