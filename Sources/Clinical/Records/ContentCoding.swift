import Web

/// A sealed text that opens but is not what this module writes: a bug, answered with 500.
struct UnreadableContent: Error {}

extension ClinicalContent {
  /// A JSON object of strings and lists of strings; what is empty is left out.
  public var json: String {
    let texts = [
      ("title", title), ("code", code), ("verification", verification), ("since", since), ("until", until),
      ("value", value), ("person", person),
    ]
    var members = texts.filter { !$0.1.isEmpty }.map { JSONString($0.0).encoded + ":" + JSONString($0.1).encoded }
    for (name, list) in [("lines", lines), ("notes", notes)] where !list.isEmpty {
      members.append(
        JSONString(name).encoded + ":[" + list.map { JSONString($0).encoded }.joined(separator: ",") + "]")
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  init(json: String) throws(UnreadableContent) {
    self.init()
    var reader = ContentReader(json)
    for (name, values) in try reader.object() {
      switch name {
      case "title": title = values.first ?? ""
      case "code": code = values.first ?? ""
      case "verification": verification = values.first ?? ""
      case "since": since = values.first ?? ""
      case "until": until = values.first ?? ""
      case "value": value = values.first ?? ""
      case "person": person = values.first ?? ""
      case "lines": lines = values
      case "notes": notes = values
      default: throw UnreadableContent()
      }
    }
  }
}

/// Reads back what ``ClinicalContent/json`` writes, and nothing else: no numbers, no nesting, no white space.
private struct ContentReader {
  private let bytes: [UInt8]
  private var index = 0
  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func object() throws(UnreadableContent) -> [(String, [String])] {
    var members: [(String, [String])] = []
    try expect("{")
    if take("}") { return members }
    repeat {
      let name = try string()
      try expect(":")
      members.append((name, take("[") ? try list() : [try string()]))
    } while take(",")
    try expect("}")
    guard index == bytes.count else { throw UnreadableContent() }
    return members
  }

  private mutating func list() throws(UnreadableContent) -> [String] {
    var items: [String] = []
    repeat { items.append(try string()) } while take(",")
    try expect("]")
    return items
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: sign) else { return false }
    index += 1
    return true
  }
  private mutating func expect(_ sign: Unicode.Scalar) throws(UnreadableContent) {
    guard take(sign) else { throw UnreadableContent() }
  }

  private mutating func string() throws(UnreadableContent) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      default: text.append(byte)
      }
    }
    throw UnreadableContent()
  }

  private mutating func escape() throws(UnreadableContent) -> Unicode.Scalar {
    guard index < bytes.count else { throw UnreadableContent() }
    let letter = bytes[index]
    index += 1
    switch letter {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return Unicode.Scalar(letter)
    case UInt8(ascii: "u"):
      guard index + 4 <= bytes.count,
        let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { throw UnreadableContent() }
      index += 4
      return scalar
    default: throw UnreadableContent()
    }
  }
}
