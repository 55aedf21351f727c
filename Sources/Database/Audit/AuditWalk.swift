internal import Core
internal import Crypto

/// A walk along one chain: takes its events in order and stops at the first that is not as it must be.
struct AuditWalk {
  private let practice: EntityID
  private let ring: Keyring
  private let seals: [AuditSeal]
  private let witness: AuditWitness
  private let witnessed: [Int: WitnessedHead]
  private var mac = AuditTrail.genesis
  private var count = 0
  /// The last event that somebody outside has seen as it is.
  private var proven = 0
  /// The seal the walk began with, until the walk has passed it: a seal counts only as a part of the chain.
  private var open: AuditSeal?
  /// Of the last event taken.
  private(set) var last: Int?
  private(set) var verdict: AuditVerdict?
  /// The next row is the last one once more.
  var expectsLastAgain = false

  init(practice: EntityID, ring: Keyring, seals: [AuditSeal], witness: AuditWitness) {
    self.practice = practice
    self.ring = ring
    self.seals = seals
    self.witness = witness
    witnessed = Dictionary(witness.heads.map { ($0.head.seq, $0) }) { first, _ in first }
  }

  private mutating func fail(_ seq: Int, _ reason: String) { verdict = .broken(seq: seq, reason: reason) }

  mutating func take(_ row: borrowing Row) {
    guard verdict == nil else { return }
    do throws(RowError) {
      let seq = try row.int(0)
      if expectsLastAgain, seq == last { return expectsLastAgain = false }
      guard begin(seq) else { return }
      guard let record = try AuditRecord(row, practice: practice) else {
        return fail(seq, "Event \(seq) has a form that nobody writes.")
      }
      guard record.hasOnlyWhatItsFormCovers else {
        return fail(seq, "Event \(seq) was changed: it has columns that its form does not cover.")
      }
      let computed = ring.auditMAC(record.canonical(after: mac))
      guard Digest.areEqual(computed, try row.bytes(12)) else {
        return fail(seq, "Event \(seq) was changed, or it was never written here.")
      }
      accept(seq, computed)
    } catch { fail((last ?? 0) + 1, "Event \((last ?? 0) + 1) cannot be read: something was changed in it.") }
  }

  /// Whether the number is the next one. The first number tells where the chain starts.
  private mutating func begin(_ seq: Int) -> Bool {
    guard let last else { return start(seq) }
    if seq == last + 1 { return true }
    if seq == last {
      fail(seq, "Event \(seq) stands there twice.")
    } else {
      fail(last + 1, "Event \(last + 1) is missing; the next one is \(seq).")
    }
    return false
  }

  private mutating func start(_ seq: Int) -> Bool {
    if seq == 1 { return true }
    guard seq > 1 else {
      fail(seq, "There can be no event \(seq).")
      return false
    }
    let seal = seals.filter { $0.cut < seq }.max { $0.cut < $1.cut }
    guard let seal, seal.cut == seq - 1 else {
      let first = (seal?.cut ?? 0) + 1
      fail(first, "Event \(first) is missing; the first one is \(seq), and no seal lets those before it go.")
      return false
    }
    if let signed = witness.seals, !signed.contains(seal.cut) {
      fail(1, "Event 1 is missing; the seal \(seal.seq) that let events go before \(seq) is in no signed checkpoint.")
      return false
    }
    (open, mac) = (seal, seal.mac)
    return true
  }

  private mutating func accept(_ seq: Int, _ computed: [UInt8]) {
    mac = computed
    last = seq
    count += 1
    if open?.seq == seq { open = nil }
    guard let known = witnessed[seq] else { return }
    if Digest.areEqual(known.head.mac, computed) { return proven = seq }
    let first = max(proven + 1, 1)
    fail(first, "Events \(first) to \(seq) are not those that \(known.source) saw: they were written anew.")
  }

  /// After the last event.
  mutating func finish(head: (seq: Int, mac: [UInt8])?) {
    if verdict == nil { verdict = end(head: head) }
  }

  private func end(head: (seq: Int, mac: [UInt8])?) -> AuditVerdict {
    let end = last ?? 0
    guard let head else { return .broken(seq: end + 1, reason: "The head of the chain is missing.") }
    guard head.seq == end else {
      return .broken(seq: end + 1, reason: "The chain ends at \(end), its head says \(head.seq).")
    }
    guard Digest.areEqual(head.mac, mac) else {
      return .broken(seq: end + 1, reason: "The head of the chain was changed: it does not fit event \(end).")
    }
    if let open {
      return .broken(
        seq: 1, reason: "Event 1 is missing; the seal \(open.seq) that should allow it is no part of the chain.")
    }
    // The earliest that is out of reach says most about when it happened.
    if let lost = witness.heads.filter({ $0.head.seq > end }).min(by: { $0.head.seq < $1.head.seq }) {
      return .broken(
        seq: end + 1,
        reason: "The trail ends at event \(end), but \(lost.source) saw event \(lost.head.seq): events were cut off, "
          + "or an older copy of the database was put back.")
    }
    return .intact(events: count)
  }
}
