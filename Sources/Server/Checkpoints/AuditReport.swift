import Core
@_spi(Bootstrap) import Database
import SQL

/// What the verifier has to say: a line for each practice, and what is wrong, in sentences that stand alone.
struct AuditReport {
  private(set) var lines: [String] = []
  /// Each names the practice and the first event that does not hold, or the line of the checkpoints.
  private(set) var problems: [String] = []

  private struct Listed {
    let practice: EntityID
    let slug: String
  }

  /// - Parameters:
  ///   - slug: nil for all practices.
  ///   - reading: nil to look at the chains alone.
  /// - Throws: `OperatorError` for a slug that no practice has.
  init(of slug: String?, _ reading: CheckpointReading?, _ anchor: Anchor?, on connection: Connection) throws {
    if let newest = reading?.newest { lines.append("checkpoints: the newest is \(newest.title).") }
    for problem in (reading?.problems ?? []) + Self.missing(anchor, in: reading) {
      lines.append("checkpoints: broken. \(problem)")
      problems.append(problem)
    }
    let listed = try connection.withSystem(.audit) { db in
      try db.rows("SELECT practice_id, slug FROM system_practice ORDER BY slug") {
        Listed(practice: try $0.id(0), slug: try $0.text(1))
      }
    }
    if let slug, !listed.contains(where: { $0.slug == slug }) { throw OperatorError("There is no practice \(slug).") }
    for practice in listed where slug == nil || practice.slug == slug {
      try verify(practice, reading, anchor, on: connection)
    }
    if slug == nil { noteTheGone(reading, anchor, from: listed) }
  }

  /// A file of checkpoints that lost its end looks whole: the anchor remembers one line of it.
  private static func missing(_ anchor: Anchor?, in reading: CheckpointReading?) -> [String] {
    guard let anchor, let reading, reading.hashes[anchor.checkpoint] != anchor.lineHash else { return [] }
    return ["Checkpoint \(anchor.checkpoint), which the anchor names, is missing or was changed."]
  }

  private mutating func verify(
    _ listed: Listed, _ reading: CheckpointReading?, _ anchor: Anchor?, on connection: Connection
  ) throws {
    var witness = reading?.witness(of: listed.practice) ?? .none
    if let anchor, anchor.head.practice == listed.practice {
      witness.heads.append(WitnessedHead(anchor.head, source: "the anchor of \(UTCText.seconds(anchor.time))"))
    }
    do {
      let verdict = try connection.withPractice(slug: listed.slug, actor: .operatorCommand, origin: .local) { db in
        try db.reader.verifyAuditTrail(witness)
      }
      note(listed.slug, verdict)
    } catch {
      if let error = error as? DatabaseError, error.isConnectionLost { throw error }
      // One practice that cannot be opened must not hide what is wrong with another.
      lines.append("\(listed.slug): cannot be verified: \(error)")
      problems.append("\(listed.slug) cannot be verified, from event 1 on: \(error).")
    }
  }

  private mutating func note(_ slug: String, _ verdict: AuditVerdict?) {
    switch verdict {
    case .intact(let events): lines.append("\(slug): intact, \(events) events.")
    case .broken(let seq, let reason):
      lines.append("\(slug): broken at event \(seq). \(reason)")
      problems.append("\(slug), event \(seq): \(reason)")
    case nil: problems.append("\(slug) is gone.")
    }
  }

  /// Practices that somebody outside the database remembers and that are in it no more.
  private mutating func noteTheGone(_ reading: CheckpointReading?, _ anchor: Anchor?, from listed: [Listed]) {
    let known = Set(listed.map(\.practice))
    let remembered = Set((reading.map { Array($0.heads.keys) } ?? []) + [anchor?.head.practice].compactMap(\.self))
    for practice in remembered.subtracting(known).sorted() {
      let problem = "The practice \(practice) is gone with its trail, from event 1 on."
      lines.append("\(practice): broken at event 1. \(problem)")
      problems.append(problem)
    }
  }
}
