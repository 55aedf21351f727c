import Glibc

/// The Python helpers in `Tests/peers`.
public enum Peer {
  /// The root of this checkout.
  public static let checkout: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()

  /// The interpreter with the peers' packages.
  public static var python: String {
    get throws {
      let path = getenv("PRAXIS_PEERS_PYTHON").map { String(cString: $0) } ?? checkout + "/.venv-peers/bin/python"
      guard access(path, X_OK) == 0 else {
        throw TestFailure(
          "The test peers need Python with Tests/peers/requirements.txt at \(path): run bin/setup, "
            + "or name an interpreter in PRAXIS_PEERS_PYTHON.")
      }
      return path
    }
  }

  /// Starts `Tests/peers/<script>`.
  public static func start(_ script: String, _ arguments: [String] = []) throws -> ChildProcess {
    try ChildProcess(python, [checkout + "/Tests/peers/" + script] + arguments)
  }

  /// Starts a peer that prints its port on the first line, and waits for that line.
  public static func serve(_ script: String, _ arguments: [String] = []) throws -> (process: ChildProcess, port: Int) {
    let process = try start(script, arguments)
    let line = try process.line()
    guard let port = Int(line) else { throw TestFailure("\(script) printed \"\(line)\" in place of a port") }
    return (process, port)
  }
}
