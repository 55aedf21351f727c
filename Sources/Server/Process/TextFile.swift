import Glibc

/// Small files read and written whole, without Foundation.
enum TextFile {
  /// Configuration, secrets and certificates are small; anything larger is a mistake.
  static let maximumBytes = 1 << 20

  struct Contents {
    let bytes: [UInt8]
    /// Permission bits, such as 0o640.
    let mode: mode_t
  }

  /// - Parameter limit: bytes; a larger file is refused before it is read.
  /// - Throws: `OperatorError` naming the file and the reason.
  static func read(_ path: String, limit: Int = maximumBytes) throws(OperatorError) -> Contents {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { throw OperatorError("Cannot read \(path): \(Errno.text(errno)).") }
    defer { close(fd) }
    var info = stat()
    guard fstat(fd, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw OperatorError("Cannot read \(path): it is not a regular file.")
    }
    guard info.st_size <= limit else {
      throw OperatorError("Cannot read \(path): it is larger than \(limit / 1_000_000) MB.")
    }
    var bytes = [UInt8](repeating: 0, count: Int(info.st_size) + 1)
    var used = 0
    while used < bytes.count {
      let count = bytes.withUnsafeMutableBytes { Glibc.read(fd, $0.baseAddress! + used, $0.count - used) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw OperatorError("Cannot read \(path): \(Errno.text(errno)).") }
      if count == 0 { break }
      used += count
    }
    return Contents(bytes: Array(bytes[..<used]), mode: info.st_mode & 0o7777)
  }

  /// A secret that stands in a file of its own: its text without surrounding white space.
  /// - Throws: `OperatorError` when it is missing, empty, not text, or open to users who have no business with it.
  static func readSecret(_ path: String) throws(OperatorError) -> String {
    let contents = try read(path)
    guard contents.mode & 0o027 == 0 else {
      throw OperatorError("\(path) holds a secret and may be read by everybody: run chmod 600 \(path).")
    }
    guard let text = String(validating: contents.bytes, as: UTF8.self) else {
      throw OperatorError("\(path) holds no text.")
    }
    let trimmed = ConfigurationLine.trim(text)
    guard !trimmed.isEmpty else { throw OperatorError("\(path) is empty.") }
    return trimmed
  }
}
