internal import COpenSSL

/// Bytes from the library's generator, seeded by the system.
public enum SecureRandom {
  public static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      // A failing generator leaves no safe way on; one request dies, none continues with weak bytes.
      guard RAND_bytes(buffer.baseAddress, Int32(count)) == 1 else { fatalError("the random generator failed") }
      initialized = count
    }
  }

  /// Decimal digits, uniformly distributed: a code a person types.
  public static func digits(_ count: Int) -> String {
    var text = ""
    while text.utf8.count < count {
      for byte in bytes(count) where byte < 250 && text.utf8.count < count { text += String(byte % 10) }
    }
    return text
  }
}
