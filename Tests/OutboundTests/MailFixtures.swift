import Core
import Foundation
import Outbound
import TestSupport
import Testing

/// Mails for tests, and Python's email package as an independent reader of them.
enum MailFixtures {
  static func message(
    id: String = "notice-1@praxis.test", to: String = "dana@patients.test", name: String = "",
    subject: String = "Hello", language: Language = .en, text: String = "Hello\n", html: String? = nil,
    attachments: [MailAttachment] = [],
    replyTo: MailAddress? = nil, unsubscribe: MailLink? = nil
  ) throws -> MailMessage {
    MailMessage(
      id: try #require(MessageID(id)), date: Instant(seconds: 1_773_129_600),
      from: try #require(MailAddress("praxis@clinic.test", name: "Praxis Müller")),
      to: try #require(MailAddress(to, name: name)), replyTo: replyTo, subject: subject, language: language, text: text,
      html: html, attachments: attachments, unsubscribe: unsubscribe)
  }

  struct Reading: Decodable {
    struct Part: Decodable {
      let type: String
      let parameters: [String: String]
      let disposition: String?
      let file: String?
      let bytes: Data
      var text: String { String(decoding: bytes, as: UTF8.self) }
    }
    let headers: [[String]]
    let from: [[String]]
    let to: [[String]]
    let structure: [String]
    let parts: [Part]
    let defects: [String]
    let timestamp: Int
    let longest: Int
    let bareLineEnds: Int

    subscript(_ name: String) -> String? { headers.first { $0[0] == name }?[1] }
    var names: [String] { headers.map { $0[0] } }
  }

  static func read(file: String) throws -> Reading {
    let line = try Peer.start("read_mail.py", [file]).line()
    return try JSONDecoder().decode(Reading.self, from: Data(line.utf8))
  }

  static func read(_ message: MailMessage) throws -> Reading {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/mail.eml"
    try Data(message.serialized).write(to: URL(fileURLWithPath: file))
    return try read(file: file)
  }
}
