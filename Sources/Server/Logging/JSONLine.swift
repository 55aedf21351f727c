/// Builds one line of JSON, escaping bytes: whatever a value holds, it stays one line and one object.
struct JSONLine {
  private var bytes: [UInt8] = [UInt8(ascii: "{")]

  mutating func add(_ key: String, _ value: String) {
    start(key)
    Self.quote(value, into: &bytes)
  }

  mutating func add(_ key: String, _ value: Int) {
    start(key)
    bytes.append(contentsOf: String(value).utf8)
  }

  /// The object with a final line feed.
  func finished() -> [UInt8] { bytes + [UInt8(ascii: "}"), 0x0a] }

  private mutating func start(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    Self.quote(key, into: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  /// RFC 8259 section 7; DEL as well, for terminals.
  private static func quote(_ text: String, into bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20, 0x7f:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
