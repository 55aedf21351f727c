import Core

struct OfferID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// A time that is kept for a patient of the waitlist until they answer.
struct Offer: Sendable {
  enum State: String, Sendable, CaseIterable { case offered, accepted, declined, expired, withdrawn }

  let id: OfferID
  let entry: WaitlistEntryID
  let patient: PatientID
  let service: ServiceID
  let practitioner: ResourceID
  let span: TimeSpan
  /// Nil: at the practice itself.
  let location: LocationID?
  /// As it is stored: of one that ran out it stays `offered` until the sweeper comes by.
  let state: State
  /// Nil: it was next.
  let offeredBy: UserID?
  let expiresAt: Instant
  let createdAt: Instant

  func isOpen(at now: Instant) -> Bool { state == .offered && now < expiresAt }
  func state(at now: Instant) -> State { state == .offered && now >= expiresAt ? .expired : state }
}

/// Why an offer was not made.
enum OfferRefusal: Error, Sendable, Equatable {
  /// The wish has changed or ended, or is offered another time.
  case changed
  /// Something speaks against it now.
  case obstacle(WishObstacle)
}
