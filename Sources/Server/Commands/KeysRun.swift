/// `praxis keys init`.
public enum KeysRun {
  /// Writes a new key file that only its owner can read.
  /// - Throws: `OperatorError` when there is a file already: keys that are overwritten take all sealed fields
  ///   with them.
  public static func initialize(path: String) throws(OperatorError) {
    guard try KeyFile.ensure(path: path) else { throw OperatorError("\(path) exists already and is left as it is.") }
    StandardOutput.line("New keys are in \(path). Keep a copy in a safe place, apart from the backups.")
  }
}
