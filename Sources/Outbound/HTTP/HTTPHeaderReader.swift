/// Header lines as libcurl hands them over: one block, CRLF or LF, status lines included.
enum HTTPHeaderReader {
  /// Only the last block counts: an interim 1xx response has one of its own before it.
  static func parse(_ raw: [UInt8]) -> [String: String] {
    var headers: [String: String] = [:]
    for line in raw.split(separator: UInt8(ascii: "\n")) {
      let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if bytes.starts(with: Array("HTTP/".utf8)) {
        headers = [:]
      } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
        let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        let value = bytes[bytes.index(after: colon)...]
        let start = value.firstIndex { $0 != 0x20 && $0 != 9 } ?? value.endIndex
        let end = value.lastIndex { $0 != 0x20 && $0 != 9 }.map { $0 + 1 } ?? value.endIndex
        headers[name] = start < end ? String(decoding: value[start..<end], as: UTF8.self) : ""
      }
    }
    return headers
  }
}
