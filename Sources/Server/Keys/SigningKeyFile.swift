import Core
import Crypto
import Glibc

/// The key that signs checkpoints and anchors, in a file of its own: what answers requests never reads it. Beside it,
/// with `.pub` behind the name, stands the public half, which anybody may read.
enum SigningKeyFile {
  private static let mark = "ed25519 "

  /// Makes both files when there is no key yet; checks it otherwise, and never replaces it.
  /// - Returns: whether it was made.
  static func ensure(path: String) throws(OperatorError) -> Bool {
    let key = SigningKey.make()
    let text =
      "# Signs the checkpoints of the audit trail. Keep it away from whoever may change the database.\n" + mark
      + key.seedText + "\n"
    let isMade = try create(path, text, mode: 0o600)
    let readable = isMade ? key : try read(path: path)
    _ = try create(path + ".pub", mark + readable.verifyingKey.text + "\n", mode: 0o644)
    return isMade
  }

  static func read(path: String) throws(OperatorError) -> SigningKey {
    let text = try TextFile.readSecret(path)
    for line in text.split(separator: "\n") where line.hasPrefix(mark) {
      if let seed = Hex.decode(line.dropFirst(mark.count)), let key = SigningKey(seed: seed) { return key }
    }
    throw OperatorError("\(path) holds no signing key.")
  }

  /// The public half: of its own file, or of the private one where that is all there is.
  static func readPublic(path: String) throws(OperatorError) -> VerifyingKey {
    guard access(path + ".pub", R_OK) == 0 else { return try read(path: path).verifyingKey }
    let contents = try TextFile.read(path + ".pub")
    let text = ConfigurationLine.trim(String(decoding: contents.bytes, as: UTF8.self))
    guard text.hasPrefix(mark), let bytes = Hex.decode(text.dropFirst(mark.count)), let key = VerifyingKey(bytes: bytes)
    else { throw OperatorError("\(path).pub holds no public key.") }
    return key
  }

  /// For a page; nil where there is no key yet, which is no reason not to serve.
  static func publicText(_ configuration: Configuration) -> String? {
    do throws(OperatorError) {
      return mark + (try readPublic(path: configuration.signingKeyFile)).text
    } catch { return nil }
  }

  /// False when the file is there already.
  private static func create(_ path: String, _ text: String, mode: mode_t) throws(OperatorError) -> Bool {
    let fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if fd < 0 && errno == EEXIST { return false }
    guard fd >= 0 else { throw OperatorError("Cannot write \(path): \(Errno.text(errno)).") }
    defer { close(fd) }
    let bytes = Array(text.utf8)
    guard write(fd, bytes, bytes.count) == bytes.count, fsync(fd) == 0 else {
      let reason = Errno.text(errno)
      unlink(path)
      throw OperatorError("Cannot write \(path): \(reason).")
    }
    return true
  }
}
