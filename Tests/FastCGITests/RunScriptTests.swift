import Foundation
import Testing

@Suite("bin/run says in one sentence what is in its way, and ends")
struct RunScriptTests {
  /// What it says for an environment that cannot work. Nothing is installed, built or started before it gives up.
  private func refusal(_ environment: [String: String], in folder: String) throws -> String {
    let usual = [
      "PRAXIS_VAR": folder, "PRAXIS_PORT": "\(Socket.freePort())", "PRAXIS_TLS_PORT": "\(Socket.freePort())",
    ]
    let result = try Command.run(Site.root + "bin/run", ["--detach"], environment: usual.merging(environment) { $1 })
    #expect(result.status == 1, "\(result.output)")
    return result.output
  }

  /// A folder in front of `PATH` with a program of that name.
  private func path(_ folder: TemporaryFolder, _ name: String, prints text: String, status: Int = 0) throws -> String {
    let script = "#!/bin/sh\ncat <<'TEXT'\n\(text)\nTEXT\nexit \(status)\n"
    try FileManager.default.createDirectory(atPath: folder.path + "/bin", withIntermediateDirectories: true)
    try folder.write("bin/\(name)", script, mode: 0o755)
    return folder.path + "/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
  }

  @Test func `a port in use`() throws {
    let folder = try TemporaryFolder()
    let listener = try #require(ListeningPort())
    for name in ["PRAXIS_PORT", "PRAXIS_TLS_PORT"] {
      let said = try refusal([name: "\(listener.port)"], in: folder.path + "/var")
      #expect(
        said
          == "Port \(listener.port) is in use: end the program that listens there, or set PRAXIS_PORT and PRAXIS_TLS_PORT.\n"
      )
    }
  }

  @Test(arguments: ["0", "65536", "many"]) func `a port that is none`(port: String) throws {
    let folder = try TemporaryFolder()
    let said = try refusal(["PRAXIS_PORT": port], in: folder.path + "/var")
    #expect(said == "PRAXIS_PORT and PRAXIS_TLS_PORT must be numbers from 1 to 65535.\n")
  }

  @Test func `a full disk`() throws {
    let folder = try TemporaryFolder()
    let table = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 9000000 8600000 400000 96% /"
    let said = try refusal(["PATH": try path(folder, "df", prints: table)], in: folder.path + "/var")
    #expect(said == "The disk is full: \(folder.path)/var needs at least 500 MB.\n")
  }

  @Test func `a folder that cannot be made`() throws {
    let said = try refusal([:], in: "/proc/praxis")
    #expect(said == "Cannot make the folder /proc/praxis.\n")
  }

  @Test func `keys that are gone while what they sealed is there`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/var", withIntermediateDirectories: true)
    try folder.write("var/demo.txt", "", mode: 0o600)
    let said = try refusal([:], in: folder.path + "/var")
    #expect(
      said
        == "The key file \(folder.path)/var/secrets/keys is gone, and nothing can be read without it: put it back, or bin/run --reset.\n"
    )
  }

  @Test func `a path with a space is no hindrance`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/my files", withIntermediateDirectories: true)
    try folder.write("my files/secret", String(repeating: "s", count: 32), mode: 0o600)
    try folder.write("my files/a.css", "body{}", mode: 0o644)
    let port = Socket.freePort()
    let environment = [
      "PRAXIS_SOCKET": folder.path + "/my files/web.sock", "PRAXIS_SECRET_FILE": folder.path + "/my files/secret",
      "PRAXIS_STATIC": folder.path + "/my files", "PRAXIS_PORT": "\(port)", "PRAXIS_TLS_PORT": "\(Socket.freePort())",
    ]
    let nginx = folder.path + "/my nginx"
    let started = try Command.run(Site.root + "bin/private-nginx", [nginx], environment: environment)
    #expect(started.status == 0, "\(started.output)")
    #expect(try Command.run("/usr/bin/curl", ["-s", "http://127.0.0.1:\(port)/static/a.css"]).output == "body{}")
    #expect(try Command.run(Site.root + "bin/private-nginx", [nginx, "--stop"]).status == 0)
  }

  @Test func `a Swift that is too old, broken or missing`() throws {
    let folder = try TemporaryFolder()
    let old = try path(folder, "swift", prints: "Swift version 5.9.2 (swift-5.9.2-RELEASE)")
    #expect(
      try refusal(["PATH": old], in: folder.path + "/var") == "Praxis needs Swift 6.2 or newer, and this is 5.9.\n")
    let broken = try path(folder, "swift", prints: "error while loading shared libraries", status: 127)
    #expect(
      try refusal(["PATH": broken], in: folder.path + "/var")
        == "Swift does not run: error while loading shared libraries\n")

    let bare = folder.path + "/tools"
    try FileManager.default.createDirectory(atPath: bare, withIntermediateDirectories: true)
    for tool in ["bash", "dirname"] {
      try FileManager.default.createSymbolicLink(atPath: bare + "/" + tool, withDestinationPath: try Command.find(tool))
    }
    let missing = try Command.run(Site.root + "bin/setup", ["run"], environment: ["PATH": bare])
    #expect(missing.status == 1)
    #expect(
      missing.output == "Swift is missing: install Swift 6.2 or newer from https://www.swift.org/install/linux/.\n")
  }
}
