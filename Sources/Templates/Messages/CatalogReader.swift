/// Reads one catalog file: a JSON object (RFC 8259) of strings or of objects of strings. Anything else is refused, also
/// what RFC 8259 leaves open: a name that stands twice.
struct CatalogReader {
  struct Entry {
    let key: String
    let line: Int
    let text: Text
  }
  enum Text {
    case plain(String)
    /// In the order of the file.
    case forms([(form: String, text: String)])
  }

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func entries() throws(TemplateError) -> [Entry] {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw failure("is not valid UTF-8") }
    var entries: [Entry] = []
    var known: Set<String> = []
    try members { (reader: inout CatalogReader, key: String) throws(TemplateError) in
      let line = reader.line
      guard known.insert(key).inserted else { throw reader.failure("\"\(key)\" stands twice") }
      entries.append(Entry(key: key, line: line, text: try reader.value()))
    }
    guard peek() == nil else { throw failure("something follows the object") }
    return entries
  }

  private mutating func value() throws(TemplateError) -> Text {
    guard peek() == UInt8(ascii: "{") else { return .plain(try string()) }
    var forms: [(form: String, text: String)] = []
    try members { (reader: inout CatalogReader, form: String) throws(TemplateError) in
      guard !forms.contains(where: { $0.form == form }) else { throw reader.failure("\"\(form)\" stands twice") }
      forms.append((form, try reader.string()))
    }
    return .forms(forms)
  }

  /// `{"name": value, …}`; `body` reads each value.
  private mutating func members(
    _ body: (inout CatalogReader, String) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    try expect(UInt8(ascii: "{"))
    if peek() == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      let name = try string()
      try expect(UInt8(ascii: ":"))
      try body(&self, name)
      if peek() == UInt8(ascii: "}") {
        position += 1
        return
      }
      try expect(UInt8(ascii: ","))
    }
  }

  private mutating func string() throws(TemplateError) -> String {
    try expect(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while let byte = next() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw failure("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw failure("a string is never closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws(TemplateError) {
    switch next() {
    case UInt8(ascii: "n"): text.append(Byte.newline)
    case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "r"): text.append(Byte.carriageReturn)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case .some(let byte) where "\"\\/".utf8.contains(byte): text.append(byte)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
    default: throw failure("an unknown escape stands in a string")
    }
  }

  /// `\uXXXX`, or a pair of them for what lies beyond U+FFFF.
  private mutating func scalar() throws(TemplateError) -> Character {
    var code = try fourDigits()
    if (0xD800..<0xDC00).contains(code) {
      guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw failure("half of a surrogate pair") }
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw failure("half of a surrogate pair") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(TemplateError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("\\u needs four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  /// The next byte that is no white space.
  private mutating func peek() -> UInt8? {
    while position < bytes.count, Byte.isSpace(bytes[position]) {
      if bytes[position] == Byte.newline { line += 1 }
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func next() -> UInt8? {
    guard position < bytes.count else { return nil }
    position += 1
    return bytes[position - 1]
  }

  private mutating func expect(_ byte: UInt8) throws(TemplateError) {
    guard peek() == byte else { throw failure("expected \(Character(Unicode.Scalar(byte)))") }
    position += 1
  }

  private func failure(_ message: String) -> TemplateError {
    TemplateError(file, line: line, message)
  }
}
