import Core
import TestSupport
import Testing

@testable import Outbound

@Suite("Mail as bytes, read back by Python")
struct MailMessageTests {
  private static let usual = [
    "Date", "From", "To", "Subject", "Message-ID", "Content-Language", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
  ]

  @Test("every header arrives, and nothing besides")
  func headers() throws {
    let message = try MailFixtures.message(
      language: .de, replyTo: MailAddress("desk@clinic.test"), unsubscribe: MailLink("https://clinic.test/u?t=abc"))
    let mail = try MailFixtures.read(message)
    #expect(mail.defects == [])
    #expect(mail["Message-ID"] == "<notice-1@praxis.test>")
    #expect(mail["Date"] == "Tue, 10 Mar 2026 08:00:00 +0000")
    #expect(mail.timestamp == 1_773_129_600)
    #expect(mail.from == [["Praxis Müller", "praxis@clinic.test"]])
    #expect(mail.to == [["", "dana@patients.test"]])
    #expect(mail["Reply-To"] == "desk@clinic.test")
    #expect(mail["Content-Language"] == "de")
    #expect(mail["Auto-Submitted"] == "auto-generated")
    #expect(mail["List-Unsubscribe"] == "<https://clinic.test/u?t=abc>")
    #expect(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
    #expect(Set(mail.names) == Set(Self.usual + ["Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post"]))
    // Nobody can post to a mailbox.
    let other = try MailFixtures.read(try MailFixtures.message(unsubscribe: MailLink("mailto:stop@clinic.test")))
    #expect(other["List-Unsubscribe"] == "<mailto:stop@clinic.test>" && other["List-Unsubscribe-Post"] == nil)
  }

  @Test(
    "subjects and names in any script come back as they were",
    arguments: [
      "Reminder: your appointment", "תזכורת: התור שלך ביום שלישי בשעה 10:00 אצל ד״ר לוי, נא להגיע עשר דקות לפני הזמן",
      "Terminbestätigung für Mittwoch – Größe, Übelkeit und Straßenschuhe mitbringen bitte, danke schön und bis bald!",
      "A perfectly plain subject that is so long that it has to be folded somewhere in the middle of all of it",
      "x=?UTF-8?B?QQ==?=", "  two  blanks  ", String(repeating: "🧑🏽‍⚕️", count: 8), "e\u{301}\u{301}\u{301}\"\u{301}",
      "quotes \" and \\ backslash, <angle> (round); colon:", String(repeating: "x", count: 300),
    ])
  func subjects(text: String) throws {
    let mail = try MailFixtures.read(try MailFixtures.message(name: text, subject: text))
    // By bytes: `==` of strings would not see another normal form.
    #expect(Array((mail["Subject"] ?? "").utf8) == Array(text.utf8))
    #expect(mail.to.first.map { Array($0[0].utf8) } == Array(text.utf8))
    #expect(mail.to.first?[1] == "dana@patients.test")
    #expect(mail.defects == [])
    #expect(mail.longest <= 76)
    #expect(Set(mail.names) == Set(Self.usual))
  }

  @Test(
    "no subject or name adds a header",
    arguments: [
      "a\r\nBcc: eve@evil.test", "a\nBcc: eve@evil.test", "a\rBcc: eve@evil.test", "a\r\n\r\n<b>body</b>",
      "ä\r\nBcc: eve@evil.test", "a\u{0}b", "a\u{85}Bcc: eve@evil.test", "a\u{2028}Bcc: eve@evil.test",
      "\"\u{301}\r\u{301}\nBcc: eve@evil.test", "a\" <eve@evil.test>, \"b", "\\",
    ])
  func injection(text: String) throws {
    let message = try MailFixtures.message(name: text, subject: text, html: text)
    let mail = try MailFixtures.read(message)
    #expect(Set(mail.names) == Set(Self.usual).subtracting(["Content-Transfer-Encoding"]))
    #expect(mail.to.count == 1 && mail.to[0][1] == "dana@patients.test")
    #expect(mail.bareLineEnds == 0)
    #expect(mail["Subject"]?.unicodeScalars.contains { $0.value < 0x20 } == false)
  }

  @Test(
    "texts come back with CRLF line ends",
    arguments: [
      "", "one", "one\ntwo\n", "one\r\ntwo\rthree\n\n\nfour", ".\n..\n.leading dot\n", "trailing blank \nand tab\t\n",
      "From the start\n=3D = =\n--=_mixed_\n", String(repeating: "a long line without end ", count: 60),
      String(repeating: "שורה ארוכה בעברית ", count: 80), "Grüße aus München\n", "äbcdef",
      String(repeating: "=", count: 500), "nul \u{0} and \u{7}\n", "\u{feff}bom\n",
      String(repeating: "x", count: 75) + "\n",
      String(repeating: "x", count: 76) + "\n", String(repeating: "x", count: 77) + "\n",
    ])
  func bodies(text: String) throws {
    let message = try MailFixtures.message(text: text, html: "<p>" + text + "</p>")
    // Servers may cut blanks at line ends, so none is left bare.
    let lines = message.serialized.split(separator: 0x0d)
    #expect(lines.allSatisfy { $0.last != 0x20 && $0.last != 9 })
    let mail = try MailFixtures.read(message)
    #expect(mail.structure == ["multipart/alternative", "text/plain", "text/html"])
    #expect(Array(mail.parts[0].bytes) == Self.lines(text))
    #expect(Array(mail.parts[1].bytes) == Self.lines("<p>" + text + "</p>"))
    #expect(mail.parts.allSatisfy { $0.parameters["charset"] == "utf-8" })
    #expect(mail.longest <= 76)
    #expect(mail.bareLineEnds == 0)
    #expect(mail.defects == [])
  }

  private static func lines(_ text: String) -> [UInt8] {
    var scalars = String.UnicodeScalarView(text.unicodeScalars)
    let unix = String(scalars).utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
      .map { $0.last == 0x0d ? $0.dropLast() : $0 }
      .flatMap { $0.split(separator: 0x0d, omittingEmptySubsequences: false) }
    scalars = .init()
    let joined = unix.map { Array($0) }.joined(separator: [0x0d, 0x0a])
    let isEnded = text.utf8.isEmpty || text.utf8.last == 0x0a || text.utf8.last == 0x0d
    return Array(joined) + (isEnded ? [] : [0x0d, 0x0a])
  }

  @Test("a calendar entry travels as an attachment with its method and bytes")
  func attachments() throws {
    let calendar = Array("BEGIN:VCALENDAR\r\nSUMMARY:תור\r\nEND:VCALENDAR\r\n".utf8)
    let binary = (0...255).flatMap { [UInt8($0), UInt8(255 - $0)] }
    let message = try MailFixtures.message(
      html: "<p>Hi</p>",
      attachments: [
        try #require(
          MailAttachment(
            name: "termin.ics", type: "text/calendar", parameters: [("method", "REQUEST"), ("charset", "utf-8")],
            bytes: calendar)),
        try #require(
          MailAttachment(name: "../חשבונית \"1\"\r\n.pdf", type: "application/pdf", bytes: binary)),
        try #require(MailAttachment(name: "a\"b\\c.txt", type: "text/plain", bytes: [])),
      ])
    let mail = try MailFixtures.read(message)
    #expect(
      mail.structure == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/pdf",
        "text/plain",
      ])
    let files = mail.parts.suffix(3).map { $0 }
    #expect(files[0].parameters["method"] == "REQUEST")
    #expect(files[0].file == "termin.ics")
    #expect(files[0].disposition == "attachment")
    #expect(Array(files[0].bytes) == calendar)
    #expect(files[1].file == ".._חשבונית \"1\"  .pdf")
    #expect(Array(files[1].bytes) == binary)
    #expect(files[2].file == "a\"b_c.txt")
    #expect(files[2].bytes.isEmpty)
    #expect(mail.defects == [])
    #expect(mail.bareLineEnds == 0)
  }

  @Test("the same message gives the same bytes, another Message-ID another boundary")
  func deterministic() throws {
    let first = try MailFixtures.message(html: "<p>Hi</p>").serialized
    let second = try MailFixtures.message(html: "<p>Hi</p>").serialized
    #expect(first == second)
    let boundary = "=_alternative_" + (try #require(MessageID("notice-1@praxis.test"))).fingerprint
    let other = String(decoding: try MailFixtures.message(id: "x@y", html: "<p>Hi</p>").serialized, as: UTF8.self)
    #expect(String(decoding: first, as: UTF8.self).contains(boundary))
    #expect(other.contains("=_alternative_") && !other.contains(boundary))
  }

  @Test(
    "addresses that are no plain mailbox are refused",
    arguments: [
      "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a\r\n@b", "a@b\r\n", "a\n@b", "a@b\u{0}", "a\u{0}@b",
      "a..b@c",
      ".a@c", "a.@c", "a@b..c", "a@.b", "a@b.", "a@-b", "a@b-", "a@[127.0.0.1]", "\"a\"@b", "<a@b>", "a@b,c@d", "a@b;",
      "ä@b", "a@ä", "a@b>", "a@b RCPT", String(repeating: "a", count: 65) + "@b",
      "a@" + String(repeating: "b", count: 64),
      "a@\u{301}b", "a\u{301}@b",
    ])
  func badAddresses(text: String) { #expect(MailAddress(text) == nil) }

  @Test(
    "usual addresses are taken",
    arguments: ["a@b", "dana.levi+tag@mail.example.co.il", "o'brien@example.org", "x_y-z@xn--mnchen-3ya.de"])
  func goodAddresses(text: String) { #expect(MailAddress(text)?.address == text) }

  @Test("Message-IDs, links and types that could break a header are refused")
  func badParts() {
    for text in ["", "a", "a@", "a@b>", "a b@c", "a@b\r\nX: y", "a@b\u{0}", "<a@b>", "ä@b"] {
      #expect(MessageID(text) == nil, "\(text)")
    }
    for text in ["", "http://a", "https://a b", "https://a>", "https://a\r\n", "javascript:x", "https://ä", "mailto:,"]
    {
      #expect(MailLink(text) == nil, "\(text)")
    }
    for type in ["", "text", "text/", "/plain", "text/plain; a=b", "text/pla\r\nin", "text/pl ain", "text/a/b"] {
      #expect(MailAttachment(name: "a", type: type, bytes: []) == nil, "\(type)")
    }
    for value in ["", "a b", "a\r\n", "a;b", "a\"b"] {
      #expect(MailAttachment(name: "a", type: "text/plain", parameters: [("p", value)], bytes: []) == nil, "\(value)")
    }
  }

  @Test("dates have the right weekday, month and zero padding")
  func dates() {
    #expect(MailDate.header(Instant(seconds: 0)) == "Thu, 1 Jan 1970 00:00:00 +0000")
    #expect(MailDate.header(Instant(seconds: 951_827_696)) == "Tue, 29 Feb 2000 12:34:56 +0000")
    #expect(MailDate.header(Instant(seconds: -1)) == "Wed, 31 Dec 1969 23:59:59 +0000")
    #expect(MailDate.fileName(Instant(microseconds: 951_827_696_000_007)) == "20000229T123456.000007Z")
  }
}
