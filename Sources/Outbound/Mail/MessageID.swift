/// The `Message-ID` of a mail. The caller derives it from what the mail is about, so that a repeated send carries the
/// same one and is recognisable.
public struct MessageID: Sendable, Hashable, CustomStringConvertible {
  /// `left@right` without the angle brackets.
  public let description: String

  /// Nil unless both sides are dot-atoms and the whole has at most 200 bytes.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 200, parts.allSatisfy({ DotAtom.isValid($0) }) else { return nil }
    description = text
  }

  /// 16 hexadecimal digits by FNV-1a: names files and boundaries, protects nothing.
  var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
