public import Core

/// Where one practice's chain stood: what a checkpoint writes down.
public struct AuditHead: Sendable, Equatable {
  public let practice: EntityID
  public let seq: Int
  /// Events that were there; as many as `seq` says until some are cut after years.
  public let count: Int
  /// Of the event `seq`, 32 bytes.
  public let mac: [UInt8]

  public init(practice: EntityID, seq: Int, count: Int, mac: [UInt8]) {
    self.practice = practice
    self.seq = seq
    self.count = count
    self.mac = mac
  }
}

/// A head that somebody outside the database remembers, with words that say who and when.
public struct WitnessedHead: Sendable {
  public let head: AuditHead
  /// Such as `checkpoint 12 of 2026-03-12T10:35:00Z`.
  public let source: String
  public init(_ head: AuditHead, source: String) {
    self.head = head
    self.source = source
  }
}

/// What is known of one practice's chain from outside the database.
public struct AuditWitness: Sendable {
  public var heads: [WitnessedHead]
  /// Sequence numbers before which a signed seal let events go; nil where no seals are known, so that the chain's own
  /// word has to do.
  public var seals: Set<Int>?
  public init(heads: [WitnessedHead], seals: Set<Int>?) {
    self.heads = heads
    self.seals = seals
  }
  public static let none = AuditWitness(heads: [], seals: nil)
}
