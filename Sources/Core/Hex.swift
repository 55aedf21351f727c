/// Lower-case hexadecimal, two digits a byte.
public enum Hex {
  static let alphabet: [UInt8] = Array("0123456789abcdef".utf8)

  /// 0–15 for `0-9`, `a-f`, `A-F`; nil otherwise.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// As `digit`, but nil for `A-F`.
  static func lowerDigit(_ byte: UInt8) -> UInt8? {
    byte < UInt8(ascii: "A") || byte > UInt8(ascii: "F") ? digit(byte) : nil
  }

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(alphabet[Int(byte >> 4)])
      text.append(alphabet[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for an odd length or a character that is no digit.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let utf8 = Array(text.utf8)
    guard utf8.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: utf8.count, by: 2) {
      guard let first = digit(utf8[index]), let second = digit(utf8[index + 1]) else { return nil }
      bytes.append(first << 4 | second)
    }
    return bytes
  }
}
