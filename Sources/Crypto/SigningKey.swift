internal import COpenSSL
internal import Core

/// An Ed25519 key (RFC 8032) that signs what must be provable outside the database.
public struct SigningKey: Sendable {
  private let seed: [UInt8]

  /// - Parameter seed: 32 bytes; nil otherwise.
  public init?(seed: [UInt8]) {
    guard seed.count == 32 else { return nil }
    self.seed = seed
  }
  public static func make() -> SigningKey { SigningKey(checked: SecureRandom.bytes(32)) }
  private init(checked: [UInt8]) { seed = checked }

  /// For the key file: 64 hexadecimal digits.
  public var seedText: String { Hex.encode(seed) }

  private func withKey<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
      fatalError("libcrypto has no Ed25519")
    }
    defer { EVP_PKEY_free(key) }
    return body(key)
  }

  public var verifyingKey: VerifyingKey {
    withKey { key in
      var count = 32
      var bytes = [UInt8](repeating: 0, count: count)
      EVP_PKEY_get_raw_public_key(key, &bytes, &count)
      return VerifyingKey(checked: bytes)
    }
  }

  /// 64 bytes, always the same for the same message.
  public func sign(_ message: [UInt8]) -> [UInt8] {
    withKey { key in
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      var count = 64
      var signature = [UInt8](repeating: 0, count: count)
      guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
        EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == 64
      else { fatalError("libcrypto cannot sign") }
      return signature
    }
  }
}

/// The public half: anybody may have it.
public struct VerifyingKey: Sendable, Equatable {
  public let bytes: [UInt8]

  /// - Parameter bytes: 32; nil otherwise.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }
  init(checked: [UInt8]) { bytes = checked }

  /// 64 hexadecimal digits.
  public var text: String { Hex.encode(bytes) }
  /// The first 16 digits of its SHA-256: short enough to be named in every line it verifies.
  public var id: String { String(Hex.encode(Digest.sha256(bytes)).prefix(16)) }

  public func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == 64, let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
      return false
    }
    defer { EVP_PKEY_free(key) }
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
