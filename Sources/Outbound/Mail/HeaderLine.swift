import Core

/// Writes one header field, folded before the 77th column (RFC 5322, 2.1.1; RFC 2047, 2).
struct HeaderLine {
  private static let width = 76
  private(set) var bytes: [UInt8]
  private var column: Int
  private var isStart = true

  init(_ name: String) {
    bytes = Array((name + ":").utf8)
    column = bytes.count
  }

  /// One piece that is never broken: printable ASCII that the caller has checked.
  mutating func append(_ token: some Collection<UInt8>) {
    // A field's first line must not be blank, so its first piece stays on it.
    if !isStart, column + 1 + token.count > HeaderLine.width { fold() }
    bytes.append(0x20)
    bytes.append(contentsOf: token)
    column += 1 + token.count
    isStart = false
  }
  mutating func append(_ token: String) { append(Array(token.utf8)) }

  private mutating func fold() {
    bytes.append(contentsOf: [0x0d, 0x0a])
    column = 0
  }

  /// Any text: as it stands when it is plain, in encoded words otherwise.
  mutating func append(text: String) {
    let cleaned = HeaderLine.cleaned(text)
    let words = cleaned.split(separator: 0x20, omittingEmptySubsequences: false)
    let isPlain =
      cleaned.allSatisfy { $0 < 0x7f } && !HeaderLine.holdsEncodedWord(cleaned)
      && words.allSatisfy { (1...60).contains($0.count) }
    guard isPlain else { return append(encoded: cleaned) }
    for word in words { append(word) }
  }

  /// A display name: a quoted string or encoded words.
  mutating func append(name: String) {
    let cleaned = HeaderLine.cleaned(name)
    guard cleaned.allSatisfy({ $0 < 0x7f }), cleaned.count <= 60, !HeaderLine.holdsEncodedWord(cleaned) else {
      return append(encoded: cleaned)
    }
    append(HeaderLine.quoted(cleaned))
  }

  mutating func append(_ mailbox: MailAddress) {
    if mailbox.name.utf8.isEmpty { return append(mailbox.address) }
    append(name: mailbox.name)
    append("<" + mailbox.address + ">")
  }

  static func quoted(_ text: [UInt8]) -> [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
      quoted.append(byte)
    }
    quoted.append(UInt8(ascii: "\""))
    return quoted
  }

  /// Controls (C0, DEL, C1) as spaces, also in pairs such as CR LF; the line and paragraph separators likewise.
  static func cleaned(_ text: String) -> [UInt8] {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value)
      scalars.append(isControl || scalar.value == 0x2028 || scalar.value == 0x2029 ? " " : scalar)
    }
    return Array(String(scalars).utf8)
  }

  private static func holdsEncodedWord(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast().contains { bytes[$0] == UInt8(ascii: "=") && bytes[$0 + 1] == UInt8(ascii: "?") }
  }

  /// Encoded words of at most 75 bytes, none of which ends inside a UTF-8 sequence. A reader joins them without blanks.
  private mutating func append(encoded text: [UInt8]) {
    var rest = text[...]
    while !rest.isEmpty {
      // "=?UTF-8?B?" and "?=" take 12 bytes, the blank before them 1; four letters carry three bytes.
      let letters = min(75, HeaderLine.width - column - 1) - 12
      if letters < 8, !isStart {
        fold()
        continue
      }
      let chunk = HeaderLine.prefix(of: rest, atMost: letters / 4 * 3)
      append(Array("=?UTF-8?B?".utf8) + Base64.encode(chunk) + Array("?=".utf8))
      rest = rest[chunk.endIndex...]
    }
  }

  private static func prefix(of text: ArraySlice<UInt8>, atMost count: Int) -> ArraySlice<UInt8> {
    var end = min(text.endIndex, text.startIndex + count)
    while end < text.endIndex, end > text.startIndex, text[end] & 0xc0 == 0x80 { end -= 1 }
    return text[..<end]
  }
}
