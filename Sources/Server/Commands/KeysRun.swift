import Crypto

/// `praxis keys …`.
public enum KeysRun {
  /// Makes the key file and the key that signs the audit trail's checkpoints, each unless it is there: a key that is
  /// overwritten takes all it sealed or signed with it.
  public static func initialize(_ configuration: Configuration) throws(OperatorError) {
    let isMade = try KeyFile.ensure(path: configuration.keyFile)
    StandardOutput.line(isMade ? "Made \(configuration.keyFile)." : "\(configuration.keyFile) is complete.")
    if try SigningKeyFile.ensure(path: configuration.signingKeyFile) {
      StandardOutput.line("Made \(configuration.signingKeyFile).")
    }
    try show(configuration)
  }

  /// Prints the public half of the signing key: with it anybody can check what this installation signed.
  public static func show(_ configuration: Configuration) throws(OperatorError) {
    let key = try SigningKeyFile.readPublic(path: configuration.signingKeyFile)
    StandardOutput.line("Public key of the audit trail: ed25519 \(key.text) (\(key.id)).")
  }
}
