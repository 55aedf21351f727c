import Core
import Foundation
import TestSupport
import Testing

@testable import Outbound

@Suite("Mail to a real server")
struct SMTPClientTests {
  private struct Event: Decodable {
    let event: String
    let file: String?
    let from: String?
    let to: [String]?
    let tls: Bool?
    let user: String?
  }

  private func event(_ peer: ChildProcess) throws -> Event {
    try JSONDecoder().decode(Event.self, from: Data(try peer.line().utf8))
  }

  private func client(
    _ port: Int, _ security: SMTPSettings.Security, username: String? = nil, password: String? = nil, ca: String? = nil,
    timeout: Int = 10_000
  ) -> SMTPClient {
    SMTPClient(
      SMTPSettings(
        host: "127.0.0.1", port: port, security: security, helloName: "praxis.test", username: username,
        password: password, authorities: ca, connectTimeout: timeout, timeout: timeout))
  }

  @Test("a mail in Hebrew and German with a calendar entry arrives as it was written")
  func accepted() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "accept"])
    defer { peer.stop() }
    let calendar = Array("BEGIN:VCALENDAR\r\n.\r\nSUMMARY:תור\r\nEND:VCALENDAR\r\n".utf8)
    let file = MailAttachment(
      name: "termin.ics", type: "text/calendar", parameters: [("method", "REQUEST")], bytes: calendar)
    let text = ".\n..\n.Punkt am Anfang\nשלום דנה, התור שלך נקבע\nSchöne Grüße\n.\n"
    let message = try MailFixtures.message(
      name: "דנה לוי", subject: "Terminbestätigung / אישור תור", language: .he, text: text, html: "<p>.\n.שלום</p>",
      attachments: [try #require(file)])
    #expect(client(port, .none).send(message) == .accepted(code: 250))

    let event = try event(peer)
    #expect(event.event == "mail")
    #expect(event.from == "praxis@clinic.test")
    #expect(event.to == ["dana@patients.test"])
    let path = try #require(event.file)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(message.serialized))
    let mail = try MailFixtures.read(file: path)
    #expect(mail["Subject"] == "Terminbestätigung / אישור תור")
    #expect(mail.to == [["דנה לוי", "dana@patients.test"]])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(mail.parts[0].text == lines.joined(separator: "\r\n"))
    #expect(mail.parts[2].type == "text/calendar")
    #expect(mail.parts[2].parameters["method"] == "REQUEST")
    #expect(Array(mail.parts[2].bytes) == calendar)
    #expect(mail.defects == [])
  }

  @Test("a mail of several megabytes arrives whole")
  func large() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "accept"])
    defer { peer.stop() }
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try #require(MailAttachment(name: "scan.pdf", type: "application/pdf", bytes: bytes))
    let message = try MailFixtures.message(attachments: [file])
    #expect(client(port, .none).send(message) == .accepted(code: 250))
    let path = try #require(try event(peer).file)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(message.serialized))
  }

  @Test("a refused recipient is refused for good, with the server's words")
  func refused() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "refuse"])
    defer { peer.stop() }
    let result = client(port, .none).send(try MailFixtures.message())
    #expect(result == .refusedForever(code: 550, reason: "550 5.1.1 No such mailbox here"))
    #expect(try event(peer).event == "refused")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
  }

  @Test("greylisting asks for another attempt, which then succeeds with the same Message-ID")
  func greylisted() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "greylist"])
    defer { peer.stop() }
    let message = try MailFixtures.message()
    let first = client(port, .none).send(message)
    #expect(first == .tryLater(code: 451, reason: "451 4.7.1 Greylisted, come back later"))
    #expect(try event(peer).event == "refused")
    #expect(client(port, .none).send(message) == .accepted(code: 250))
    let mail = try MailFixtures.read(file: try #require(try event(peer).file))
    #expect(mail["Message-ID"] == "<notice-1@praxis.test>")
  }

  @Test("a server that takes the mail and hangs up leaves open whether it was taken")
  func vanished() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "vanish"])
    defer { peer.stop() }
    let result = client(port, .none).send(try MailFixtures.message())
    guard case .unknown = result else {
      Issue.record("the answer was lost, and yet: \(result)")
      return
    }
    #expect(try event(peer).event == "mail")
  }

  @Test("a server that is down asks for another attempt")
  func down() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "accept"])
    peer.stop()
    for security in SMTPSettings.Security.allCases {
      guard case .tryLater(nil, _) = client(port, security).send(try MailFixtures.message()) else {
        Issue.record("\(security): no server, and yet another result")
        continue
      }
    }
  }

  @Test("a server that never answers is given up after the time-out")
  func silent() throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "silent"])
    defer { peer.stop() }
    for security in SMTPSettings.Security.allCases {
      let start = ContinuousClock.now
      let result = client(port, security, timeout: 400).send(try MailFixtures.message())
      guard case .tryLater(nil, _) = result else {
        Issue.record("\(security): \(result)")
        continue
      }
      #expect(ContinuousClock.now - start >= .milliseconds(390))
      #expect(try event(peer).event == "connection")
    }
  }

  @Test(
    "a server without TLS gets nothing when TLS is required",
    arguments: [SMTPSettings.Security.startTLS, .implicit])
  func noTLS(security: SMTPSettings.Security) throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "accept"])
    defer { peer.stop() }
    let message = try MailFixtures.message()
    guard case .misconfigured(let sentence) = client(port, security).send(message) else {
      Issue.record("something was sent, or the misconfiguration was not seen")
      return
    }
    #expect(sentence.contains("TLS"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    // The server itself takes mail: what kept it back was the missing TLS.
    #expect(client(port, .none).send(message) == .accepted(code: 250))
    #expect(try event(peer).file?.hasSuffix("mail-1.eml") == true)
  }

  @Test("TLS with a known authority is used, one nobody vouches for is refused", arguments: ["starttls", "implicit"])
  func authority(mode: String) throws {
    let certificate = try TestCertificate()
    let stranger = try TestCertificate()
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, mode] + certificate.arguments)
    defer { peer.stop() }
    let security: SMTPSettings.Security = mode == "implicit" ? .implicit : .startTLS
    let message = try MailFixtures.message()
    for wrong in [nil, stranger.certificate, "/nonexistent.pem"] {
      guard case .misconfigured(let sentence) = client(port, security, ca: wrong).send(message) else {
        Issue.record("a certificate was trusted by \(wrong ?? "the system")")
        continue
      }
      #expect(sentence.contains("not trusted"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    #expect(client(port, security, ca: certificate.certificate).send(message) == .accepted(code: 250))
    #expect(try event(peer).tls == true)
  }

  @Test("the right password is accepted; a wrong or missing one is our mistake and no bounce")
  func authentication() throws {
    let certificate = try TestCertificate()
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "auth"] + certificate.arguments)
    defer { peer.stop() }
    let ca = certificate.certificate
    let message = try MailFixtures.message()
    for (username, password) in [("clinic", "wrong"), (nil, nil)] as [(String?, String?)] {
      let result = client(port, .startTLS, username: username, password: password, ca: ca).send(message)
      guard case .misconfigured(let sentence) = result else {
        Issue.record("\(result)")
        continue
      }
      #expect(sentence.contains("sign-in"))
      #expect(!sentence.contains("wrong"))
    }
    let right = client(port, .startTLS, username: "clinic", password: "correct horse", ca: ca)
    #expect(right.send(message) == .accepted(code: 250))
    #expect(try event(peer).user == "clinic")
  }

  @Test("plain text goes to this machine only")
  func plainElsewhere() throws {
    // 192.0.2.1 is nobody's; the refusal comes before any packet.
    let elsewhere = SMTPClient(SMTPSettings(host: "192.0.2.1", port: 25, security: .none, connectTimeout: 500))
    let result = elsewhere.send(try MailFixtures.message())
    #expect(
      result == .misconfigured("Mail without TLS is sent to this machine only, and the mail server is another one."))
  }

  @Test(
    "hosts, ports and names that are none are refused",
    arguments: [
      ("", 25, "a"), ("a b", 25, "a"), ("a\r\nb", 25, "a"), ("127.0.0.1", 0, "a"), ("127.0.0.1", 70_000, "a"),
      ("127.0.0.1", 25, "a\r\nMAIL"), ("127.0.0.1", 25, ""), ("127.0.0.1/x", 25, "a"), ("u@127.0.0.1", 25, "a"),
    ])
  func settings(host: String, port: Int, name: String) throws {
    let client = SMTPClient(SMTPSettings(host: host, port: port, security: .none, helloName: name))
    #expect(
      client.send(try MailFixtures.message())
        == .misconfigured("The mail server's host, port or our own name is not valid."))
  }

  @Test("mails sent side by side all arrive")
  func parallel() async throws {
    let directory = try TemporaryDirectory()
    let (peer, port) = try Peer.serve("smtp_peer.py", [directory.path, "accept"])
    defer { peer.stop() }
    let client = client(port, .none)
    let messages = try (0..<8).map { try MailFixtures.message(id: "n\($0)@praxis.test", to: "p\($0)@patients.test") }
    let results = await withTaskGroup(of: DeliveryResult.self) { group in
      for message in messages { group.addTask { client.send(message) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results == [DeliveryResult](repeating: .accepted(code: 250), count: 8))
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(files.count == 8)
  }
}
