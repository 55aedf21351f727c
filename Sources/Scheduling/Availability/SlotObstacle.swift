import Core

/// One reason why a start cannot be had: values without words. The search offers a start exactly when there is none, and
/// the page that explains a time says all of them.
enum SlotObstacle: Sendable, Equatable {
  /// The practice takes no online bookings.
  case bookingOff
  /// The service is no longer offered.
  case inactive
  /// Only staff book the service.
  case staffOnly
  /// Not by this practitioner.
  case notOffered
  case past
  /// The notice of the service ends later than the start.
  case tooSoon(earliest: Instant)
  case tooFarAhead(last: LocalDate)
  /// Between the starts that the service is offered at.
  case offGrid
  /// A service for groups, and no session of it begins then.
  case noSession
  /// All places of the session are taken.
  case sessionFull(places: Int)
  /// The practitioner is in the way.
  case person(PlaceObstacle)
  /// One of these is needed, and each has something in its way.
  case noneFree(Resource.Kind, [PlaceObstacle])

  /// False for what only online booking keeps to: staff can book all the same.
  var bindsStaff: Bool {
    switch self {
    case .bookingOff, .staffOnly, .tooSoon, .tooFarAhead, .offGrid: false
    case .inactive, .notOffered, .past, .noSession, .sessionFull, .person, .noneFree: true
    }
  }
  /// What is taken in it.
  var claims: [Claim] {
    switch self {
    case .person(let place): [place.claim].compactMap { $0 }
    case .noneFree(_, let places): places.compactMap(\.claim)
    case .bookingOff, .inactive, .staffOnly, .notOffered, .past, .tooSoon, .tooFarAhead, .offGrid, .noSession,
      .sessionFull:
      []
    }
  }
}

/// Why one resource cannot take a visit.
struct PlaceObstacle: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// The visit does not lie within one stretch of its open time.
    case closed
    case taken(Claim)
    /// Is in this place then, and not where the visit is to be; nil for the practice itself.
    case away(Site?)
  }
  let resource: ResourceID
  let kind: Kind

  var claim: Claim? { if case .taken(let claim) = kind { claim } else { nil } }
}
