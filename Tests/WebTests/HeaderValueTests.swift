import Core
import Foundation
import Testing

@testable import Web

@Suite struct HeaderValueTests {
  static func isPrintable(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

  @Test func noTextLeavesItsLine() {
    let failure = HostileText.firstFailure(seed: 4) { text in
      let value = HeaderValue(text).text
      let plain = text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
      let kept = value.unicodeScalars.filter { $0 != "?" && $0 != " " }
      return Self.isPrintable(value) && kept.elementsEqual(plain.filter { $0 != "?" && $0 != " " })
    }
    #expect(failure == nil)
  }

  /// RFC 2047 by bytes, with Foundation's base64. Nil for a word that is too long, no base64, or cut UTF-8.
  static func decode(_ header: String) -> String? {
    guard header.contains("=?") else { return header }
    var text = ""
    for word in header.split(separator: " ", omittingEmptySubsequences: false) {
      guard word.utf8.count <= 75, word.hasPrefix("=?UTF-8?B?"), word.hasSuffix("?="),
        let data = Data(base64Encoded: String(word.dropFirst(10).dropLast(2))),
        let part = String(validating: Array(data), as: UTF8.self)
      else { return nil }
      text += part
    }
    return text
  }

  @Test func everySubjectComesBackFromItsEncodedWords() {
    let failure = HostileText.firstFailure(seed: 5) { text in
      let header = HeaderValue.encodedWord(text).text
      guard Self.isPrintable(header), let decoded = Self.decode(header) else { return false }
      return sameBytes(decoded, SingleLine.clean(text))
    }
    #expect(failure == nil)
  }

  @Test func noNameChangesTheAddressOfAMailbox() throws {
    let address = try EmailAddress("pat@example.org")
    let failure = HostileText.firstFailure(seed: 6) { text in
      guard let header = HeaderValue.mailbox(name: text, address)?.text, Self.isPrintable(header) else { return false }
      let clean = SingleLine.clean(text)
      if clean.isEmpty { return header == "pat@example.org" }
      guard header.hasSuffix(" <pat@example.org>") else { return false }
      let phrase = Array(header.utf8).dropLast(" <pat@example.org>".utf8.count)
      guard phrase.first == UInt8(ascii: "\"") else {
        return Self.decode(String(decoding: phrase, as: UTF8.self)).map { sameBytes($0, clean) } ?? false
      }
      // A quoted string: no quote inside unless escaped.
      var inner: [UInt8] = []
      var isEscaped = false
      for byte in phrase.dropFirst().dropLast() {
        if !isEscaped, byte == UInt8(ascii: "\"") { return false }
        if !isEscaped, byte == UInt8(ascii: "\\") { isEscaped = true } else { inner.append(byte); isEscaped = false }
      }
      return !isEscaped && phrase.last == UInt8(ascii: "\"") && inner.elementsEqual(clean.utf8)
    }
    #expect(failure == nil)
  }

  @Test func injectionIsTakenOutEvenInsideOneCharacter() throws {
    #expect(HeaderValue("a\r\nSet-Cookie: x").text == "aSet-Cookie: x")
    #expect(HeaderValue("a\r\u{301}b\0c\td\u{7F}é").text == "a?bc d?")
    #expect(HeaderValue.encodedWord("Hi\r\nBcc: x@y.z").text == "Hi Bcc: x@y.z")
    #expect(HeaderValue.encodedWord("Schöne Grüße").text == "=?UTF-8?B?U2Now7ZuZSBHcsO8w59l?=")
    #expect(HeaderValue.encodedWord("=?UTF-8?B?eA==?=").text != "=?UTF-8?B?eA==?=")
    #expect(HeaderValue.mailbox(name: "A", try EmailAddress("jörg@example.org")) == nil)
  }
}
