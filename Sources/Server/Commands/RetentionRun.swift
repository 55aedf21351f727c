import Core
@_spi(Bootstrap) import Database
import Logging
import SQL

/// `praxis audit retain`: keeps months of the audit trail ready, and lets those go that are older than the law wants.
public enum RetentionRun {
  /// HIPAA wants six years (45 CFR 164.316), F-SEC-08 seven.
  static let years = 7

  /// Nothing goes before every chain was verified, and its end of the cut signed and written outside the database.
  /// - Throws: `OperatorError` when a chain does not hold or its events are out of order; then nothing has gone.
  public static func run(_ configuration: Configuration) throws(OperatorError) {
    let logger = try JSONLogHandler.logger(label: "audit", configuration: configuration)
    let writer = try CheckpointFiles.writer(configuration, logger)
    try Failures.asOperatorErrors {
      // The owner of the database acts for every practice here: dropping a month is nobody else's right.
      let owner = try Bootstrap.connection(configuration, as: .owner, schema: "praxis_store")
      let views = try Bootstrap.connection(configuration, as: .owner, schema: "praxis")
      let reading = try CheckpointFiles.reading(configuration)
      for line in try retain(now: .now, owner: owner, views: views, writer, reading) { StandardOutput.line(line) }
    }
  }

  /// - Returns: what was done, in sentences.
  static func retain(
    now: Instant, owner: Connection, views: Connection, _ writer: CheckpointWriter, _ reading: CheckpointReading?
  ) throws -> [String] {
    let partitions = AuditPartitions(owner: owner)
    let made = try partitions.extend(now: now)
    var lines = made > 0 ? ["Made \(made) months ready."] : []
    let end = cutoff(now)
    guard try partitions.months().contains(where: { $0.end <= end }) else {
      return lines + ["No month of the audit trail ended before \(end): nothing may go yet."]
    }
    let report = try AuditReport(of: nil, reading, nil, on: views)
    guard report.problems.isEmpty else {
      throw OperatorError(
        "Nothing was let go: the audit trail does not hold. " + report.problems.joined(separator: " "))
    }
    let seals = try seal(before: end, views)
    if !seals.isEmpty { _ = try writer.seal(seals, now: now) }
    let cuts = Dictionary(seals.map { ($0.practice, $0.seq) }) { $1 }
    let dropped = try partitions.drop(before: end, cuts: cuts)
    let count = seals.reduce(0) { $0 + $1.count }
    lines.append("Let go \(count) events before \(end) in \(dropped.count) months; each trail says so.")
    return lines
  }

  /// The first day of the month seven years ago.
  static func cutoff(_ now: Instant) -> LocalDate {
    let today = Zone.utc.local(now).date.adding(months: -12 * years)
    return today.adding(days: 1 - today.day)
  }

  private static func seal(before end: LocalDate, _ connection: Connection) throws -> [AuditHead] {
    let slugs = try connection.withSystem(.audit) { db in
      try db.rows("SELECT slug FROM system_practice ORDER BY slug") { try $0.text(0) }
    }
    return try slugs.compactMap { slug in
      try connection.withPractice(slug: slug, actor: .operatorCommand, origin: .local) { db in
        try db.sealAuditTrail(before: end)
      }.flatMap(\.self)
    }
  }
}
