import Core
import Crypto
import Database
import Glibc

/// The file of checkpoints, outside the database and out of reach of whoever changes it. Lines are only ever added;
/// where the file system can, it allows nothing else (docs/operations.md).
struct CheckpointLog {
  /// Read from the end to find the line of the day that names every practice.
  static let tailBytes = 8 << 20

  let path: String

  /// What the next line builds on.
  struct Tail {
    var number = 0
    var previous = CheckpointLine.nothingBefore
    var time: Instant?
    /// The newest head of each practice; nil when no line with all of them was found.
    var heads: [EntityID: AuditHead]?
    /// The last line has no end: its writer died.
    var isTorn = false
  }

  /// Holds the file while `body` decides on the next line, and adds that line. Nil adds none.
  /// - Throws: `OperatorError` when the file cannot be used.
  func append(_ body: (Tail) throws -> CheckpointLine?) throws -> CheckpointLine? {
    let fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw OperatorError("Cannot write the checkpoints \(path): \(Errno.text(errno)).") }
    defer { close(fd) }
    guard flock(fd, LOCK_EX) == 0 else { throw OperatorError("Cannot lock \(path): \(Errno.text(errno)).") }
    let tail = try tail(fd)
    guard let line = try body(tail) else { return nil }
    let bytes = Array(((tail.isTorn ? "\n" : "") + line.text + "\n").utf8)
    // What is only in a cache would be lost with the power, and its successors would not fit.
    guard write(fd, bytes, bytes.count) == bytes.count, fsync(fd) == 0 else {
      throw OperatorError("Cannot write the checkpoints \(path): \(Errno.text(errno)).")
    }
    return line
  }

  /// The newest heads, for a look at the end of the file. Nil when there is no file.
  func tail() throws -> Tail? {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else {
      if errno == ENOENT { return nil }
      throw OperatorError("Cannot read the checkpoints \(path): \(Errno.text(errno)).")
    }
    defer { close(fd) }
    return try tail(fd)
  }

  private func tail(_ fd: Int32) throws -> Tail {
    let size = Int(lseek(fd, 0, SEEK_END))
    let start = max(0, size - Self.tailBytes)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var used = 0
    while used < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(fd, $0.baseAddress! + used, $0.count - used, off_t(start + used))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw OperatorError("Cannot read the checkpoints \(path): \(Errno.text(errno)).") }
      used += count
    }
    var tail = Tail()
    tail.isTorn = bytes.last.map { $0 != 0x0a } ?? false
    var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: true)
    if start > 0 { lines = Array(lines.dropFirst()) }
    for raw in lines {
      tail.number += 1
      tail.previous = Digest.sha256(Array(raw))
      guard let line = CheckpointLine(text: String(decoding: raw, as: UTF8.self)) else { continue }
      tail.number = line.number
      tail.time = line.time
      switch line.kind {
      case .all: tail.heads = Dictionary(line.heads.map { ($0.practice, $0) }) { $1 }
      case .new: for head in line.heads { tail.heads?[head.practice] = head }
      case .seal: break
      }
    }
    return tail
  }
}
