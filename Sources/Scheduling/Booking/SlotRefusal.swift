/// Why a time cannot be had. Thrown inside the booking transaction, so that all of it is undone.
enum SlotRefusal: Error, Sendable, Equatable {
  /// The practice takes no online bookings.
  case closed
  /// Somebody has it, or the practice is closed then: the visitor is shown other times either way.
  case taken
  /// The service is not offered, or not by this practitioner.
  case notOffered
  case tooSoon
  case tooFarAhead
  /// Too many places kept from one address within the hour.
  case tooManyHolds
  /// The patient has as many visits of the service ahead, or as many unanswered requests, as one may have.
  case limitReached
  /// The patient, who has shown that they are, has a place of this session already.
  case takesPart
  /// Inside the notice of the policy, or agreed to by staff: only the practice can change it now.
  case insideNotice
  /// The appointment was changed meanwhile, or is over.
  case outdated
}

extension SlotRefusal {
  /// What a visitor is told: that a time is not free, never what is in its way.
  init(_ obstacle: SlotObstacle) {
    switch obstacle {
    case .bookingOff: self = .closed
    case .inactive, .staffOnly, .notOffered: self = .notOffered
    case .past, .tooSoon: self = .tooSoon
    case .tooFarAhead: self = .tooFarAhead
    case .offGrid, .noSession, .sessionFull, .person, .noneFree: self = .taken
    }
  }
}
