internal import COath
public import Core

/// Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, 30 seconds, by liboath.
public enum TOTP {
  public static let secretBytes = 20
  static let stepSeconds: Int64 = 30

  /// Which step a code belongs to; nil when it is neither the current nor the one before (clock skew).
  /// The caller stores the step and refuses it and older ones from then on: a code works once.
  public static func step(of code: String, secret: [UInt8], at now: Instant) -> Int64? {
    guard code.utf8.count == 6 else { return nil }
    let current = now.seconds / stepSeconds
    return [current, current - 1].first { step in
      Digest.areEqual(Array(self.code(secret: secret, step: step).utf8), Array(code.utf8))
    }
  }

  public static func code(secret: [UInt8], at now: Instant) -> String {
    code(secret: secret, step: now.seconds / stepSeconds)
  }

  private static func code(secret: [UInt8], step: Int64) -> String {
    var digits = [CChar](repeating: 0, count: 8)
    let result = secret.withUnsafeBytes { bytes in
      oath_totp_generate(
        bytes.bindMemory(to: CChar.self).baseAddress, secret.count, Int(step * stepSeconds), UInt32(stepSeconds), 0, 6,
        &digits)
    }
    guard result == OATH_OK.rawValue else { return "" }
    return String(decoding: digits.prefix(6).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
