import Core
import Testing

@Suite struct EmailAddressTests {
  @Test(arguments: [
    ("", EmailAddressError.empty), ("  ", .empty), ("pat", .noAt), ("pat.example.org", .noAt),
    ("a@b@c.de", .severalAts),
    ("@example.org", .invalidLocalPart), ("pat@example", .missingDomainEnding), ("pat@example.", .missingDomainEnding),
    ("pat@", .missingDomainEnding), ("pat@müller.de", .nonASCIIDomain), ("pat@exam\u{212A}le.org", .nonASCIIDomain),
    ("pat@example.org\r\nBcc: x@y.zz", .controlCharacters), ("pat\0@example.org", .controlCharacters),
    ("pat@example.org\n", .controlCharacters), ("p\u{202E}at@example.org", .controlCharacters),
    ("p\u{200B}at@example.org", .controlCharacters), ("pat@example.org\r\u{301}", .controlCharacters),
    ("p at@example.org", .invalidLocalPart), ("p\u{3000}at@example.org", .invalidLocalPart),
    ("<pat@example.org>", .invalidLocalPart), ("a..b@example.org", .invalidLocalPart),
    (".a@example.org", .invalidLocalPart),
    ("a,b@example.org", .invalidLocalPart), ("\"a\"@example.org", .invalidLocalPart), ("a@-b.org", .invalidDomain),
    ("a@b-.org", .invalidDomain), ("a@b..org", .invalidDomain), ("a@.org", .invalidDomain),
    ("a@b.org>", .invalidDomain),
    ("a@127.0.0.1", .invalidDomain), ("a@[1.2.3.4]", .invalidDomain), ("a@b_c.org", .invalidDomain),
    ("a@b.o", .invalidDomain), ("a@b.org, c@d.org", .severalAts),
  ])
  func refusesWithAReason(typed: String, reason: EmailAddressError) {
    #expect(throws: reason) { try EmailAddress(typed) }
  }

  @Test func takesWhatPeopleHave() throws {
    for typed in ["pat@example.org", "o'neil+tag@sub.example.co.il", "x_1-2@xn--mller-kva.de", "a@b.museum"] {
      #expect(try EmailAddress(typed).text == typed)
    }
    #expect(try EmailAddress("  Pat@Example.ORG\u{A0}").text == "Pat@Example.ORG")
    #expect(try EmailAddress("  Pat@Example.ORG\u{A0}").normalized == "pat@example.org")
    #expect(try EmailAddress("PAT@example.org") == EmailAddress("pat@EXAMPLE.org"))
  }

  @Test func normalFormIsBytesForBytesTheSame() throws {
    let (composed, apart) = (try EmailAddress("J\u{D6}rg@example.org"), try EmailAddress("jo\u{308}rg@example.org"))
    #expect(Array(composed.normalized.utf8) == Array(apart.normalized.utf8))
    #expect(composed.normalized == "j\u{F6}rg@example.org")
    #expect(!composed.isASCII)
  }

  @Test func lengthsAreCountedInBytes() throws {
    let domain = "@" + String(repeating: "d", count: 60) + "." + String(repeating: "e", count: 60) + ".org"
    #expect(try EmailAddress(String(repeating: "a", count: 64) + domain).text.utf8.count == 190)
    #expect(throws: EmailAddressError.tooLong) { try EmailAddress(String(repeating: "a", count: 65) + domain) }
    #expect(throws: EmailAddressError.tooLong) { try EmailAddress(String(repeating: "é", count: 33) + "@example.org") }
    let long = "a@" + String(repeating: "abcdefghi.", count: 25) + "or"
    #expect(long.utf8.count == 254)
    #expect(try EmailAddress(long).text == long)
    #expect(throws: EmailAddressError.tooLong) { try EmailAddress(long + "g") }
  }
}

@Suite struct PhoneNumberTests {
  @Test(arguments: [
    ("+49 30 1234567", "+49301234567"), ("0049 30 1234567", "+49301234567"), ("+49 (0)30 / 123-45.67", "+49301234567"),
    ("(030) 1234567", "0301234567"), ("050-123-4567", "0501234567"),
    ("\u{202A}+972 50\u{A0}123 4567\u{202C}", "+972501234567"),
    ("123456", "123456"), ("+123456789012345", "+123456789012345"), ("030\u{2011}1234567", "0301234567"),
  ])
  func findsTheDigits(typed: String, digits: String) throws {
    #expect(try PhoneNumber(typed).digits == digits)
  }

  @Test(arguments: [
    ("", PhoneNumberError.empty), ("   ", .empty), ("12345", .tooShort), ("+12345", .tooShort), ("()", .tooShort),
    ("1234567890123456", .tooLong), ("call me", .invalidCharacters), ("030 1234 ext 5", .invalidCharacters),
    ("49+301234567", .invalidCharacters), ("++49301234567", .invalidCharacters), ("٠٣٠١٢٣٤٥٦", .invalidCharacters),
    ("030123456\r\n", .invalidCharacters), ("030123456\u{301}", .invalidCharacters), ("030;123456", .invalidCharacters),
  ])
  func refusesWithAReason(typed: String, reason: PhoneNumberError) {
    #expect(throws: reason) { try PhoneNumber(typed) }
  }

  @Test func keepsWhatWasTyped() throws {
    #expect(try PhoneNumber("  +49 (0)30 12345 ").text == "+49 (0)30 12345")
    #expect(try PhoneNumber("+49 30 12345") == PhoneNumber("0049-30-12345"))
  }
}

@Suite struct NormalFormTests {
  /// From UnicodeData and the composition exclusions.
  @Test(
    arguments: [
      ([0x65, 0x301], [0xE9]), ([0x212B], [0xC5]), ([0x1100, 0x1161], [0xAC00]),
      ([0x5E9, 0x5C1, 0x5BC], [0x5E9, 0x5BC, 0x5C1]),
      ([0x958], [0x915, 0x93C]), ([0x1E9B, 0x323], [0x1E9B, 0x323]), ([0x41, 0x30A, 0x301], [0x1FA]),
      ([0xFB01], [0xFB01]),
      ([0x61, 0x315, 0x300], [0xE0, 0x315]), ([0x41], [0x41]), ([], []),
    ] as [([UInt32], [UInt32])])
  func composes(from: [UInt32], to: [UInt32]) {
    let text = String(String.UnicodeScalarView(from.compactMap { Unicode.Scalar($0) }))
    #expect(NormalForm.composed(text).unicodeScalars.map(\.value) == to)
  }
}
