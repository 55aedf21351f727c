/// One line of a configuration file: `key = value`, a comment that starts with `#`, or nothing.
enum ConfigurationLine: Equatable {
  case empty
  case setting(key: String, value: String)
  case malformed

  init(_ text: String) {
    let line = Self.trim(text).utf8
    if line.isEmpty || line.first == UInt8(ascii: "#") {
      self = .empty
      return
    }
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
      self = .malformed
      return
    }
    let key = Self.trim(String(decoding: line[..<equals], as: UTF8.self))
    let value = Self.trim(String(decoding: line[line.index(after: equals)...], as: UTF8.self))
    let isWord = key.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "_")
    }
    let hasControls = value.utf8.contains { $0 < 0x20 || $0 == 0x7f }
    self = key.isEmpty || !isWord || hasControls ? .malformed : .setting(key: key, value: value)
  }

  /// Without spaces, tabs, carriage returns and line feeds at both ends.
  static func trim(_ text: String) -> String {
    let blank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0a }
    let bytes = text.utf8.drop(while: blank)
    let count = bytes.reversed().drop(while: blank).count
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
