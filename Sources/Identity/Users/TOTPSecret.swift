import Core
import Crypto
import Web

/// The secret an authenticator app and we share, in the forms a person passes it on in.
public struct TOTPSecret: Sendable, Equatable {
  /// 20 bytes.
  public let bytes: [UInt8]

  public static func make() -> TOTPSecret { TOTPSecret(unchecked: SecureRandom.bytes(TOTP.secretBytes)) }
  /// Nil for another length than 20 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == TOTP.secretBytes else { return nil }
    self.bytes = bytes
  }
  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// Base32 (RFC 4648, section 6) without padding, for typing: 32 characters.
  public var base32: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var text: [UInt8] = []
    var block: UInt16 = 0
    var bits: UInt16 = 0
    for byte in bytes {
      block = block << 8 | UInt16(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(block >> bits & 31)])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The same in groups of four, as people copy it.
  public var grouped: String {
    let text = Array(base32.utf8)
    return stride(from: 0, to: text.count, by: 4).map {
      String(decoding: text[$0..<min($0 + 4, text.count)], as: UTF8.self)
    }
    .joined(separator: " ")
  }

  /// What a QR code holds: "otpauth://totp/…" as authenticator apps read it.
  public func uri(account: String, issuer: String) -> String {
    let label = URLComponent(issuer).encoded + ":" + URLComponent(account).encoded
    return "otpauth://totp/\(label)?"
      + URLComponent.query([
        ("secret", base32), ("issuer", issuer), ("algorithm", "SHA1"), ("digits", "6"), ("period", "30"),
      ])
  }
}
