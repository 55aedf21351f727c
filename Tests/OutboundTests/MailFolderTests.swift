import Core
import Foundation
import TestSupport
import Testing

@testable import Outbound

@Suite("Mails in a folder")
struct MailFolderTests {
  @Test("a mail is written whole, private, and read back")
  func write() throws {
    let directory = try TemporaryDirectory()
    let folder = MailFolder(directory: directory.path + "/mail")
    #expect(try folder.list() == [])
    let message = try MailFixtures.message(subject: "Schöne Grüße", text: "Zeile eins\nשורה שתיים\n", html: "<p>x</p>")
    let name = try folder.write(message, now: Instant(seconds: 1_773_129_600))
    #expect(name == "20260310T080000.000000Z-" + message.id.fingerprint + ".eml")
    #expect(try folder.read(name: name) == message.serialized)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.directory + "/" + name)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let folderMode = try FileManager.default.attributesOfItem(atPath: folder.directory)[.posixPermissions]
    #expect(folderMode as? Int == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.directory) == [name])
  }

  @Test("the list has our mails only, newest first")
  func list() throws {
    let directory = try TemporaryDirectory()
    let folder = MailFolder(directory: directory.path)
    let names = try [100, 300, 200].map { second in
      try folder.write(try MailFixtures.message(id: "n\(second)@praxis.test"), now: Instant(seconds: second))
    }
    for stranger in ["notes.txt", ".hidden.eml", "20260310T080000.000000Z-0123456789abcdef.eml.bak"] {
      try Data().write(to: URL(fileURLWithPath: directory.path + "/" + stranger))
    }
    #expect(try folder.list() == [names[1], names[2], names[0]])
  }

  @Test(
    "a name that is not ours is not opened",
    arguments: [
      "", "..", "../x", "/etc/passwd", "secret.eml", "20260310T080000.000000Z-0123456789abcdef.eml\u{0}",
      "../60310T080000.000000Z-0123456789abcdef.eml", "20260310T080000.000000Z-0123456789ABCDEF.eml",
      "20260310T080000.000000Z-012345678/abcdef.eml", "20260310T080000.000000Z-0123456789abcde٣.eml",
    ])
  func names(name: String) throws {
    let directory = try TemporaryDirectory()
    let folder = MailFolder(directory: directory.path)
    try Data("secret".utf8).write(to: URL(fileURLWithPath: directory.path + "/secret.eml"))
    #expect(!MailFolder.isName(name))
    #expect(try folder.read(name: name) == nil)
  }

  @Test("a symbolic link is not followed, and a missing mail is none")
  func links() throws {
    let directory = try TemporaryDirectory()
    let name = "20260310T080000.000000Z-0123456789abcdef.eml"
    #expect(try MailFolder(directory: directory.path).read(name: name) == nil)
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/" + name, withDestinationPath: "/etc/passwd")
    #expect(try MailFolder(directory: directory.path).read(name: name) == nil)
  }

  @Test("a folder that cannot be written to asks for a later attempt")
  func unwritable() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    let result = MailSink(folder: MailFolder(directory: file)).send(try MailFixtures.message())
    #expect(result == .tryLater(code: nil, reason: "The mail folder refused open: errno \(ENOTDIR)."))
  }

  @Test(
    "a summary shows what was written",
    arguments: [
      ("Plain", "Hello\n"), ("Grüße aus der Praxis, und zwar so viele, dass es gefaltet wird", "Umläute = schön\n"),
      ("תזכורת לתור ביום שלישי הקרוב בשעה עשר בבוקר אצל הרופאה", "שלום\nhttps://clinic.test/l/abc=def\n"), ("", ""),
      ("long", String(repeating: "word ", count: 100) + "end\n"),
    ])
  func summary(subject: String, text: String) throws {
    let file = try #require(MailAttachment(name: "a.ics", type: "text/calendar", bytes: [1, 2]))
    for message in [
      try MailFixtures.message(name: "דנה", subject: subject, text: text),
      try MailFixtures.message(name: "דנה", subject: subject, text: text, html: "<p>other</p>", attachments: [file]),
    ] {
      let summary = MailSummary(eml: message.serialized)
      #expect(summary.subject == subject)
      #expect(summary.to == "דנה <dana@patients.test>")
      #expect(summary.from == "Praxis Müller <praxis@clinic.test>")
      #expect(summary.date == "Tue, 10 Mar 2026 08:00:00 +0000")
      #expect(summary.text == text)
    }
  }

  @Test("a summary of anything at all does not trap")
  func garbage() {
    var generator = SystemRandomNumberGenerator()
    let pieces = [
      "Content-Type: multipart/mixed; boundary=\"a\"\r\n", "--a\r\n", "--a--", "\r\n", "=?UTF-8?B?", "?=", "=",
      "=\r", " ",
      "Subject: ", ":", "Content-Transfer-Encoding: base64\n", "\"", "\u{e4}",
      "Content-Type: multipart/x; boundary=\"\"\n",
    ]
    for _ in 0..<2000 {
      let count = Int.random(in: 0...12, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      _ = MailSummary(eml: Array(text.utf8))
    }
  }

  @Test("a relay without a server answers for the folder, with one for the server, and keeps a copy either way")
  func relay() throws {
    let directory = try TemporaryDirectory()
    let sink = MailSink(folder: MailFolder(directory: directory.path))
    let message = try MailFixtures.message()
    #expect(MailRelay(sink: sink, server: nil).send(message) == .accepted(code: 250))
    let broken = SMTPClient(SMTPSettings(host: "not a host", port: 25, security: .startTLS))
    guard case .misconfigured = MailRelay(sink: sink, server: broken).send(message) else {
      Issue.record("a host with blanks was used")
      return
    }
    #expect(try sink.folder.list().count == 2)
  }
}
