import Crypto
import Glibc

/// The file with the installation's master keys.
public enum KeyFile {
  /// Makes the file when it does not exist; checks it when it does. Never replaces a key.
  /// - Returns: whether it was made.
  /// - Throws: `OperatorError` when it cannot be written or what stands there is no key file.
  public static func ensure(path: String) throws(OperatorError) -> Bool {
    let fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if fd < 0 && errno == EEXIST {
      try check(path: path)
      return false
    }
    guard fd >= 0 else { throw OperatorError("Cannot write the key file \(path): \(Errno.text(errno)).") }
    defer { close(fd) }
    let text = Array(MasterKeys.newFile().utf8)
    // A key that is only in a cache would be lost with everything sealed by it.
    guard write(fd, text, text.count) == text.count, fsync(fd) == 0 else {
      let reason = Errno.text(errno)
      unlink(path)
      throw OperatorError("Cannot write the key file \(path): \(reason).")
    }
    return true
  }

  public static func check(path: String) throws(OperatorError) {
    do {
      _ = try MasterKeys(path: path)
    } catch {
      throw OperatorError(error.description)
    }
  }
}
