import Core
import Crypto
@_spi(Bootstrap) import Database
import Glibc

/// `praxis keys …`.
public enum KeysRun {
  /// Makes the key file, the file with the patients' keys and the key that signs the audit trail's checkpoints, each
  /// unless it is there: a key that is overwritten takes all it sealed or signed with it.
  public static func initialize(_ configuration: Configuration) throws(OperatorError) {
    let isMade = try KeyFile.ensure(path: configuration.keyFile)
    StandardOutput.line(isMade ? "Made \(configuration.keyFile)." : "\(configuration.keyFile) is complete.")
    if isMade && !PatientKeyFile.exists(path: configuration.patientKeyFile) {
      try PatientKeyFile.create(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
      StandardOutput.line("Made \(configuration.patientKeyFile).")
    }
    let keys = try PatientKeyFile.read(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
    if try SigningKeyFile.ensure(path: configuration.signingKeyFile) {
      StandardOutput.line("Made \(configuration.signingKeyFile).")
    }
    try show(configuration)
    if isMade { printShares(of: keys) }
  }

  /// Prints the public half of the signing key: with it anybody can check what this installation signed.
  public static func show(_ configuration: Configuration) throws(OperatorError) {
    let key = try SigningKeyFile.readPublic(path: configuration.signingKeyFile)
    StandardOutput.line("Public key of the audit trail: ed25519 \(key.text) (\(key.id)).")
  }

  /// Replaces the master key, or goes on with a replacement that was interrupted, and prints new shares.
  public static func rotateMaster(_ configuration: Configuration) throws(OperatorError) {
    let keys = try Failures.asOperatorErrors {
      let rotation = MasterRotation(configuration: configuration) {
        try Bootstrap.connection(configuration, as: .owner, schema: "praxis_store")
      }
      let count = try rotation.run { _ in }
      StandardOutput.line("Replaced the master key; wrapped \(count) keys of practices anew.")
      return try PatientKeyFile.read(path: configuration.patientKeyFile, keyFile: configuration.keyFile)
    }
    printShares(of: keys)
  }

  /// Writes the key file anew from both recovery shares.
  /// - Parameter text: both shares, as printed.
  public static func recover(_ configuration: Configuration, from text: String) throws(OperatorError) {
    guard access(configuration.keyFile, F_OK) != 0 else {
      throw OperatorError("\(configuration.keyFile) is there already, and is not replaced. Move it away first.")
    }
    let keys: MasterKeys
    do throws(KeyFileError) {
      keys = try RecoveryShares.recover(from: text)
    } catch { throw OperatorError(error.description) }
    if PatientKeyFile.exists(path: configuration.patientKeyFile) {
      let file = try TextFile.read(configuration.patientKeyFile, limit: 1 << 28)
      guard keys.openPatients(file.bytes) != nil else {
        throw OperatorError(
          "These shares were printed for another master key than the one that sealed \(configuration.patientKeyFile).")
      }
    }
    try AtomicFile.replace(configuration.keyFile, with: Array(keys.fileText.utf8))
    StandardOutput.line("Wrote \(configuration.keyFile). Give it its owner back, then run praxis check as root.")
  }

  private static func printShares(of keys: MasterKeys) {
    let sheets = RecoveryShares.make(of: keys)
    StandardOutput.line(
      """

      Two recovery shares, shown this once. Print or write each on its own sheet and give them to two people who keep
      them apart from the server and from each other. Both together bring the key file back (praxis keys recover); one
      alone is worthless. Shares of an earlier time are void: destroy them.

      """)
    for sheet in sheets { StandardOutput.line(sheet) }
  }
}
