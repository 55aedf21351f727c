import Glibc

enum AbsolutePath {
  /// Children are started in the same folder, but an operator's later `cd` must not matter.
  static func of(_ path: String) throws(OperatorError) -> String {
    guard let resolved = realpath(path, nil) else {
      throw OperatorError("Cannot read \(path): \(Errno.text(errno)).")
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Keeps symbolic links, which an upgrade turns to the new version.
  static func ofProgram(_ path: String) throws(OperatorError) -> String {
    if path.utf8.first == UInt8(ascii: "/") { return path }
    guard let folder = getcwd(nil, 0) else { throw OperatorError("The current folder is gone: \(Errno.text(errno)).") }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }
}
