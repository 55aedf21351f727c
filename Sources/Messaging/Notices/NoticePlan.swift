import Core

/// Which notices a piece of news makes due, and when.
enum NoticePlan {
  enum News: Sendable { case booked, moved, cancelled }

  /// Nothing is due for a start that has passed. A reminder whose time has passed already is left out: the confirmation
  /// has just said the same.
  static func due(_ news: News, start: Instant, now: Instant) -> [(rule: AppointmentRule, at: Instant)] {
    guard start > now else { return [] }
    let immediate: AppointmentRule
    switch news {
    case .booked: immediate = .confirmation
    case .moved: immediate = .change
    case .cancelled: return [(.cancellation, now)]
    }
    let reminders: [(rule: AppointmentRule, at: Instant)] = [
      (.reminder48h, start.adding(hours: -48)), (.reminder2h, start.adding(hours: -2)),
    ]
    return [(immediate, now)] + reminders.filter { $0.at > now }
  }
}
