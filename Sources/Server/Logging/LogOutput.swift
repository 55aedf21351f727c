import Glibc

/// Where log lines go. One `write` a line, so lines of several processes never mix.
struct LogOutput: Sendable {
  private let fd: Int32

  static let standardOutput = LogOutput(fd: 1)
  static let standardError = LogOutput(fd: 2)

  /// Opened for appending and kept open for the life of the process.
  static func file(_ path: String) throws(OperatorError) -> LogOutput {
    let fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
    guard fd >= 0 else { throw OperatorError("Cannot write the log \(path): \(Errno.text(errno)).") }
    return LogOutput(fd: fd)
  }

  /// A log that cannot be written must not stop a request.
  func write(_ line: [UInt8]) {
    var start = 0
    while start < line.count {
      let count = line.withUnsafeBytes { Glibc.write(fd, $0.baseAddress! + start, $0.count - start) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      start += count
    }
  }
}
