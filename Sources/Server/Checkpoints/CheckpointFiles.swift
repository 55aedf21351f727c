internal import Core
internal import Crypto
internal import Glibc
internal import Logging

/// The files outside the database that prove the audit trail, as the configuration names them.
enum CheckpointFiles {
  /// - Throws: `OperatorError` without a signing key: `praxis keys init` makes it.
  static func writer(_ configuration: Configuration, _ logger: Logger) throws(OperatorError) -> CheckpointWriter {
    CheckpointWriter(
      log: try log(configuration), key: try SigningKeyFile.read(path: configuration.signingKeyFile), logger: logger)
  }

  /// The file's folder is made where it is missing.
  static func log(_ configuration: Configuration) throws(OperatorError) -> CheckpointLog {
    let path = configuration.checkpointFile
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex {
      let folder = String(path[..<slash])
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw OperatorError("Cannot make the folder \(folder): \(Errno.text(errno)).")
      }
    }
    return CheckpointLog(path: path)
  }

  /// Every line; nil when there is no file.
  static func reading(_ configuration: Configuration) throws(OperatorError) -> CheckpointReading? {
    guard access(configuration.checkpointFile, F_OK) == 0 else { return nil }
    let key = try SigningKeyFile.readPublic(path: configuration.signingKeyFile)
    let contents = try TextFile.read(configuration.checkpointFile, limit: 4 << 30)
    return CheckpointReading(contents.bytes, key: key)
  }
}
