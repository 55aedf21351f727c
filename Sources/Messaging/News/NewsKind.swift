import Templates

/// What happened. The raw value stands in the statement, and as the middle of its words: `news.kind.booked`.
enum NewsKind: String, Sendable, CaseIterable {
  case booked, requested
  /// A request ran out, as nobody answered it.
  case lapsed
  /// What the waitlist offered.
  case accepted, declined
  case moved, cancelled
  /// A place in a session was given up.
  case left
  case wished
  case written, writtenByGuardian
  /// A message did not go out.
  case failed
  /// A calendar elsewhere cannot be read.
  case unreadable

  /// Of the sprite of icons.
  var icon: String {
    switch self {
    case .booked: "calendar"
    case .requested: "hourglass"
    case .lapsed: "hourglass"
    case .accepted: "check-circle"
    case .declined: "x-circle"
    case .moved: "repeat"
    case .cancelled: "clock-x"
    case .left: "user-x"
    case .wished: "users"
    case .written, .writtenByGuardian: "message"
    case .failed: "alert"
    case .unreadable: "external"
    }
  }

  /// Whether something is to be put right.
  var isTrouble: Bool { self == .failed || self == .unreadable || self == .lapsed }
}
