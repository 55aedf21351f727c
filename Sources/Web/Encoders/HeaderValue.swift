public import Core

/// The value of an HTTP or mail header: printable ASCII and spaces only, so it cannot end its line or start another.
public struct HeaderValue: Sendable, Equatable, CustomStringConvertible {
  public let text: String
  public var description: String { text }

  /// CR, LF, NUL and other controls are removed, TAB becomes a space, anything beyond ASCII becomes `?`.
  /// For text that may hold other letters use `encodedWord` (mail) or `ContentDisposition` (file names).
  public init(_ raw: String) {
    var bytes: [UInt8] = []
    for scalar in raw.unicodeScalars {
      switch scalar.value {
      case 0x09: bytes.append(0x20)
      case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: continue
      case 0x20..<0x7F: bytes.append(UInt8(scalar.value))
      default: bytes.append(UInt8(ascii: "?"))
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// From bytes known to be printable ASCII.
  private init(ascii bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  /// Unstructured text of a mail header, such as a subject. Plain ASCII stays; the rest becomes words of RFC 2047,
  /// at most 75 characters each, parted by one space, where the sender of the mail may fold the line.
  /// Controls are removed and line breaks become spaces.
  public static func encodedWord(_ raw: String) -> HeaderValue {
    let clean = SingleLine.clean(raw)
    let isPlain = clean.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !contains(clean.utf8, "=?")
    // Beyond 900 octets a line without a fold could break the limit of RFC 5322.
    return isPlain && clean.utf8.count <= 900 ? HeaderValue(ascii: Array(clean.utf8)) : encoded(clean)
  }

  /// `Name <address>` for From, To and Reply-To. An empty name leaves the bare address.
  /// Nil for an address beyond ASCII, which a header cannot hold without SMTPUTF8.
  public static func mailbox(name: String, _ address: EmailAddress) -> HeaderValue? {
    guard address.isASCII else { return nil }
    let clean = SingleLine.clean(name)
    if clean.isEmpty { return HeaderValue(ascii: Array(address.text.utf8)) }
    let isPlain = clean.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !contains(clean.utf8, "=?")
    let phrase = isPlain && clean.utf8.count <= 900 ? quoted(clean) : encoded(clean).text
    return HeaderValue(ascii: Array((phrase + " <" + address.text + ">").utf8))
  }

  /// A quoted string of RFC 5322; `text` is printable ASCII.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
  }

  private static func contains(_ bytes: String.UTF8View, _ marker: StaticString) -> Bool {
    let marker = Array(marker.description.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: marker) }
  }

  /// 45 bytes become 60 characters of base64, 72 with the frame of an encoded word.
  private static func encoded(_ text: String) -> HeaderValue {
    var words: [String] = []
    var chunk: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = UTF8.encode(scalar).map { Array($0) } ?? []
      if chunk.count + bytes.count > 45 {
        words.append(word(chunk))
        chunk = []
      }
      chunk += bytes
    }
    if !chunk.isEmpty { words.append(word(chunk)) }
    return HeaderValue(ascii: Array(words.joined(separator: " ").utf8))
  }
  private static func word(_ bytes: [UInt8]) -> String { "=?UTF-8?B?" + Base64.encode(bytes) + "?=" }
}
