/// A JSON string with its quotes (RFC 8259), safe inside `<script type="application/json">` and as JavaScript: `<`,
/// `>`, `&`, U+2028 and U+2029 are written as escapes too.
public struct JSONString: Sendable, Equatable {
  public let encoded: String

  public init(_ raw: String) {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    bytes.reserveCapacity(raw.utf8.count + 2)
    for scalar in raw.unicodeScalars {
      switch scalar {
      case "\"": bytes += Array("\\\"".utf8)
      case "\\": bytes += Array("\\\\".utf8)
      case "\n": bytes += Array("\\n".utf8)
      case "\r": bytes += Array("\\r".utf8)
      case "\t": bytes += Array("\\t".utf8)
      case "\0"..."\u{1F}", "<", ">", "&", "\u{7F}", "\u{2028}", "\u{2029}": bytes += Self.escape(scalar)
      default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
      }
    }
    encoded = String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
  }

  /// `\uXXXX`, for scalars of the basic plane.
  private static func escape(_ scalar: Unicode.Scalar) -> [UInt8] {
    let digits = Array(String(scalar.value, radix: 16).utf8)
    return Array("\\u".utf8) + [UInt8](repeating: UInt8(ascii: "0"), count: 4 - digits.count) + digits
  }
}
