import Foundation

/// One finished run of a program. Its output goes through a file: a pipe would stay open for as long as any daemon that
/// was started meanwhile.
struct Command {
  let status: Int32
  let output: String

  @discardableResult
  static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Command {
    let file = "/tmp/praxis-edge-output-\(UUID().uuidString)"
    defer { unlink(file) }
    let child = try RunningProgram(program, arguments, environment: environment, output: file)
    let status = child.waitUntilExit()
    return Command(status: status, output: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
  }

  /// Where a program is: in the user's path, or where Debian keeps those of the administrator.
  static func find(_ name: String) throws -> String {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/local/sbin"
    for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
    throw TimedOut(description: "\(name) is not installed: run bin/setup")
  }
}
