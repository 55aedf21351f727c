import Core

/// Which notices a piece of news makes due, and when.
enum NoticePlan {
  enum News: Sendable {
    /// - Parameter again: it was cancelled before.
    case booked(again: Bool)
    /// - Parameter isUnconfirmed: the confirmation has not gone out yet, so this is the first that they hear of it.
    case moved(isUnconfirmed: Bool)
    case cancelled

    var rule: AppointmentRule {
      switch self {
      case .booked, .moved(isUnconfirmed: true): .confirmation
      case .moved(isUnconfirmed: false): .change
      case .cancelled: .cancellation
      }
    }
    var grace: Int {
      switch self {
      case .booked(again: false): 0
      case .booked(again: true), .moved, .cancelled: NoticePlan.graceMinutes
      }
    }
  }

  /// How long news of a change waits: who drops an appointment in the wrong place puts it right within that time, and
  /// the patient hears of it once.
  static let graceMinutes = 3

  /// Nothing is due for a start that has passed. A reminder whose time has passed already is left out: the confirmation
  /// has just said the same.
  static func due(
    _ news: News, start: Instant, end: Instant, service: EntityID, rules: [NoticeRule], now: Instant
  ) -> [(rule: NoticeRule, at: Instant)] {
    guard start > now else { return [] }
    let active = rules.filter { $0.isOn(for: service) }
    let immediate = active.filter { $0.rule == news.rule }.map { ($0, now.adding(minutes: news.grace)) }
    if case .cancelled = news { return immediate }
    let later = active.compactMap { rule in
      rule.moment(start: start, end: end).flatMap { $0 > now ? (rule, $0) : nil }
    }
    return immediate + later
  }
}
