import Core
import Crypto
import Database

/// The whole file of checkpoints, read to be believed: every line follows from the one before, and the last is signed.
struct CheckpointReading {
  /// Sentences, each naming a line; none when all is well.
  private(set) var problems: [String] = []
  /// By practice, oldest first.
  private(set) var heads: [EntityID: [WitnessedHead]] = [:]
  private(set) var seals: [EntityID: Set<Int>] = [:]
  private(set) var newest: CheckpointLine?
  /// SHA-256 of each line that counts, by its number.
  private(set) var hashes: [Int: [UInt8]] = [:]

  init(_ bytes: [UInt8], key: VerifyingKey) {
    let raws = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
    // The last line has an end as well, so what follows it is empty.
    let isTorn = raws.last.map { !$0.isEmpty } ?? false
    let lines = isTorn ? raws : raws.dropLast()
    let parsed = lines.map { CheckpointLine(text: String(decoding: $0, as: UTF8.self)) }
    let hashed = lines.map(Digest.sha256)
    var good: [(line: CheckpointLine, index: Int)] = []
    var expected = 1
    for (index, line) in parsed.enumerated() {
      guard let line else {
        // A writer may die in the middle of a line. The next one then vouches for what is left of it.
        let isVouchedFor = index + 1 < parsed.count && parsed[index + 1]?.previous == hashed[index]
        if !isVouchedFor { problems.append("Line \(index + 1) is no checkpoint: it was changed, or cut off.") }
        expected += 1
        continue
      }
      let before = index == 0 ? CheckpointLine.nothingBefore : hashed[index - 1]
      if line.number > expected {
        problems.append("Checkpoint \(expected) is missing: the next one is \(line.number).")
      } else if line.number < expected {
        problems.append("Checkpoint \(line.number) stands behind checkpoint \(expected - 1).")
      } else if line.previous != before {
        problems.append("Checkpoint \(line.number) does not follow from the one before: one of the two was changed.")
      }
      expected = line.number + 1
      good.append((line, index))
    }
    let isWhole = problems.isEmpty && (good.last.map { $0.line.isSigned(by: key) } ?? true)
    for (line, index) in good {
      // With the chain of hashes whole, the last signature speaks for all lines before it.
      guard isWhole && line.kind != .seal || line.isSigned(by: key) else {
        problems.append("Checkpoint \(line.number) is not signed by this installation: it was forged or changed.")
        continue
      }
      take(line, hash: hashed[index])
    }
  }

  private mutating func take(_ line: CheckpointLine, hash: [UInt8]) {
    newest = line
    hashes[line.number] = hash
    for head in line.heads {
      switch line.kind {
      case .all, .new: heads[head.practice, default: []].append(WitnessedHead(head, source: line.title))
      case .seal: seals[head.practice, default: []].insert(head.seq)
      }
    }
  }

  /// What it knows of one practice.
  func witness(of practice: EntityID) -> AuditWitness {
    AuditWitness(heads: heads[practice] ?? [], seals: seals[practice] ?? [])
  }
}
