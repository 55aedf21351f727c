import Foundation
import TestSupport

/// A whole site in a temporary folder: `praxis web` with its workers behind a private nginx.
final class Site {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()
  static let program = ProcessInfo.processInfo.environment["PRAXIS_TEST_PROGRAM"] ?? root + ".build/debug/praxis"

  let folder: TemporaryFolder
  /// Of this site alone; nil for the one that all tests share.
  let database: PrivateDatabase?
  let port = Socket.freePort()
  let tlsPort = Socket.freePort()
  let secret = "0123456789abcdef0123456789abcdef"
  private(set) var supervisor: RunningProgram!
  private var hasNginx = false

  var socketPath: String { folder.path + "/web.sock" }
  var configPath: String { folder.path + "/praxis.conf" }
  var pidFile: String { socketPath + ".pid" }
  var log: String { (try? String(contentsOfFile: folder.path + "/web.log", encoding: .utf8)) ?? "" }

  /// - Parameters:
  ///   - settings: more lines of the configuration file.
  ///   - limits: environment of bin/private-nginx.
  init(
    workers: Int = 2, settings: [String] = [], nginx: Bool = true, limits: [String: String] = [:],
    database: PrivateDatabase? = nil
  ) throws {
    self.database = database
    // The health page asks the database, so its schema has to be there.
    _ = try TestServer.connect()
    folder = try TemporaryFolder()
    try folder.write("secret", secret + "\n", mode: 0o600)
    try FileManager.default.createDirectory(atPath: folder.path + "/static/errors", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder.path + "/static/css", withIntermediateDirectories: true)
    try folder.write("static/errors/502.html", "<p>our 502 page</p>", mode: 0o644)
    try folder.write("static/errors/refused.html", "<p>our refused page</p>", mode: 0o644)
    try folder.write("static/css/site.css", "body{}", mode: 0o644)
    try Command.run("/bin/sh", ["-c", "printf 'body{}' | gzip -n > \(folder.path)/static/css/site.css.gz"])
    try writeConfiguration(settings)
    try Command.run(Site.program, ["keys", "init", "--config", configPath])
    try startSupervisor(workers: workers)
    try wait(for: "the workers") { self.workers.count == workers || !self.supervisor.isRunning }
    if nginx { try startNginx(limits) }
  }

  func writeConfiguration(_ settings: [String]) throws {
    let environment = ProcessInfo.processInfo.environment
    let shared = environment["PRAXIS_TEST_DB_PASSWORD"] ?? "none"
    try folder.write("app.password", database?.password(of: "app") ?? shared, mode: 0o600)
    try folder.write("owner.password", database?.password(of: "owner") ?? shared, mode: 0o600)
    let lines = [
      "mode = production", "var = \(folder.path)/var",
      "database_socket = \(database?.socket ?? environment["PRAXIS_TEST_DB_SOCKET"] ?? "/nowhere/db.sock")",
      "database_app_password_file = app.password", "database_owner_password_file = owner.password",
      "fastcgi_socket = web.sock", "fastcgi_secret_file = secret", "key_file = keys",
      "templates = \(Site.root)templates", "static = \(Site.root)static", "schema = \(Site.root)schema",
      "base_url = https://localhost:\(tlsPort)",
    ]
    try folder.write("praxis.conf", (lines + settings).joined(separator: "\n"), mode: 0o600)
  }

  /// `praxis web`, once more when the one before is gone.
  func startSupervisor(workers: Int) throws {
    supervisor = try RunningProgram(
      Site.program, ["web", "--program", Site.program, "--config", configPath, "--workers", "\(workers)"],
      output: folder.path + "/web.log")
  }

  private func startNginx(_ limits: [String: String]) throws {
    let environment = [
      "PRAXIS_SOCKET": socketPath, "PRAXIS_SECRET_FILE": folder.path + "/secret",
      "PRAXIS_STATIC": folder.path + "/static",
      "PRAXIS_PORT": "\(port)", "PRAXIS_TLS_PORT": "\(tlsPort)", "PRAXIS_BIND": "127.0.0.1", "PRAXIS_RATE": "10000r/s",
      "PRAXIS_BURST": "10000", "PRAXIS_CONNECTIONS": "1000", "PRAXIS_POST_RATE": "10000r/s",
      "PRAXIS_POST_BURST": "10000",
    ].merging(limits) { $1 }
    let nginx = folder.path + "/nginx"
    let result = try Command.run(Site.root + "bin/private-nginx", [nginx], environment: environment)
    hasNginx = true
    if result.status != 0 { throw TimedOut(description: "nginx: \(result.output)") }
  }

  deinit {
    if hasNginx { _ = try? Command.run(Site.root + "bin/private-nginx", [folder.path + "/nginx", "--stop"]) }
    if let supervisor, supervisor.isRunning {
      kill(supervisor.pid, SIGTERM)
      supervisor.waitUntilExit()
    }
  }

  /// `nginx version: nginx/1.22.1` is 1, 22, 1.
  static func nginxVersion() throws -> [Int] {
    let said = try Command.run(try Command.find("nginx"), ["-v"]).output
    return said.split(separator: "/").last?.split { !$0.isNumber }.prefix(3).compactMap { Int($0) } ?? []
  }

  /// Process ids of the supervisor's children, oldest first.
  var workers: [Int32] {
    let path = "/proc/\(supervisor.pid)/task/\(supervisor.pid)/children"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  /// Sends raw text to nginx and reads the answer. Nil when there was none.
  func raw(_ text: String, body: [UInt8] = []) -> Answer? {
    guard let socket = Socket(port: port) else { return nil }
    socket.send(Array(text.utf8) + body)
    return Answer(socket.readAll())
  }

  func get(_ target: String, method: String = "GET", headers: [String] = [], body: [UInt8] = []) -> Answer? {
    let length = body.isEmpty ? [] : ["Content-Length: \(body.count)"]
    let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost:\(port)", "Connection: close"] + headers + length
    return raw(lines.joined(separator: "\r\n") + "\r\n\r\n", body: body)
  }

  /// Asks a worker without nginx, with what nginx would send, changed by the arguments.
  func ask(_ changes: [(String, String)] = [], without: Set<String> = [], body: [UInt8] = []) -> Answer? {
    let usual = [
      ("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/healthz"), ("REMOTE_ADDR", "192.0.2.1"), ("HTTPS", "on"),
      ("HTTP_HOST", "localhost"), ("PRAXIS_SECRET", secret),
    ]
    return FastCGIClient.ask(socket: socketPath, usual.filter { !without.contains($0.0) } + changes, body: body)
  }
}
