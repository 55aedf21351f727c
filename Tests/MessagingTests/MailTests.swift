import Core
import Database
import Foundation
@testable import Messaging
import Outbound
import TestSupport
import Testing

@Suite struct MailTests {
  private struct Reading: Decodable {
    struct Part: Decodable {
      let type: String
      let parameters: [String: String]
      let file: String?
      let bytes: Data
      var text: String { String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n") }
    }
    let headers: [[String]]
    let from: [[String]]
    let to: [[String]]
    let parts: [Part]
    let defects: [String]
    subscript(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }
  }
  /// As Python's email package understands it.
  private func read(_ message: MailMessage) throws -> Reading {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/mail.eml"
    try Data(message.serialized).write(to: URL(fileURLWithPath: file))
    let line = try Peer.start("read_mail.py", [file]).line()
    return try JSONDecoder().decode(Reading.self, from: Data(line.utf8))
  }
  /// Thursday 2030-03-14, 10:30 in Berlin; the worker runs two days and an hour before.
  private let start = Instant(seconds: 1_899_711_000)

  private func confirmation(
    _ language: Language, practitioner: String = "Dr. Mira Lang", price: Int = 8000, lateFee: Int = 4000,
    practiceEmail: String = "", before hours: Int = 49, currency: String = "EUR",
    _ body: (MailMessage, Reading, TestPractice) throws -> Void
  ) throws {
    try withPractice(currency: currency) { p in
      let clinic = try Clinic(
        p, practitioner: practitioner, price: price, lateFee: lateFee, practiceEmail: practiceEmail)
      _ = try clinic.book(at: start, language: language)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: start.adding(hours: -hours)).run()
      let message = try #require(server.mails.first)
      try body(message, try read(message), p)
    }
  }

  @Test func theEnglishConfirmationSaysAllThatIsNeeded() throws {
    try confirmation(.en, practiceEmail: "desk@clinic.example") { message, mail, p in
      #expect(mail["Subject"] == "Test practice \(p.slug): your appointment, Thursday 14 March 2030, 10:30")
      #expect(mail["Content-Language"] == "en")
      #expect(mail["Reply-To"] == "desk@clinic.example")
      #expect(mail.from == [["Test practice \(p.slug)", "mail@praxis.example"]])
      #expect(mail.to == [["", "dana@patients.test"]])
      #expect(mail.defects == [])
      let text = mail.parts[0].text
      for line in [
        "When: Thursday 14 March 2030, 10:30–11:20, Berlin time (GMT+1)", "With: Dr. Mira Lang",
        "Where: Lindenweg 4, Berlin", "Price: €80.00",
        "You can change or cancel free of charge until Wednesday 13 March 2030, 10:30.",
        "After that, cancelling costs €40.00.", "+49 30 1234567", "Your reply reaches the practice.",
      ] { #expect(text.contains(line), "\(line) is missing in:\n\(text)") }
    }
  }

  @Test func theGermanOneIsGerman() throws {
    try confirmation(.de) { _, mail, p in
      #expect(mail["Subject"] == "Test practice \(p.slug): Ihr Termin, Donnerstag, 14. März 2030, 10:30")
      #expect(mail["Content-Language"] == "de")
      let text = mail.parts[0].text
      #expect(text.contains("Wann: Donnerstag, 14. März 2030, 10:30–11:20, Ortszeit Berlin (GMT+1)"))
      #expect(text.contains("Preis: 80,00\u{A0}€"))
      #expect(text.contains("Antworten darauf werden nicht gelesen."))
    }
  }

  @Test func theHebrewOneReadsFromTheRight() throws {
    try confirmation(.he, currency: "ILS") { _, mail, p in
      #expect(mail["Subject"] == "התור שלך נקבע: יום חמישי, 14 במרץ 2030, 10:30, Test practice \(p.slug)")
      #expect(mail["Content-Language"] == "he")
      let text = mail.parts[0].text
      #expect(text.contains("אצל: \u{2068}Dr. Mira Lang\u{2069}"))
      #expect(text.contains("איפה: \u{2068}Lindenweg 4, Berlin\u{2069}"))
      #expect(text.contains("₪"))
      #expect(text.contains("\u{2068}Lindenweg 4\u{2069}\n\u{2068}Berlin\u{2069}\n"))
      // Every isolate that is opened is closed on its own line, and links stand alone on theirs.
      for line in text.split(separator: "\n") {
        let marks = line.unicodeScalars
        #expect(marks.count { $0 == "\u{2068}" } == marks.count { $0 == "\u{2069}" })
        if line.contains("https://") { #expect(line.hasPrefix("https://")) }
      }
    }
  }

  @Test func aHebrewNameInAGermanMailIsIsolated() throws {
    try confirmation(.de, practitioner: "דר׳ מירה לנג") { _, mail, _ in
      #expect(mail.parts[0].text.contains("Bei: \u{2068}דר׳ מירה לנג\u{2069}\n"))
    }
  }

  @Test(arguments: Language.allCases) func nothingTellsOfThePatientOrTheIllness(language: Language) throws {
    try confirmation(language) { message, mail, _ in
      let everything = mail.headers.flatMap { $0 } + mail.parts.map(\.text)
      for secret in [Clinic.serviceName, "Patricia", "Hidden"] {
        #expect(!everything.contains { $0.contains(secret) })
      }
      // Every message of the catalog was found and filled.
      #expect(!message.text.contains("mail.") || message.text.contains("https://"))
      #expect(!message.text.contains("{") && !message.subject.contains("{"))
    }
  }

  @Test func theLinkOpensThisAppointmentInThisPractice() throws {
    try confirmation(.en) { message, _, p in
      let link = try #require(message.text.split(separator: "\n").first { $0.hasPrefix("https://") })
      let parts = link.split(separator: "/").map(String.init)
      #expect(Array(parts.prefix(4)) == ["https:", "praxis.example", p.slug, "visit"])
      let appointment = try #require(AppointmentID(text: parts[4]))
      #expect(try p.asOperator { try $0.reader.verifyManageToken(parts[5], for: appointment) } == 0)
    }
  }

  @Test func aFreeAppointmentShowsNoPriceAndNoFee() throws {
    try confirmation(.en, price: 0, lateFee: 0) { message, _, _ in
      #expect(!message.text.contains("Price"))
      #expect(!message.text.contains("costs"))
    }
  }

  @Test func insideTheNoticeTheTermsSayWhatCancellingCostsNow() throws {
    try confirmation(.en, before: 3) { message, _, _ in
      #expect(message.text.contains("It is too late to change the time online. You can still cancel."))
      #expect(message.text.contains("Cancelling now costs €40.00."))
    }
  }

  @Test func theRepeatedHourShowsWhichOneIsMeant() throws {
    // Berlin, 2030-10-27: 02:30 comes twice.
    for (seconds, offset, other) in [(1_919_291_400, "GMT+2", "GMT+1"), (1_919_295_000, "GMT+1", "GMT+2")] {
      try withPractice { p in
        let clinic = try Clinic(p)
        let start = Instant(seconds: Int64(seconds))
        _ = try clinic.book(at: start)
        let server = ScriptedServer()
        try TestWorker(clinic, server, now: start.adding(hours: -30)).run()
        let mail = try #require(server.mails.first)
        #expect(mail.subject.hasSuffix("Sunday 27 October 2030, 02:30 (\(offset))"))
        #expect(mail.text.contains("Berlin time (\(offset))"))
        #expect(mail.text.contains(other) == (offset == "GMT+2"), "the end of the first one shows its own offset")
      }
    }
  }

  @Test func aLateCancellationNamesTheFeeAndLeadsToBooking() throws {
    try withPractice { p in
      let clinic = try Clinic(p)
      let id = try clinic.book(at: start)
      try clinic.cancel(id, sequence: 1, isLate: true)
      let server = ScriptedServer()
      try TestWorker(clinic, server, now: start.adding(hours: -3)).runPastGrace()
      let mail = try #require(server.mails.first)
      #expect(mail.text.contains("the agreed fee of €40.00 is due"))
      #expect(mail.text.contains("\nhttps://praxis.example/\(p.slug)/book\n"))
      let part = try #require(try read(mail).parts.last)
      #expect(part.type == "text/calendar" && part.parameters["method"] == "CANCEL")
      #expect(part.text.contains("STATUS:CANCELLED\n") && part.text.contains("SEQUENCE:1\n"))
    }
  }
}
