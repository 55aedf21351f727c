import Crypto
import Glibc

/// `praxis keys init`.
public enum KeysRun {
  /// Writes a new key file that only its owner can read.
  /// - Throws: `OperatorError` when there is a file already: keys that are overwritten take all sealed fields with them.
  public static func initialize(path: String) throws(OperatorError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw OperatorError(
        errno == EEXIST ? "\(path) exists already and is left as it is." : "Cannot write \(path): \(Errno.text(errno)).")
    }
    defer { close(file) }
    let text = Array(MasterKeys.newFile().utf8)
    guard write(file, text, text.count) == text.count, fsync(file) == 0 else {
      let reason = Errno.text(errno)
      unlink(path)
      throw OperatorError("Cannot write \(path): \(reason).")
    }
    StandardOutput.line("New keys are in \(path). Keep a copy in a safe place, apart from the backups.")
  }
}
