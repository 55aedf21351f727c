/// One MIME part: unfolded headers with lower-case names, and what follows the empty line.
struct MIMEPart {
  let headers: [String: String]
  let content: [UInt8]

  init(_ bytes: [UInt8]) {
    var headers: [String: String] = [:]
    var name = ""
    var rest = bytes[...]
    while let (line, after) = MIMEPart.nextLine(rest), !line.isEmpty {
      rest = after
      let text = String(decoding: line, as: UTF8.self)
      if line.first == 0x20 || line.first == 9 {
        headers[name, default: ""] += text
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 9 }
        headers[name] = String(decoding: value, as: UTF8.self)
      }
    }
    self.headers = headers
    content = MIMEPart.nextLine(rest).map { Array($0.after) } ?? []
  }

  private static func nextLine(_ bytes: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, after: ArraySlice<UInt8>)? {
    guard let end = bytes.firstIndex(of: 0x0a) else { return bytes.isEmpty ? nil : (bytes, []) }
    let line = bytes[..<end]
    return (line.last == 0x0d ? line.dropLast() : line, bytes[(end + 1)...])
  }

  /// The decoded bytes of the first text/plain part, at most four levels down.
  func firstText(depth: Int) -> [UInt8]? {
    let type = headers["content-type"] ?? "text/plain"
    if type.lowercased().hasPrefix("text/plain") { return decoded }
    guard type.lowercased().hasPrefix("multipart/"), depth < 4, let boundary = boundary(in: type) else { return nil }
    for part in parts(boundary) {
      if let text = MIMEPart(part).firstText(depth: depth + 1) { return text }
    }
    return nil
  }

  private var decoded: [UInt8] {
    switch (headers["content-transfer-encoding"] ?? "").lowercased() {
    case "base64": Base64.decode(content)
    case "quoted-printable": QuotedPrintable.decode(content)
    default: content
    }
  }

  /// Only the quoted form, which is the one we write.
  private func boundary(in type: String) -> [UInt8]? {
    let pieces = type.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    guard pieces.count >= 3, String(decoding: pieces[0], as: UTF8.self).lowercased().hasSuffix("boundary=") else {
      return nil
    }
    return Array(pieces[1])
  }

  private func parts(_ boundary: [UInt8]) -> [[UInt8]] {
    let delimiter = Array("--".utf8) + boundary
    var parts: [[UInt8]] = []
    var current: [UInt8]?
    var rest = content[...]
    while let (line, after) = MIMEPart.nextLine(rest) {
      if line.starts(with: delimiter) {
        // The line end before a boundary belongs to the boundary.
        if let current { parts.append(current.dropLast(2)) }
        current = []
        if line.dropFirst(delimiter.count).starts(with: Array("--".utf8)) { return parts }
      } else {
        current?.append(contentsOf: line + [0x0d, 0x0a])
      }
      rest = after
    }
    return parts
  }
}
