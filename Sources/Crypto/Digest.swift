internal import COpenSSL

/// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104); both give 32 bytes.
public enum Digest {
  public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      EVP_Digest(bytes, bytes.count, buffer.baseAddress, nil, EVP_sha256(), nil)
      count = 32
    }
  }

  public static func hmac(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, buffer.baseAddress, nil)
      count = 32
    }
  }

  /// HMAC-SHA-1 (RFC 2104), 20 bytes: for signatures of others who use no newer one. Sound as a MAC; not for our own.
  public static func hmacSHA1(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
      HMAC(EVP_sha1(), key, Int32(key.count), bytes, bytes.count, buffer.baseAddress, nil)
      count = 20
    }
  }

  /// A key for one purpose from a key for several: `HMAC(key, label)`.
  public static func subkey(of key: [UInt8], _ label: StaticString) -> [UInt8] {
    hmac(key: key, Array("\(label)".utf8))
  }

  /// Equality in a time that depends on the lengths alone.
  public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return CRYPTO_memcmp(a, b, a.count) == 0
  }
}
