internal import Core

/// A secret of 256 random bits that its bearer shows; the database keeps its hash alone.
public struct Token: Sendable, Equatable {
  public let bytes: [UInt8]

  public static func make() -> Token { Token(bytes: SecureRandom.bytes(32)) }
  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// From a cookie or link; nil unless it is 43 characters of base64url.
  public init?(text: String) {
    guard text.utf8.count == 43, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
    self.bytes = bytes
  }
  public var text: String { Base64URL.encode(bytes) }
  /// SHA-256, 32 bytes. A fast hash is enough for 256 random bits.
  public var hash: [UInt8] { Digest.sha256(bytes) }

  /// The CSRF token that belongs to this session token: base64url of 32 bytes, useless for any other session.
  public var csrf: String { Base64URL.encode(Digest.subkey(of: bytes, "csrf")) }
}
