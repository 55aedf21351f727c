import Testing
import Web

@Suite struct JSONStringTests {
  /// RFC 8259 by bytes. Nil for raw controls, unknown escapes or a missing quote.
  static func parse(_ json: String) -> String? {
    var bytes = Array(json.utf8)[...]
    guard bytes.popFirst() == 0x22, bytes.popLast() == 0x22 else { return nil }
    var text: [UInt8] = []
    while let byte = bytes.popFirst() {
      guard byte == 0x5C else {
        if byte < 0x20 || byte == 0x22 { return nil }
        text.append(byte)
        continue
      }
      switch bytes.popFirst() {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "\""): text.append(0x22)
      case UInt8(ascii: "\\"): text.append(0x5C)
      case UInt8(ascii: "u"):
        guard bytes.count >= 4, let value = UInt32(String(decoding: bytes.prefix(4), as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(value)
        else { return nil }
        bytes = bytes.dropFirst(4)
        text += Array(String(scalar).utf8)
      default: return nil
      }
    }
    return String(validating: text, as: UTF8.self)
  }

  @Test func everyTextComesBackAndNoneEndsItsScript() {
    let failure = HostileText.firstFailure(seed: 8) { text in
      let json = JSONString(text).encoded
      let isSafe = !json.unicodeScalars.contains { ["<", ">", "&", "\u{2028}", "\u{2029}"].contains($0) }
      return isSafe && Self.parse(json).map { sameBytes($0, text) } == true
    }
    #expect(failure == nil)
  }

  @Test func escapesByHand() {
    #expect(JSONString("</script>&\u{2028}").encoded == "\"\\u003c/script\\u003e\\u0026\\u2028\"")
    #expect(sameBytes(JSONString("\"\u{301}").encoded, "\"\\\"\u{301}\""))
    #expect(JSONString("\r\n\0\u{1F}").encoded == "\"\\r\\n\\u0000\\u001f\"")
  }
}
