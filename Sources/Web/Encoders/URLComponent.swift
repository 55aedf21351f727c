/// Text as one path segment, or one name or value of a query: everything but the unreserved characters of RFC 3986
/// is percent-encoded, `/`, `?`, `&`, `=` and `+` included.
public struct URLComponent: Sendable, Equatable, CustomStringConvertible {
  public let encoded: String
  public var description: String { encoded }

  public init(_ raw: String) {
    encoded =
      raw.utf8.allSatisfy(PercentEncoder.isUnreserved) ? raw : PercentEncoder.encode(raw.utf8, keeping: { _ in false })
  }

  /// `a=1&b=2` in the order given; empty for no pairs.
  public static func query(_ pairs: [(name: String, value: String)]) -> String {
    var text = ""
    for (name, value) in pairs {
      if !text.isEmpty { text += "&" }
      text += URLComponent(name).encoded
      text += "="
      text += URLComponent(value).encoded
    }
    return text
  }
}

enum PercentEncoder {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Keeps letters, digits, `-`, `.`, `_`, `~` and what `keeping` allows.
  static func encode(_ bytes: some Sequence<UInt8>, keeping: (UInt8) -> Bool) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      if isUnreserved(byte) || keeping(byte) {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
