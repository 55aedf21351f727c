import Core

/// Who acts for a patient in the portal, as the practice has written it down (FHIR RelatedPerson).
struct RelatedPerson: Sendable {
  enum Relation: String, CaseIterable, Sendable {
    case parent, guardian, partner, child, carer, other
  }
  let id: EntityID
  let account: EntityID
  let name: String
  let email: String
  let relation: Relation
  /// Counts until then; nil: until it is ended.
  let validUntil: Instant?
  let endedAt: Instant?
  let hasSecondFactor: Bool

  func isLive(at now: Instant) -> Bool { endedAt == nil && (validUntil.map { $0 > now } ?? true) }
}
