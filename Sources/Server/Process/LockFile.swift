import Glibc

/// A file with the process id of its owner, locked while the owner lives. The lock goes with the process, however it
/// ends, so a file left behind by a crash holds nobody up.
final class LockFile {
  private let path: String
  private let fd: Int32

  /// - Throws: `OperatorError` when another live process holds it.
  init(path: String, purpose: String) throws(OperatorError) {
    let fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard fd >= 0 else { throw OperatorError("Cannot write \(path): \(Errno.text(errno)).") }
    guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
      close(fd)
      throw OperatorError("\(purpose) runs already: another process holds \(path).")
    }
    let line = Array("\(getpid())\n".utf8)
    guard ftruncate(fd, 0) == 0, write(fd, line, line.count) == line.count else {
      let reason = Errno.text(errno)
      close(fd)
      throw OperatorError("Cannot write \(path): \(reason).")
    }
    self.path = path
    self.fd = fd
  }

  /// Removes the file, then lets go: nobody can lock a file that is about to vanish unseen.
  func release() {
    unlink(path)
    close(fd)
  }
}
