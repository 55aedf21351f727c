public import Core

/// What a key of a practice is for.
public enum PracticeKeyPurpose: String, Sendable, CaseIterable {
  /// Seals fields; the one with the highest id is in use.
  case data
  /// Makes blind indexes. Never rotated: look-ups would find nothing that was written before.
  case index
  /// Makes the macs of the audit trail. Never rotated: the chain is kept for seven years.
  case audit

  var number: UInt64 {
    switch self {
    case .data: 0
    case .index: 1
    case .audit: 2
    }
  }
}

/// Which key of which practice a wrapped key is.
public struct PracticeKeyID: Sendable {
  public let practice: EntityID
  public let id: UInt32
  public let purpose: PracticeKeyPurpose
  public init(practice: EntityID, id: UInt32, purpose: PracticeKeyPurpose = .data) {
    self.practice = practice
    self.id = id
    self.purpose = purpose
  }
  var row: EntityID { EntityID(high: purpose.number, low: UInt64(id)) }
}
