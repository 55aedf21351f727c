internal import Core
internal import Crypto
@_spi(Bootstrap) internal import Database
internal import Logging
internal import SQL

/// Adds a line to the checkpoints every five minutes, whichever worker is first, and sees to it that each practice's
/// owner is mailed an anchor once a day.
struct CheckpointWriter {
  static let everyMilliseconds: Int64 = 300_000
  /// A line is not followed by another within this time, however many workers there are.
  static let leastSeconds: Int64 = 270

  let log: CheckpointLog
  let key: SigningKey
  let logger: Logger

  /// - Parameter isForced: also right after another line.
  /// - Returns: the line that was added; nil when another is fresh enough.
  @discardableResult
  func run(now: Instant, isForced: Bool = false, on connection: Connection) throws -> CheckpointLine? {
    let line = try connection.withSystem(.audit) { db in
      let (log, key) = (self.log, self.key)
      return try log.append { tail in
        if !isForced, let time = tail.time, now.seconds - time.seconds < Self.leastSeconds, time <= now { return nil }
        let heads = try self.heads(tail, in: db)
        let isFirstOfDay = tail.heads == nil || tail.time.map { $0.seconds / 86_400 != now.seconds / 86_400 } ?? true
        let shown = isFirstOfDay ? heads : heads.filter { tail.heads?[$0.practice] != $0 }
        return CheckpointLine(
          number: tail.number + 1, kind: isFirstOfDay ? .all : .new, time: now, previous: tail.previous, heads: shown,
          key: key)
      }
    }
    if let line, line.kind == .all { try askForAnchors(line, now: now, on: connection) }
    return line
  }

  /// Lets the seals of a cut stand outside the database before anything is cut.
  func seal(_ heads: [AuditHead], now: Instant) throws -> CheckpointLine? {
    let key = self.key
    return try log.append { tail in
      CheckpointLine(
        number: tail.number + 1, kind: .seal, time: now, previous: tail.previous, heads: heads, key: key)
    }
  }

  private func heads(_ tail: CheckpointLog.Tail, in db: borrowing SystemConnection) throws -> [AuditHead] {
    try db.auditHeads().map { head in
      let base = tail.heads?[head.practice]
      if let base, base.seq == head.seq {
        if base.mac != head.mac { warn("audit.rewritten", head) }
        return AuditHead(practice: head.practice, seq: head.seq, count: base.count, mac: head.mac)
      }
      if let base, base.seq > head.seq { warn("audit.cut-off", head) }
      let start = base.flatMap { $0.seq < head.seq ? $0 : nil }
      let added = try db.countAuditEvents(of: head.practice, after: start?.seq ?? 0, through: head.seq)
      if let start, added != head.seq - start.seq { warn("audit.gap", head) }
      return AuditHead(practice: head.practice, seq: head.seq, count: (start?.count ?? 0) + added, mac: head.mac)
    }
  }

  /// Something is wrong with a chain: `praxis audit verify` says what. The line is written all the same; the verifier
  /// holds the older ones against the chain too.
  private func warn(_ event: String, _ head: AuditHead) {
    logger.error("\(event)", metadata: ["practice": "\(head.practice)", "count": "\(head.seq)"])
  }

  /// Once for each day: jobs are unique by the day they are for.
  private func askForAnchors(_ line: CheckpointLine, now: Instant, on connection: Connection) throws {
    let day = "\(LocalDate(days: Int32(now.seconds / 86_400)))"
    let slugs = try connection.withSystem(.audit) { db in
      try db.rows("SELECT slug FROM system_practice ORDER BY slug") { try $0.text(0) }
    }
    for slug in slugs {
      do {
        try connection.withPractice(slug: slug, actor: .job, origin: .local) { db in
          try db.enqueueUpkeep(NewJob("audit.anchor", payload: day, runAt: now, uniqueKey: day))
        }
      } catch {
        // A practice that cannot be opened must not keep the others' owners from their anchors.
        if let error = error as? DatabaseError, error.isConnectionLost { throw error }
        logger.error("audit.anchor-failed", metadata: ["practice": "\(slug)", "error": "\(JobRunner.reason(error))"])
      }
    }
  }
}
