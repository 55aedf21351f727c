import Core
import Testing
import Web

@Suite struct ContentDispositionTests {
  struct Parsed {
    var kind = ""
    var plain = ""
    var extended = ""
  }
  /// RFC 6266 and 8187 by bytes; nil for anything unexpected behind a value.
  static func parse(_ header: String) -> Parsed? {
    var rest = Array(header.utf8)[...]
    func take(_ text: String) -> Bool {
      guard rest.starts(with: text.utf8) else { return false }
      rest = rest.dropFirst(text.utf8.count)
      return true
    }
    var parsed = Parsed()
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    parsed.kind = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[end...]
    guard take("; filename=\"") else { return nil }
    var plain: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") || !(0x20..<0x7F).contains(byte) { return nil }
      plain.append(byte)
    }
    parsed.plain = String(decoding: plain, as: UTF8.self)
    guard take("; filename*=UTF-8''") else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        else { return nil }
        rest = rest.dropFirst(2)
        bytes.append(value)
      } else {
        guard "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8.contains(byte) else { return nil }
        bytes.append(byte)
      }
    }
    guard let extended = String(validating: bytes, as: UTF8.self) else { return nil }
    parsed.extended = extended
    return parsed
  }

  @Test func everyNameStaysOneHarmlessName() {
    let failure = HostileText.firstFailure(seed: 7) { text in
      guard let parsed = Self.parse(ContentDisposition(.attachment, fileName: text).header.text),
        parsed.kind == "attachment", !parsed.plain.isEmpty, !parsed.extended.isEmpty, parsed.extended.utf8.count <= 180
      else { return false }
      let forbidden: [Unicode.Scalar] = ["/", "\\", "\0", "\r", "\n", "\u{202E}", ":"]
      return !parsed.extended.unicodeScalars.contains { forbidden.contains($0) } && !parsed.extended.hasPrefix(".")
        && parsed.plain.unicodeScalars.count == parsed.extended.unicodeScalars.count
    }
    #expect(failure == nil)
  }

  @Test func keepsNamesInAnyScript() throws {
    #expect(
      ContentDisposition(.attachment, fileName: "Rechnung Müller.pdf").header.text
        == "attachment; filename=\"Rechnung M_ller.pdf\"; filename*=UTF-8''Rechnung%20M%C3%BCller.pdf")
    let hebrew = try #require(Self.parse(ContentDisposition(.inline, fileName: "חשבונית 7.pdf").header.text))
    #expect(hebrew.extended == "חשבונית 7.pdf")
    #expect(hebrew.plain == "_______ 7.pdf")
    #expect(hebrew.kind == "inline")
  }

  @Test func pathsBecomeNamesAndLongNamesKeepTheirExtension() throws {
    #expect(try #require(Self.parse(ContentDisposition(.attachment, fileName: "../../etc/passwd").header.text)).extended == "_.._etc_passwd")
    #expect(try #require(Self.parse(ContentDisposition(.attachment, fileName: "..").header.text)).extended == "file")
    let long = String(repeating: "ä", count: 300) + ".pdf"
    let parsed = try #require(Self.parse(ContentDisposition(.attachment, fileName: long).header.text))
    #expect(parsed.extended == String(repeating: "ä", count: 88) + ".pdf")
  }
}
