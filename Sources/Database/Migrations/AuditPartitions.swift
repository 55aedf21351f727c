public import Core
internal import SQL

/// The months of the audit trail. New ones are split off the last partition, which takes everything that is later, so
/// an event always has a place; months whose events may go are dropped whole.
@_spi(Bootstrap) public struct AuditPartitions {
  /// Months that are kept ready.
  public static let monthsAhead = 24

  public struct Month: Sendable, Equatable {
    public let name: String
    /// The first day that is not in it.
    public let end: LocalDate
  }

  private let connection: Connection

  /// - Parameter owner: a connection of `praxis_owner` with `praxis_store` as its schema.
  public init(owner: Connection) { connection = owner }

  /// Oldest first. The first one holds everything before its end.
  public func months() throws -> [Month] {
    var months: [Month] = []
    try connection.run(
      """
      SELECT partition_name, partition_description FROM information_schema.partitions
      WHERE table_schema = 'praxis_store' AND table_name = 'audit_event' AND partition_name IS NOT NULL
      ORDER BY partition_ordinal_position
      """
    ) { row in
      let day = try row.text(1).utf8.drop { $0 == UInt8(ascii: "'") }.prefix(10)
      guard let end = LocalDate(text: String(decoding: day, as: UTF8.self)) else { return }
      months.append(Month(name: try row.text(0), end: end))
    }
    return months
  }

  /// Splits the months to come off the last partition.
  /// - Returns: how many were made.
  @discardableResult
  public func extend(now: Instant) throws -> Int {
    guard var end = try months().last?.end else { return 0 }
    let today = Zone.utc.local(now).date
    var parts: [String] = []
    while end < today.adding(months: Self.monthsAhead) {
      let name = "p\(Decimal.padded(end.year, 4))_\(Decimal.padded(end.month, 2))"
      end = end.adding(months: 1)
      parts.append("PARTITION \(name) VALUES LESS THAN ('\(end)')")
    }
    guard !parts.isEmpty else { return 0 }
    try connection.runScript(
      "ALTER TABLE audit_event REORGANIZE PARTITION later INTO (\(parts.joined(separator: ", ")), "
        + "PARTITION later VALUES LESS THAN (MAXVALUE))")
    return parts.count
  }

  /// Events of these months that no seal lets go: of a practice of its own, or behind its cut.
  func unsealed(before end: LocalDate, cuts: [EntityID: Int]) throws -> [(practice: EntityID, seq: Int)] {
    var found: [(practice: EntityID, seq: Int)] = []
    try connection.run(
      "SELECT practice_id, MAX(seq) FROM audit_event WHERE at < \(end.start) GROUP BY practice_id"
    ) { row in
      let (practice, seq) = (try row.id(0), try row.int(1))
      if seq > cuts[practice] ?? 0 { found.append((practice, seq)) }
    }
    return found
  }

  /// Drops the months that end by this day. Every event in them must be sealed, or nothing is dropped.
  /// - Returns: their names.
  public func drop(before end: LocalDate, cuts: [EntityID: Int]) throws -> [String] {
    let old = try months().filter { $0.end <= end }
    guard !old.isEmpty else { return [] }
    guard try unsealed(before: end, cuts: cuts).isEmpty else {
      throw MigrationError(description: "Events that no seal lets go are in the months that should be dropped.")
    }
    try connection.runScript("ALTER TABLE audit_event DROP PARTITION \(old.map(\.name).joined(separator: ", "))")
    return old.map(\.name)
  }
}

extension LocalDate {
  /// Midnight in UTC: months of the trail are those of UTC.
  var start: Instant { Instant(seconds: Int64(days) * 86_400) }
}
