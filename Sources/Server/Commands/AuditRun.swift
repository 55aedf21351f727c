import Core
import Crypto
@_spi(Bootstrap) import Database
import Logging

/// `praxis audit …`.
public enum AuditRun {
  /// Walks the audit chain of one practice or of all, holds it against the checkpoints and, if there is one, an anchor,
  /// and prints a line for each.
  /// - Parameters:
  ///   - slug: nil for all practices.
  ///   - anchorFile: a mail or text with an anchor in it.
  ///   - withoutCheckpoints: leaves their file aside; what was cut off, or put back from an older copy, goes unseen.
  /// - Throws: `OperatorError` naming each practice whose chain does not hold, with the first number at which it fails.
  public static func verify(
    _ configuration: Configuration, slug: String?, anchorFile: String?, withoutCheckpoints: Bool
  ) throws(OperatorError) {
    let report = try Failures.asOperatorErrors {
      let reading = withoutCheckpoints ? nil : try checkpoints(configuration)
      let anchor = try anchorFile.map { path in try readAnchor(path, configuration) }
      return try AuditReport(
        of: slug, reading, anchor, on: try Bootstrap.connection(configuration, as: .app, schema: "praxis"))
    }
    for line in report.lines { StandardOutput.line(line) }
    guard report.problems.isEmpty else {
      throw OperatorError("The audit trail does not hold. " + report.problems.joined(separator: " "))
    }
  }

  /// Adds a line to the checkpoints now: at a deploy, before a backup, before a box is moved.
  public static func checkpoint(_ configuration: Configuration) throws(OperatorError) {
    let logger = try JSONLogHandler.logger(label: "audit", configuration: configuration)
    let line = try Failures.asOperatorErrors {
      let writer = try CheckpointFiles.writer(configuration, logger)
      return try writer.run(
        now: .now, isForced: true, on: try Bootstrap.connection(configuration, as: .app, schema: "praxis"))
    }
    guard let line else { throw OperatorError("No checkpoint was written.") }
    StandardOutput.line("Wrote \(line.title) to \(configuration.checkpointFile).")
  }

  private static func checkpoints(_ configuration: Configuration) throws(OperatorError) -> CheckpointReading {
    guard let reading = try CheckpointFiles.reading(configuration) else {
      throw OperatorError(
        "There are no checkpoints at \(configuration.checkpointFile): events that were cut off, and an older copy of "
          + "the database, cannot be told without them. --without-checkpoints looks at the chains alone.")
    }
    return reading
  }

  private static func readAnchor(_ path: String, _ configuration: Configuration) throws(OperatorError) -> Anchor {
    let contents = try TextFile.read(path)
    guard let anchor = Anchor(in: String(decoding: contents.bytes, as: UTF8.self)) else {
      throw OperatorError("There is no anchor in \(path).")
    }
    guard anchor.isSigned(by: try SigningKeyFile.readPublic(path: configuration.signingKeyFile)) else {
      throw OperatorError("The anchor in \(path) was not signed by this installation, or it was changed.")
    }
    return anchor
  }
}
