internal import CArgon2

/// Staff passwords: argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage), over the peppered bytes exactly as
/// received. About 30 ms.
public enum PasswordHash {
  static let memory: UInt32 = 19_456
  static let passes: UInt32 = 2
  static let lanes: UInt32 = 1
  /// Longer passwords are refused, never cut.
  public static let maximumBytes = 1024

  /// The encoded form, about 97 ASCII characters.
  public static func make(_ password: [UInt8], keys: MasterKeys) -> String {
    let peppered = keys.peppered(password)
    let salt = SecureRandom.bytes(16)
    var encoded = [CChar](repeating: 0, count: 160)
    let result = argon2id_hash_encoded(
      passes, memory, lanes, peppered, peppered.count, salt, salt.count, 32, &encoded, encoded.count)
    guard result == 0 else { fatalError("argon2 failed with \(result)") }
    return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  public static func verify(_ password: [UInt8], _ encoded: String, keys: MasterKeys) -> Bool {
    let peppered = keys.peppered(password)
    return argon2id_verify(encoded, peppered, peppered.count) == 0
  }

  /// A hash nobody has the password of: verifying against it takes as long as against a real one.
  public static let decoy =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}
