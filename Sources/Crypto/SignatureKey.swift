internal import COpenSSL

/// A public key of somebody else, by which they sign what they say of their users (RFC 7518, section 3).
public struct SignatureKey: Sendable, Equatable {
  /// The two that providers of OpenID Connect use; "none" and those with a shared secret are not among them.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
  }

  public let algorithm: Algorithm
  /// SubjectPublicKeyInfo (RFC 5280, section 4.1).
  private let encoded: [UInt8]

  /// An RSA key of 2048 to 8192 bits; nil for any other. Both numbers are big endian.
  public init?(modulus: [UInt8], exponent: [UInt8]) {
    let modulus = Array(modulus.drop { $0 == 0 })
    guard (256...1024).contains(modulus.count), (1...8).contains(exponent.count) else { return nil }
    let rsaEncryption: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]
    let key = DER.sequence(DER.integer(modulus) + DER.integer(exponent))
    self.init(.rs256, DER.sequence(DER.objectID(rsaEncryption) + DER.null), key, isRSA: true)
  }

  /// A point of P-256; nil for numbers that are not 32 bytes or not on the curve.
  public init?(x: [UInt8], y: [UInt8]) {
    guard x.count == 32, y.count == 32 else { return nil }
    let ecPublicKey: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    let prime256v1: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
    let kind = DER.sequence(DER.objectID(ecPublicKey) + DER.objectID(prime256v1))
    self.init(.es256, kind, [0x04] + x + y, isRSA: false)
  }

  private init?(_ algorithm: Algorithm, _ kind: [UInt8], _ key: [UInt8], isRSA: Bool) {
    self.algorithm = algorithm
    encoded = DER.sequence(kind + DER.bitString(key))
    guard withKey({ EVP_PKEY_get_base_id($0) == (isRSA ? EVP_PKEY_RSA : EVP_PKEY_EC) }) == true else { return nil }
  }

  /// Whether the holder of the private half signed these bytes.
  /// - Parameter signature: as JWS writes it: of ES256 two numbers of 32 bytes.
  public func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let signature = algorithm == .es256 ? Self.asDER(signature) : signature else { return false }
    return withKey { key in
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    } == true
  }

  private static func asDER(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == 64 else { return nil }
    return DER.sequence(DER.integer(Array(signature[..<32])) + DER.integer(Array(signature[32...])))
  }

  /// Nil when libcrypto does not take the key.
  private func withKey<Result>(_ body: (OpaquePointer) -> Result) -> Result? {
    encoded.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      guard let key = d2i_PUBKEY(nil, &start, bytes.count) else { return nil }
      defer { EVP_PKEY_free(key) }
      return body(key)
    }
  }
}
