import Core

/// Whose rules a start is held against.
enum Booker: Sendable {
  /// The public: notice, horizon and the starts that are offered.
  case visitor(BookingWindow)
  /// Who chose a start that was offered: the starts may have been set anew since, and are not held against them.
  case holder(BookingWindow)
  /// Staff: any start that is not past.
  case staff(from: Instant)

  var keepsGrid: Bool {
    switch self {
    case .visitor: true
    case .holder, .staff: false
    }
  }

  func obstacles(at start: Instant) -> [SlotObstacle] {
    switch self {
    case .visitor(let window), .holder(let window): window.obstacles(at: start)
    case .staff(let from): start < from ? [.past] : []
    }
  }
}
