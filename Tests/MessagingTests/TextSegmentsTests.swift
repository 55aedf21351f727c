import Core
@testable import Messaging
import Testing

/// How a text is counted, and to which numbers one can be sent.
@Suite struct TextSegmentsTests {
  @Test(arguments: [
    ("", TextSegments.Alphabet.gsm7, 0, 0), ("Hello", .gsm7, 5, 1), (String(repeating: "a", count: 160), .gsm7, 160, 1),
    (String(repeating: "a", count: 161), .gsm7, 161, 2), (String(repeating: "a", count: 306), .gsm7, 306, 2),
    (String(repeating: "a", count: 307), .gsm7, 307, 3), ("Grüße, 10 €", .gsm7, 12, 1),
    (String(repeating: "€", count: 80), .gsm7, 160, 1), (String(repeating: "€", count: 81), .gsm7, 162, 2),
    // An escape is not parted from its sign: 152 and 76 pairs.
    (String(repeating: "€", count: 153), .gsm7, 306, 3), ("תזכורת", .ucs2, 6, 1),
    (String(repeating: "ת", count: 70), .ucs2, 70, 1), (String(repeating: "ת", count: 71), .ucs2, 71, 2),
    (String(repeating: "ת", count: 135), .ucs2, 135, 3), (String(repeating: "😀", count: 35), .ucs2, 70, 1),
    (String(repeating: "😀", count: 36), .ucs2, 72, 2), (String(repeating: "😀", count: 67), .ucs2, 134, 3),
    ("naïve – “yes”", .ucs2, 13, 1), ("ä\u{0301}", .ucs2, 2, 1),
  ])
  func asCarriersCount(text: String, alphabet: TextSegments.Alphabet, units: Int, count: Int) {
    let segments = TextSegments(text)
    #expect(segments.alphabet == alphabet && segments.units == units && segments.count == count, "\(segments)")
  }

  @Test func signsThatWouldDoubleThePriceAreWrittenPlainly() {
    let plain = TextSegments.plain("Tue\u{202F}10–11 o\u{2019}clock\u{2026} \u{201E}yes\u{201C}\u{2068}x\u{2069}")
    #expect(plain == "Tue 10-11 o'clock... \"yes\"x")
    #expect(TextSegments(plain).alphabet == .gsm7)
    #expect(TextSegments.plain("שלום") == "שלום")
  }

  @Test(arguments: [
    ("+49 151 23456789", "", "+4915123456789"), ("0151 / 234 567 89", "49", "+4915123456789"),
    ("0049 (0)151 23456789", "", "+4915123456789"), ("054-123 4567", "972", "+972541234567"),
    ("(212) 555-0123", "1", "+12125550123"), ("+1 212 555 0123", "49", "+12125550123"),
  ])
  func mobileNumbersInTheFormOfCarriers(typed: String, country: String, number: String) {
    #expect(MobileNumber(typed, country: country)?.text == number)
  }

  @Test(arguments: [
    ("0151 23456789", ""), ("+49 30 1234567", ""), ("030 1234567", "49"), ("", "49"), ("call me", "49"),
    ("12345", "49"),
    ("+972 2 123 4567", ""), ("+1 212 555 01", ""), ("+0 151 23456789", ""),
  ])
  func whatNoTextReaches(typed: String, country: String) { #expect(MobileNumber(typed, country: country) == nil) }

  @Test(arguments: [
    ("STOP", Keyword.stop), (" stop. ", .stop), ("Stopp!", .stop), ("הסר", .stop), ("UNSUBSCRIBE", .stop),
    ("start", .start), ("Unstop", .start), ("HELP", .help), ("hilfe", .help), ("Please stop by later", .other),
    ("", .other), ("I am late", .other), ("don't stop", .other),
  ])
  func wordsThatCount(body: String, keyword: Keyword) { #expect(Keyword(body, kind: nil) == keyword) }

  @Test func theCarriersOwnReadingComesFirst() {
    #expect(Keyword("Genug jetzt", kind: "STOP") == .stop && Keyword("STOP", kind: "HELP") == .help)
  }
}
