/// A strict reader of one JSON text: RFC 8259 and nothing more, in one pass over the bytes.
/// Refused beyond the grammar: duplicate keys, lone surrogates, bytes that are not UTF-8, whatever is over the limits.
/// One byte order mark at the start is skipped, as section 8.1 allows.
public struct JSONReader {
  let bytes: [UInt8]
  var index = 0
  private let limits: JSONLimits
  private var depth = 0
  private var count = 0

  public static func read(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      throw JSONError(fault: .tooLarge(limit: limits.bytes), line: 1, column: 1)
    }
    var reader = JSONReader(bytes: bytes, limits: limits)
    return try reader.document()
  }

  private init(bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    skipSpace()
    guard index < bytes.count else { throw failure(.empty) }
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw failure(.textAfterEnd) }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard index < bytes.count else { throw failure(.unexpectedEnd) }
    count += 1
    guard count <= limits.values else { throw failure(.tooManyValues(limit: limits.values)) }
    switch bytes[index] {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw failure(.valueExpected)
    }
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    try enter()
    var items: [JSONValue] = []
    if skip(UInt8(ascii: "]")) { return leave(items) }
    while true {
      skipSpace()
      items.append(try value())
      if skip(UInt8(ascii: "]")) { return leave(items) }
      guard skip(UInt8(ascii: ",")) else { throw failure(.commaOrBracketExpected) }
    }
  }

  private mutating func object() throws(JSONError) -> JSONObject {
    try enter()
    var object = JSONObject()
    if skip(UInt8(ascii: "}")) { return leave(object) }
    while true {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw failure(.keyExpected) }
      let start = index
      let key = try string()
      guard skip(UInt8(ascii: ":")) else { throw failure(.colonExpected) }
      skipSpace()
      let member = try value()
      guard object.append(key, member) else { throw failure(.duplicateKey(key), at: start) }
      if skip(UInt8(ascii: "}")) { return leave(object) }
      guard skip(UInt8(ascii: ",")) else { throw failure(.commaOrBraceExpected) }
    }
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
    index += 1
  }
  private mutating func leave<Value>(_ value: Value) -> Value {
    depth -= 1
    return value
  }

  /// Steps over spaces and then over `byte`; false, and only the spaces are gone, when something else stands there.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }
  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0a, 0x0d, 0x09: index += 1
      default: return
      }
    }
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let letters = Array(word.description.utf8)
    for (offset, letter) in letters.enumerated() {
      guard index + offset < bytes.count else { throw failure(.unexpectedEnd, at: bytes.count) }
      guard bytes[index + offset] == letter else { throw failure(.valueExpected) }
    }
    index += letters.count
    return value
  }

  /// The error at `position`, or where the reader stands. At the end of the text every fault is the missing rest.
  func failure(_ fault: JSONError.Fault, at position: Int? = nil) -> JSONError {
    let position = position ?? index
    var line = 1
    var column = 1
    var offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while offset < min(position, bytes.count) {
      if bytes[offset] == 0x0a {
        line += 1
        column = 1
      } else if bytes[offset] & 0xc0 != 0x80 {
        column += 1
      }
      offset += 1
    }
    let cutOff = position >= bytes.count && fault.isMissingRest
    return JSONError(fault: cutOff ? .unexpectedEnd : fault, line: line, column: column)
  }
}

extension JSONError.Fault {
  /// True for the faults that, at the end of the text, only say that the text stops too early.
  fileprivate var isMissingRest: Bool {
    switch self {
    case .valueExpected, .keyExpected, .colonExpected, .commaOrBracketExpected, .commaOrBraceExpected,
      .malformedNumber, .malformedEscape:
      true
    case .empty, .tooLarge, .tooDeep, .tooManyValues, .unexpectedEnd, .textAfterEnd, .controlCharacter,
      .loneSurrogate, .invalidUTF8, .duplicateKey:
      false
    }
  }
}
