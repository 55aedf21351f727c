import Foundation
import Testing

@testable import Server

@Suite("The configuration file is strict")
struct ConfigurationTests {
  static let minimal = [
    "mode = production", "var = /var/lib/praxis", "database_socket = /run/mysqld/mysqld.sock",
    "fastcgi_socket = /run/praxis/web.sock", "fastcgi_secret_file = /etc/praxis/secret", "key_file = /etc/praxis/keys",
    "templates = templates", "static = static", "schema = schema", "base_url = https://praxis.example",
  ]

  static func refusal(_ lines: [String]) -> String? {
    do {
      _ = try Configuration(text: lines.joined(separator: "\n"), path: "/etc/praxis/praxis.conf")
      return nil
    } catch { return error.description }
  }

  @Test func `a minimal file has sensible defaults`() throws {
    let text = (["# comment", "", "  "] + Self.minimal).joined(separator: "\r\n")
    let configuration = try Configuration(text: text, path: "/etc/praxis/praxis.conf")
    #expect(configuration.mode == .production)
    #expect(configuration.templatesFolder == "/etc/praxis/templates")
    #expect(configuration.fastcgi.pidFile == "/run/praxis/web.sock.pid")
    #expect(configuration.webWorkers == nil)
    #expect(configuration.logLevel == .info)
    #expect(configuration.smtp.host == nil && configuration.smtp.port == 587)
    #expect(try configuration.database.address(.app, schema: "praxis").user == "praxis_app")
    #expect(try configuration.database.address(.app, schema: "praxis").password == "")
  }

  @Test func `mail that goes nowhere is a note of the check and no failure`() throws {
    func notes(_ lines: [String]) throws -> [String] {
      let text = (Self.minimal.dropFirst() + lines).joined(separator: "\n")
      return CheckRun.notes(try Configuration(text: text, path: "/etc/praxis/praxis.conf"))
    }
    let off = try notes(["mode = production"])
    #expect(off.count == 1)
    #expect(off.first?.hasPrefix("mail is off, because smtp_host is not set") == true)
    #expect(try notes(["mode = production", "smtp_host = localhost", "smtp_from = a@b.example"]).isEmpty)
    #expect(try notes(["mode = development"]).isEmpty)
  }

  @Test func `praxis check says that mail is off and goes on`() throws {
    let site = try Site(workers: 1, nginx: false)
    let off = try Command.run(Site.program, ["check", "--config", site.configPath])
    let lines = off.output.split(separator: "\n").map(String.init)
    let note = try #require(lines.firstIndex { $0.hasPrefix("--  mail is off") }, "\(off.output)")
    #expect(lines.dropFirst(note + 1).contains { $0.hasPrefix("ok  database at ") })
    #expect(!lines.contains { $0.hasPrefix("Error: ") && $0.contains("mail") })
    try site.writeConfiguration(["smtp_host = localhost", "smtp_from = praxis@praxis.example"])
    #expect(!(try Command.run(Site.program, ["check", "--config", site.configPath])).output.contains("mail is off"))
  }

  @Test(arguments: [
    ("colour = red", "line 11: there is no setting colour."),
    ("mode = production", "line 11: mode was set in line 1 already."),
    ("just words", "line 11: this is not `key = value`."),
    ("= value", "line 11: this is not `key = value`."),
    ("web_workers = many", "line 11: web_workers must be a number from 0 to 256."),
    ("web_workers = 1000", "line 11: web_workers must be a number from 0 to 256."),
    ("https_port = 0", "line 11: https_port must be a number from 1 to 65535."),
    ("smtp_security = maybe", "line 11: smtp_security must be starttls or tls or none."),
    ("smtp_host = mail.example", "smtp_from is needed when smtp_host is set."),
    ("smtp_user = a", "line 11: smtp_user and smtp_password_file go together."),
    ("log_level = loud", "line 11: log_level must be "),
  ])
  func `one thing wrong is one sentence with its line`(line: String, sentence: String) {
    let refusal = Self.refusal(Self.minimal + [line])
    #expect(refusal?.hasPrefix("/etc/praxis/praxis.conf") == true)
    #expect(refusal?.contains(sentence) == true, "\(refusal ?? "accepted")")
  }

  @Test(arguments: ["mode", "var", "database_socket", "fastcgi_socket", "key_file", "base_url", "fastcgi_secret_file"])
  func `a missing setting is named`(key: String) {
    let lines = Self.minimal.filter { !$0.hasPrefix(key + " ") }
    #expect(Self.refusal(lines) == "/etc/praxis/praxis.conf: the setting \(key) is missing.")
  }

  @Test(arguments: [
    "http://praxis.example", "https://", "https://Praxis.Example", "https://praxis.example/", "https://a@b",
    "https://a?b", "ftp://a", "praxis.example",
  ])
  func `a base address with anything but scheme, host and port is refused`(url: String) {
    #expect(Self.refusal(Self.minimal.map { $0.hasPrefix("base_url") ? "base_url = \(url)" : $0 }) != nil)
  }

  @Test func `a socket path too long for a unix socket is refused`() {
    let long = "/" + String(repeating: "a", count: 101)
    let refusal = Self.refusal(Self.minimal.map { $0.hasPrefix("fastcgi_socket") ? "fastcgi_socket = \(long)" : $0 })
    #expect(refusal?.contains("fastcgi_socket must be at most 101 bytes long") == true)
  }

  @Test(arguments: [(0o640, true), (0o600, true), (0o644, false), (0o660, false), (0o602, false)])
  func `production refuses a file that others can read or change`(mode: Int, accepted: Bool) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("praxis.conf", Self.minimal.joined(separator: "\n"), mode: mode)
    var refusal: String?
    do throws(OperatorError) { _ = try Configuration.load(path: path) } catch { refusal = error.description }
    #expect(accepted ? refusal == nil : refusal?.contains("may be read or changed by others") == true)
  }

  @Test func `a secret file open to others is refused, and so is an empty one`() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("good", " secret\n", mode: 0o600)
    #expect(try TextFile.readSecret(good) == "secret")
    let open = try folder.write("open", "secret", mode: 0o644)
    #expect(throws: OperatorError("\(open) holds a secret and may be read by everybody: run chmod 600 \(open).")) {
      try TextFile.readSecret(open)
    }
    let empty = try folder.write("empty", " \n", mode: 0o600)
    #expect(throws: OperatorError("\(empty) is empty.")) { try TextFile.readSecret(empty) }
    #expect(throws: OperatorError("Cannot read /nowhere: No such file or directory.")) {
      try TextFile.readSecret("/nowhere")
    }
  }
}
