/// `multipart/form-data` (RFC 7578), byte by byte.
public enum MultipartReader {
  static let maximumParts = 50

  /// Nil for a missing boundary, a part without a name, invalid UTF-8 in a field, or more than 50 parts.
  public static func read(_ body: [UInt8], contentType: String) -> (form: Form, files: [UploadedFile])? {
    guard let boundary = boundary(of: contentType) else { return nil }
    var fields: [(name: String, value: String)] = []
    var files: [UploadedFile] = []
    let delimiter = Array("\r\n--".utf8) + boundary
    // The first delimiter has no line break before it.
    let padded = [0x0d, 0x0a] + body
    var positions = occurrences(of: delimiter, in: padded)[...]
    guard positions.count >= 2, positions.count <= maximumParts + 1 else { return nil }
    while let start = positions.popFirst(), let end = positions.first {
      let part = padded[(start + delimiter.count)..<end]
      guard let piece = parse(part) else { return nil }
      if let fileName = piece.fileName {
        if !(fileName.isEmpty && piece.content.isEmpty) {
          files.append(UploadedFile(field: piece.name, name: fileName, content: Array(piece.content)))
        }
      } else {
        guard let value = String(validating: piece.content, as: UTF8.self), !piece.content.contains(0) else {
          return nil
        }
        fields.append((piece.name, value))
      }
    }
    return (Form(fields), files)
  }

  private static func boundary(of contentType: String) -> [UInt8]? {
    for parameter in contentType.split(separator: ";").dropFirst() {
      let trimmed = parameter.drop { $0 == " " }
      guard trimmed.lowercased().hasPrefix("boundary=") else { continue }
      let value = trimmed.dropFirst(9).filter { $0 != "\"" }
      return (1...70).contains(value.utf8.count) ? Array(value.utf8) : nil
    }
    return nil
  }

  private static func parse(
    _ part: ArraySlice<UInt8>
  ) -> (name: String, fileName: String?, content: ArraySlice<UInt8>)? {
    // After the delimiter: line break, headers, empty line, content.
    guard part.starts(with: [0x0d, 0x0a]) else { return nil }
    let rest = part.dropFirst(2)
    guard let gap = occurrences(of: [0x0d, 0x0a, 0x0d, 0x0a], in: rest, limit: 1).first else { return nil }
    let header = String(decoding: rest[..<gap], as: UTF8.self)
    for line in header.utf8.split(separator: 0x0a) {
      let text = String(decoding: line.filter { $0 != 0x0d }, as: UTF8.self)
      guard text.lowercased().hasPrefix("content-disposition:") else { continue }
      guard let name = parameter("name", of: text) else { return nil }
      return (name, parameter("filename", of: text), rest[(gap + 4)...])
    }
    return nil
  }

  /// The value of `; name="value"`; browsers escape a quote in it as `%22`.
  private static func parameter(_ name: String, of line: String) -> String? {
    let marker = Array("; \(name)=\"".utf8)
    let bytes = Array(line.utf8)
    guard let start = occurrences(of: marker, in: bytes[...], limit: 1).first else { return nil }
    let value = bytes[(start + marker.count)...].prefix { $0 != UInt8(ascii: "\"") }
    return String(validating: value, as: UTF8.self)
  }

  private static func occurrences(of pattern: [UInt8], in bytes: [UInt8]) -> [Int] {
    occurrences(of: pattern, in: bytes[...])
  }

  private static func occurrences(of pattern: [UInt8], in bytes: ArraySlice<UInt8>, limit: Int = .max) -> [Int] {
    guard let first = pattern.first else { return [] }
    var found: [Int] = []
    var index = bytes.startIndex
    while index + pattern.count <= bytes.endIndex, found.count < limit {
      if bytes[index] == first, bytes[index..<(index + pattern.count)].elementsEqual(pattern) {
        found.append(index)
        index += pattern.count
      } else {
        index += 1
      }
    }
    return found
  }
}
