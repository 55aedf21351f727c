import Glibc

/// Replaces a file so that whoever reads it, and whatever happens, finds the old one or the new one whole.
enum AtomicFile {
  /// What has been done; a test ends the process between any two.
  enum Step: Sendable, CaseIterable { case written, synced, renamed, folderSynced }

  /// - Parameter step: is told what was done; throwing ends it there.
  static func replace(
    _ path: String, with bytes: [UInt8], step: (Step) throws(OperatorError) -> Void = { _ throws(OperatorError) in }
  ) throws(OperatorError) {
    var before = stat()
    let exists = stat(path, &before) == 0
    let new = path + ".new"
    let fd = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw OperatorError("Cannot write \(new): \(Errno.text(errno)).") }
    defer { close(fd) }
    // Who may read the old file may read the new one, and nobody else.
    if exists {
      guard fchown(fd, before.st_uid, before.st_gid) == 0, fchmod(fd, before.st_mode & 0o7777) == 0 else {
        throw OperatorError("Cannot give \(new) the owner of \(path): \(Errno.text(errno)).")
      }
    }
    try write(bytes, to: fd, new)
    try step(.written)
    guard fsync(fd) == 0 else { throw OperatorError("Cannot write \(new): \(Errno.text(errno)).") }
    try step(.synced)
    let old = exists ? open(path, O_WRONLY | O_CLOEXEC) : -1
    defer { if old >= 0 { close(old) } }
    guard rename(new, path) == 0 else { throw OperatorError("Cannot replace \(path): \(Errno.text(errno)).") }
    try step(.renamed)
    try syncFolder(of: path)
    if old >= 0 { overwrite(old, count: Int(before.st_size)) }
    try step(.folderSynced)
  }

  private static func write(_ bytes: [UInt8], to fd: Int32, _ path: String) throws(OperatorError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(fd, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      guard count > 0 else { throw OperatorError("Cannot write \(path): \(Errno.text(errno)).") }
      done += count
    }
  }

  /// The old file held a key that shall be gone. Where the file system writes in place this takes it off the disk;
  /// elsewhere it does no harm.
  private static func overwrite(_ fd: Int32, count: Int) {
    let zeros = [UInt8](repeating: 0, count: count)
    guard Glibc.write(fd, zeros, count) == count else { return }
    fsync(fd)
  }

  private static func syncFolder(of path: String) throws(OperatorError) {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw OperatorError("Cannot read \(folder): \(Errno.text(errno)).") }
    defer { close(fd) }
    guard fsync(fd) == 0 else { throw OperatorError("Cannot write \(folder): \(Errno.text(errno)).") }
  }
}
