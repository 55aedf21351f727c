import Glibc

/// The path children are started by.
public enum ProgramPath {
  /// The path this process was started by, made absolute: after an upgrade it names the new program, which
  /// `/proc/self/exe` would not.
  public static func own() throws(OperatorError) -> String {
    let name = CommandLine.arguments[0]
    if name.utf8.contains(UInt8(ascii: "/")) { return try AbsolutePath.ofProgram(name) }
    let folders = getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in folders.utf8.split(separator: UInt8(ascii: ":")) {
      let candidate = String(decoding: folder, as: UTF8.self) + "/" + name
      if access(candidate, X_OK) == 0 { return try AbsolutePath.ofProgram(candidate) }
    }
    throw OperatorError("Cannot find the program \(name): give its path with --program.")
  }
}
