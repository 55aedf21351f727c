import Foundation

/// A MariaDB of one test's own, which can go away and come back under it.
final class PrivateDatabase {
  private let folder: TemporaryFolder
  private(set) var socket = ""
  private var path: String { folder.path + "/db" }

  init() throws {
    folder = try TemporaryFolder()
    let run = try Command.run(Site.root + "bin/private-database", [path, "--fast"])
    guard run.status == 0, let line = run.output.split(separator: "\n").last else {
      throw TimedOut(description: "the private database: \(run.output)")
    }
    socket = String(line)
  }
  deinit { _ = try? Command.run(Site.root + "bin/private-database", [path, "--stop"]) }

  func password(of user: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(user).password", encoding: .utf8)
  }

  /// Ends the server as an administrator does, and waits until it is gone.
  func stop() throws { try Command.run(Site.root + "bin/private-database", [path, "--stop"]) }

  /// Starts it again and does not wait.
  func beginToStart() throws -> RunningProgram {
    try RunningProgram(Site.root + "bin/private-database", [path, "--fast"], output: folder.path + "/start.log")
  }

  /// Whether it greets whoever connects.
  var accepts: Bool { Socket(path: socket)?.isGreeted ?? false }
}
